import { guarded } from '../../grammars/kit/starts.ts';
import type { Block } from './markdown.ts';

/** So many plain words between brackets are a remark. */
const REMARK = 4;

const plainWords = (text: string): number =>
  text.split(/\s+/).filter((word) => /^["'(`]?[A-Za-z][A-Za-z'’-]*[.,;:!?)"'`]*$/.test(word)).length;

/** Fields between commas or tabs, columns, parts of JSON. */
const FIELDS = guarded(/^\s*(?:[{[].*[{}[\]],?|"[\w-]+": .*)$|^(?:[^,]*,(?! )){3,}|\t[^\t]*\t|\S {3,}\S.* {3,}\S/);
/** What a person's words do not begin with: a time, a level, an option; or what they are not: a name and its value. */
const PROGRAM = guarded(
  /^\s*(?:\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d|(?:\[[A-Z]{3,}\]|[A-Z]{3,}:) |(?:OK|WARNING|CRITICAL|UNKNOWN) \(|[\w.-]+\s*=\s*\S+$|-{1,2}[\w-]+[ =])/,
);

/** Whether an unclaimed line outside a code block reads like something a person wrote rather than what a program printed. */
export function looksLikeProse(line: string): boolean {
  const text = line.trim();
  if (text === '') return false;
  // Markdown of any kind, quoted mail, list items, rules of typed characters, titles between them
  if (/^(?:[#>*•·]|\d{1,2}[.)、]|[-–—] |[-=_*~]{3,}$|([-=_*~])\1{2,} [^|]+ \1{3,}$|[一二三四五六七八九十]+[、.])/.test(text)) return true;
  // a wiki's marks around a paste
  if (/^\{(?:code|noformat|quote|panel|color)(?::[^{}]*)?\}$/.test(text)) return true;
  // a remark in brackets: `[nothing after that until now]`, `(after the query was gone; it writes much)`
  if (/^[[(（].*[\])）]$/.test(text) && !/^.[A-Z]{3,}/.test(text) && plainWords(text.slice(1, -1)) >= REMARK) return true;
  // CJK sentences: programs print Chinese only in known shapes, which a grammar has claimed before
  if (/[\u3400-\u9fff]/.test(text)) return true;
  // a remark: words, with a sentence's punctuation or none, no program's shape
  if (/^[A-Z]{3,}:\s/.test(text) || /^\[/.test(text) || /[{}|;$=<>\\]/.test(text) || /^\S*\/\S*$/.test(text)) return false;
  if (FIELDS.test(text) || /^(?:OK|WARNING|CRITICAL|UNKNOWN) \(/.test(text)) return false;
  const words = text.split(/\s+/);
  // words that introduce what follows: `ruff1 startup:`
  if (words.length > 1 && words.length <= 8 && /^[\w'’"“”().,/@ -]+[:：]$/.test(text)) return true;
  const plain = plainWords(text);
  if (words.length === 1) return /^[A-Z][a-z]+[:,.!?]?$/.test(text) || /[.!?:]$/.test(text);
  return plain / words.length >= 0.6;
}

/** Whether an unclaimed line was written by a person: where the document says so, or where it reads like it and is not amid an output. */
export function isWritten(text: string, block: Block, amidOutput: boolean): boolean {
  return block === 'prose' || block === 'heading' || (looksLikeProse(text) && !amidOutput);
}

/** Words, and no column of a table. */
export function areWords(text: string): boolean {
  if (!/^[^|]*[a-z]{3,}[^|]*$/i.test(text) || PROGRAM.test(text) || FIELDS.test(text)) return false;
  const words = text
    .replace(/^\s*[=#*~]{2,}\s|\s[=#*~]{2,}\s*$/g, ' ')
    .trim()
    .split(/\s+/);
  return words.length > 1 && plainWords(text) / words.length >= 0.3;
}

/** `……忽略`, `...`, `[...]`, `（省略）`: a person left lines out here. */
export const isElision = (line: string): boolean => ELISIONS.some((pattern) => pattern.test(line));

const ELISIONS = [
  /^\s*(?:[#-]*\s*)?(?:[[(<（【]\s*)?(?:…+|\.{3,}|。{3,}|⋮|\. \. \.)\s*(?:[\])>）】]|(?:忽略|省略|略|snip|snipped|cut|omitted|more|skipped)?.{0,24})\s*$/i,
  /^\s*[<(（[【-]*\s*(?:以下|中间|部分)?(?:省略|忽略|略|snip|snipped|omitted)(?:若干行|部分|其他|其余)?\s*[>)）\]】-]*\s*$/i,
  /^\s*[[(<（【]\s*\d+ (?:more |further |other )?(?:lines?|rows?|entries) (?:removed|omitted|skipped|cut|deleted|left out|not shown)\s*[\])>）】]\s*$/i,
  /^\s*[=-]+\s*如上所[示述].*$/,
].map(guarded);
