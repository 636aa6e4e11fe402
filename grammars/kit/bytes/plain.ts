/** What a line, as bytes, certainly is not: wrapped in something, a prompt, or the holder of a secret. */
import { KEY_BEGINS, maskSecrets } from '../../../src/core/secrets.ts';
import { isDigit, isLetter, LF, TAB } from './characters.ts';

/** A line this long is read as text, whatever it holds. */
const LONGEST = 65_536;
/** Tags of HTML, which whoever reads text takes off. */
const TAGS = new Set(
  'p br hr div span pre code li ul ol td tr th table tbody thead b i em strong a h1 h2 h3 h4 h5 h6 font blockquote'
    .split(' ')
    .map((tag) => [...tag].reduce((number, char) => withLetter(number, char.charCodeAt(0)), 0)),
);
/** A short word as a number. */
function withLetter(number: number, byte: number): number {
  return number * 128 + (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
}

/**
 * Words without which a line holds no secret (`maskSecrets`), in lower case, each of three bytes at least. Where `^` stands two
 * pairs begin that are rare in logs.
 */
const WORDS = (
  '^pass|se^cret|t^oken|^api|^scram|^md5|^://|a^kia|g^hp_|g^ho_|g^hu_|g^hs_|g^hr_|^glpat-|^eyj|^-w |^-w\t|x^-amz|s^ig=|author^ization|' +
  'pr^ivate key|^口令|^密码'
).split('|');

const SOUND = 0;
const ENDS = 1;
/** One of the two bytes means something by itself. */
const MARKED = 2;
/** A word may stand here. */
const WORDED = 4;

/**
 * What two neighbouring bytes tell, by `first | second << 8`. Lines are looked at two bytes at a time: of a word of three bytes
 * and more, one of two neighbouring pairs is met, wherever it begins.
 */
const PAIRS = new Uint8Array(65_536);
const BY_PAIR: { readonly word: Uint8Array; readonly at: number }[][] = [];

const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);

/**
 * Bytes that mean something by themselves: controls, `&`, `<` and backslash of what tools wrap text in, `#`, `$`, `>` of prompts,
 * the colon of password files, and what begins blanks that no program prints.
 */
const MARKS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const control = (byte < 0x20 && byte !== TAB && byte !== LF) || byte === 0x7f;
  const odd = byte === 0xc2 || byte === 0xe1 || byte === 0xe2 || byte === 0xe3 || byte === 0xef;
  if (control || odd || '&<\\#$>:'.includes(String.fromCharCode(byte))) MARKS[byte] = 1;
}

/** There are few rows that differ, so the table is copied together: a loop over its places takes milliseconds at every start. */
const ROWS: Uint8Array[] = [];
for (const second of MARKS.keys()) PAIRS.set(rowOf(second), second << 8);
const encoder = new TextEncoder();
for (const text of WORDS) {
  const begin = text.indexOf('^');
  const word = encoder.encode(text.replace('^', ''));
  for (const at of [begin, begin + 1]) {
    for (const first of cases(word[at] ?? 0)) {
      for (const second of cases(word[at + 1] ?? 0)) {
        const pair = first | (second << 8);
        PAIRS[pair] = (PAIRS[pair] ?? 0) | WORDED;
        BY_PAIR[pair] = [...(BY_PAIR[pair] ?? []), { word, at }];
      }
    }
  }
}

/** What a byte tells together with each byte before it. */
function rowOf(second: number): Uint8Array {
  const told = toldBy(second);
  ROWS[told] ??= Uint8Array.from(MARKS.keys(), (first) => toldBy(first) | told);
  return ROWS[told];
}

function toldBy(byte: number): number {
  return byte === LF ? ENDS : MARKS[byte] === 1 ? MARKED : SOUND;
}

function cases(byte: number): number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte & 0xdf] : [byte];
}

/**
 * Where the line ends that began at `start` and is looked at from `from` on: the place of its LF; -1 where something in it must
 * be read as text. Up to `prompts`, what may close a prompt does. Bytes must be ASCII or UTF-8 and end with LF.
 */
export function plainEnd(bytes: Uint8Array, view: DataView, start: number, from: number, prompts: number): number {
  const last = Math.min(bytes.length - 1, start + LONGEST);
  let worded = false;
  for (let at = from; at < last; at += 2) {
    const found = PAIRS[view.getUint16(at, true)] as number;
    if (found === SOUND) continue;
    const ended = (found & ENDS) !== 0;
    const end = ended ? (bytes[at] === LF ? at : at + 1) : -1;
    if ((found & MARKED) !== 0 && (isMeant(bytes, at, prompts) || (end !== at && isMeant(bytes, at + 1, prompts)))) return -1;
    if (!worded) worded = mayHoldSecret(bytes, at, found);
    if (ended) return worded && holdsSecret(bytes, start, end) ? -1 : end;
  }
  if (last !== bytes.length - 1 || bytes[last] !== LF) return -1;
  return worded && holdsSecret(bytes, start, last) ? -1 : last;
}

function mayHoldSecret(bytes: Uint8Array, at: number, found: number): boolean {
  if ((found & WORDED) !== 0 && isWord(bytes, at)) return true;
  return (found & MARKED) !== 0 && (isPassword(bytes, at) || isPassword(bytes, at + 1));
}

const COLON = 0x3a;

/** Whether the byte at this place does mean what it may mean. */
function isMeant(bytes: Uint8Array, at: number, prompts: number): boolean {
  const byte = bytes[at] as number;
  if (MARKS[byte] !== 1) return false;
  const next = bytes[at + 1] as number;
  switch (byte) {
    case 0x3c:
      return isTag(bytes, at + 1);
    case 0x26: // an HTML entity
      return next === 0x23 || isLetter(next);
    case 0x5c: // what editors escape: `\-`, `\_`, `\[`, `\)`; a command that goes on
      return next === 0x2d || next === 0x5f || next === 0x5b || next === 0x29 || next === LF;
    case 0x23:
    case 0x24:
    case 0x3e:
      return at < prompts && (next === 0x20 || next === TAB);
    case COLON:
      return false;
    case 0xe3: // an ideographic blank
      return next === 0x80 && bytes[at + 2] === 0x80;
    default:
      return true;
  }
}

function isTag(bytes: Uint8Array, from: number): boolean {
  let name = 0;
  const begin = bytes[from] === 0x2f ? from + 1 : from;
  for (let at = begin; at < begin + 11; at++) {
    const byte = bytes[at] as number;
    if (!isLetter(byte) && !isDigit(byte)) return TAGS.has(name);
    name = withLetter(name, byte);
  }
  return false;
}

function isWord(bytes: Uint8Array, at: number): boolean {
  const words = BY_PAIR[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)];
  if (words === undefined) return false;
  for (let index = 0; index < words.length; index++) {
    const { word, at: inside } = words[index] as (typeof words)[number];
    let length = 0;
    while (length < word.length && lower(bytes[at - inside + length] as number) === word[length]) length++;
    if (length === word.length) return true;
  }
  return false;
}

/** Whether a line of a password file goes on at this colon: `:5432:db:user:…`, and more behind it without a blank. */
function isPassword(bytes: Uint8Array, colon: number): boolean {
  if (bytes[colon] !== COLON) return false;
  let at = colon + 1;
  if (bytes[at] === 0x2a) at++;
  else while (isDigit(bytes[at] as number)) at++;
  if (at === colon + 1 || at > colon + 6 || bytes[at] !== COLON) return false;
  for (at++; (bytes[at] as number) > 0x20; at++) if (bytes[at] === COLON) return true;
  return false;
}

const decoder = new TextDecoder();

/** The last word is the rules'. */
function holdsSecret(bytes: Uint8Array, start: number, end: number): boolean {
  const text = decoder.decode(bytes.subarray(start, end));
  return KEY_BEGINS.test(text) || maskSecrets(text).found.length > 0;
}
