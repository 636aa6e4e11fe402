// What a text must have to match a pattern (grammars/kit/prepared.ts): worked out when the program is packed.
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { createToken, Lexer } from 'chevrotain';
import type { Needs, Starts } from '../grammars/kit/prepared.ts';
import { begins } from '../grammars/kit/starts.ts';

/** More words than this cost more to look for than they save. */
const MOST_WORDS = 48;

export function needsOf(pattern: RegExp): Needs {
  return { ...firstOf(pattern), words: wordsOf(pattern) ?? [] };
}

/** Of a pattern that stands at a text's start, with or without blanks in front. */
function firstOf(pattern: RegExp): Pick<Needs, 'first' | 'indented'> {
  const anywhere = { first: '', indented: false };
  const { alternatives } = parsed(pattern);
  const only = alternatives.length === 1 ? alternatives[0]?.elements : undefined;
  if (only?.[0]?.type !== 'Assertion' || only[0].kind !== 'start' || pattern.multiline) return anywhere;
  const indented = only[1]?.raw === '\\s*';
  const rest = only.slice(indented ? 2 : 1);
  if (rest.every(mayBeEmpty)) return anywhere;
  const first = startsOf(new RegExp(rest.map(({ raw }) => raw).join(''), pattern.flags));
  return indented && BLANKS.some((blank) => begins(first, blank)) ? anywhere : { first, indented };
}
const BLANKS = [...'\t\n\v\f\r '];

/** Whether it may match without a character, and so tells nothing of how the text begins. */
function mayBeEmpty(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return element.min === 0 || mayBeEmpty(element.element);
  if (element.type === 'Group' || element.type === 'CapturingGroup') {
    return element.alternatives.some(({ elements }) => elements.every(mayBeEmpty));
  }
  return element.type === 'Assertion' || element.type === 'Backreference';
}

const parsed = ({ source, unicode }: RegExp): AST.Pattern => new RegExpParser().parsePattern(source, 0, source.length, unicode);

/** What Chevrotain's lexer keeps of its analysis; its types leave it out. */
interface Analysed {
  readonly charCodeToPatternIdxToConfig: Readonly<Record<string, readonly (readonly unknown[] | undefined)[]>>;
  readonly canModeBeOptimized: Readonly<Record<string, boolean>>;
}

/** Asked of Chevrotain, by a lexer of this token alone. */
export function startsOf(pattern: RegExp): Starts {
  // Chevrotain's reading of patterns knows no names of groups
  const plain = new RegExp(pattern.source.replace(/\(\?<[A-Za-z]\w*>/g, '('), pattern.flags.replace(/[^i]/g, ''));
  const token = createToken({ name: 'Asked', pattern: plain, line_breaks: false });
  const lexer = new Lexer([token], { skipValidations: true, positionTracking: 'onlyOffset' }) as unknown as Analysed;
  const [mode] = Object.keys(lexer.canModeBeOptimized);
  if (mode === undefined || lexer.canModeBeOptimized[mode] !== true) return '';
  const ranges: number[] = [];
  lexer.charCodeToPatternIdxToConfig[mode]?.forEach((configs, file) => {
    if (configs === undefined || configs.length === 0) return;
    if (ranges.at(-1) === file - 1) ranges[ranges.length - 1] = file;
    else ranges.push(file, file);
  });
  return String.fromCharCode(...ranges);
}

function wordsOf(pattern: RegExp): Words {
  if (pattern.ignoreCase) return null;
  const words = ofAlternatives(parsed(pattern).alternatives);
  return words === null || words.length > MOST_WORDS ? null : words;
}

type Words = readonly string[] | null;

function ofAlternatives(alternatives: readonly AST.Alternative[]): Words {
  const each = alternatives.map(ofSequence);
  return each.every((words) => words !== null) ? [...new Set(each.flat())] : null;
}

/** Of all that a sequence must hold, what tells most: the longest words, of equally long ones the fewest. */
function ofSequence({ elements }: AST.Alternative): Words {
  const choices: Words[] = [];
  let run = '';
  for (const element of elements) {
    if (element.type === 'Character') {
      run += String.fromCodePoint(element.value);
      continue;
    }
    choices.push(run === '' ? null : [run], ofElement(element));
    run = '';
  }
  choices.push(run === '' ? null : [run]);
  return choices.reduce((best, words) => (worth(words) > worth(best) ? words : best), null);
}

function ofElement(element: AST.Element): Words {
  if (element.type === 'Character') return [String.fromCodePoint(element.value)];
  if (element.type === 'Group' || element.type === 'CapturingGroup') return ofAlternatives(element.alternatives);
  if (element.type === 'Quantifier') return element.min > 0 ? ofElement(element.element) : null;
  return null;
}

const worth = (words: Words): number =>
  words === null ? 0 : Math.min(...words.map(({ length }) => Math.min(length, 6))) - words.length / 1000;
