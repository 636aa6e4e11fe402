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
  'p^ass|se^cret|t^oken|^api|^scram|^md5|^://|a^kia|g^hp_|g^ho_|g^hu_|g^hs_|g^hr_|^glpat-|^eyj|^-w |^-w\t|^x-amz|s^ig=|author^ization|' +
  'pr^ivate key|^口令|^密码'
).split('|');

const SOUND = 0;
const ENDS = 1;
/** One of the two bytes means something by itself. */
const MARKED = 2;
/** A word may stand here. */
const WORDED = 4;

interface Word {
  readonly word: Uint8Array;
  readonly at: number;
}

/**
 * What two neighbouring bytes tell, by `first | second << 8`. Lines are looked at two bytes at a time: of a word of three bytes
 * and more, one of two neighbouring pairs is met, wherever it begins.
 */
interface Pairs {
  /** In the beginning of a line, which may be a prompt, and behind it. */
  readonly near: Uint8Array;
  readonly far: Uint8Array;
  readonly words: ReadonlyMap<number, readonly Word[]>;
}

/** Made where a big log is read: the tables would take milliseconds at every start. */
let known: Pairs | null = null;

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

function pairsOf(): Pairs {
  const near = new Uint8Array(65_536);
  const far = new Uint8Array(65_536);
  const words = new Map<number, Word[]>();
  const tell = (first: number, second: number, what: number, where: Uint8Array): void => {
    where[first | (second << 8)] = (where[first | (second << 8)] as number) | what;
  };
  for (let other = 0; other < 256; other++) {
    for (const where of [near, far]) {
      tell(LF, other, ENDS, where);
      tell(other, LF, ENDS, where);
    }
    for (let mark = 0; mark < 256; mark++) {
      if (MARKS[mark] !== 1) continue;
      for (const where of isPrompts(mark) ? [near] : [near, far]) {
        tell(other, mark, MARKED, where);
        if (mayMean(mark, other)) tell(mark, other, MARKED, where);
      }
    }
  }
  for (const text of WORDS) {
    const begin = text.indexOf('^');
    const word = new TextEncoder().encode(text.replace('^', ''));
    for (const at of [begin, begin + 1]) {
      for (const first of cases(word[at] ?? 0)) {
        for (const second of cases(word[at + 1] ?? 0)) {
          tell(first, second, WORDED, near);
          tell(first, second, WORDED, far);
          const pair = first | (second << 8);
          words.set(pair, [...(words.get(pair) ?? []), { word, at }]);
        }
      }
    }
  }
  return { near, far, words };
}

const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);

function cases(byte: number): number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte & 0xdf] : [byte];
}

/**
 * Where the line ends that began at `start` and is looked at from `from` on: the place of its LF; -1 where something in it must
 * be read as text, or where the bytes end. Up to `prompts`, what may close a prompt does. Bytes must be ASCII or UTF-8.
 */
export function plainEnd(bytes: Uint8Array, view: DataView, start: number, from: number, prompts: number): number {
  known ??= pairsOf();
  const { near, far, words } = known;
  // four bytes are read at once
  const last = Math.min(bytes.length, start + LONGEST, view.byteLength - 3);
  let worded = false;
  for (let at = from; at < last; ) {
    const pairs = at < prompts ? near : far;
    const four = view.getInt32(at, true);
    const one = pairs[four & 0xffff] as number;
    const other = pairs[four >>> 16] as number;
    if ((one | other) === SOUND) {
      at += 4;
      continue;
    }
    if (one === SOUND) at += 2;
    const found = one === SOUND ? other : one;
    const ended = (found & ENDS) !== 0;
    const end = ended ? (bytes[at] === LF ? at : at + 1) : -1;
    if ((found & MARKED) !== 0 && (isMeant(bytes, at, prompts) || (end !== at && isMeant(bytes, at + 1, prompts)))) return -1;
    if (!worded) worded = mayHoldSecret(words, bytes, at, found);
    if (ended) return end >= bytes.length || (worded && holdsSecret(bytes, start, end)) ? -1 : end;
    at += 2;
  }
  return -1;
}

function mayHoldSecret(words: Pairs['words'], bytes: Uint8Array, at: number, found: number): boolean {
  if ((found & WORDED) !== 0 && isWord(words, bytes, at)) return true;
  return (found & MARKED) !== 0 && (isPassword(bytes, at) || isPassword(bytes, at + 1));
}

const COLON = 0x3a;
const ASTERISK = 0x2a;
const SLASH = 0x2f;

const isPrompts = (byte: number): boolean => byte === 0x23 || byte === 0x24 || byte === 0x3e;

/** Whether a mark may mean something where this follows it. */
function mayMean(mark: number, next: number): boolean {
  switch (mark) {
    case 0x3c: // a tag
      return isLetter(next) || next === SLASH;
    case 0x26: // an HTML entity
      return next === 0x23 || isLetter(next);
    case 0x5c: // what editors escape: `\-`, `\_`, `\[`, `\)`; a command that goes on
      return next === 0x2d || next === 0x5f || next === 0x5b || next === 0x29 || next === LF;
    case 0x23:
    case 0x24:
    case 0x3e:
      return next === 0x20 || next === TAB;
    case COLON:
      return isDigit(next) || next === ASTERISK;
    case 0xe3: // an ideographic blank
      return next === 0x80;
    default:
      return true;
  }
}

/** Whether the byte at this place does mean what it may mean. */
function isMeant(bytes: Uint8Array, at: number, prompts: number): boolean {
  const byte = bytes[at] as number;
  if (MARKS[byte] !== 1 || byte === COLON || !mayMean(byte, bytes[at + 1] as number)) return false;
  if (byte === 0x3c) return isTag(bytes, at + 1);
  if (byte === 0xe3) return bytes[at + 2] === 0x80;
  return !isPrompts(byte) || at < prompts;
}

function isTag(bytes: Uint8Array, from: number): boolean {
  let name = 0;
  const begin = bytes[from] === SLASH ? from + 1 : from;
  for (let at = begin; at < begin + 11; at++) {
    const byte = bytes[at] as number;
    if (!isLetter(byte) && !isDigit(byte)) return TAGS.has(name);
    name = withLetter(name, byte);
  }
  return false;
}

function isWord(words: Pairs['words'], bytes: Uint8Array, at: number): boolean {
  const some = words.get((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
  if (some === undefined) return false;
  for (let index = 0; index < some.length; index++) {
    const { word, at: inside } = some[index] as Word;
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
  if (bytes[at] === ASTERISK) at++;
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
