/** What a line, as bytes, certainly is not: wrapped in something, a prompt, or the holder of a secret. */
import { KEY_BEGINS, maskSecrets } from '../../../src/core/secrets.ts';
import { isDigit, isLetter, LF, TAB } from './characters.ts';

/** A line this long is read as text, whatever it holds. */
const LONGEST = 65_536;
const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
/** Two characters as a number below 1024; letters that differ in case only have the same. */
const slotOf = (first: number, second: number): number => (first & 31) | ((second & 31) << 5);

/** Tags of HTML, which whoever reads text takes off. */
const TAGS = 'p br hr div span pre code li ul ol td tr th table tbody thead b i em strong a h1 h2 h3 h4 h5 h6 font blockquote'.split(' ');
/** How those begin that have several characters. */
export const TAG_BEGINS = new Uint8Array(1024);
for (const tag of TAGS) if (tag.length > 1) TAG_BEGINS[slotOf(tag.charCodeAt(0), tag.charCodeAt(1))] = 1;

/**
 * Words without which a line holds no secret (`maskSecrets`), in lower case, each of three bytes at least. Where `^` stands two
 * pairs begin that are rare in logs.
 */
const WORDS = (
  'p^assw|p^assp|r-p^ass|r_p^ass|shp^ass|se^cret|s-t^oken|s_t^oken|h-t^oken|h_t^oken|y-t^oken|y_t^oken|^apikey|^api-key|^api_key|' +
  '^scram|^md5|^://|a^kia|g^hp_|g^ho_|g^hu_|g^hs_|g^hr_|^glpat-|^eyj|^-w |^-w\t|^x-amz|s^ig=|author^ization|pr^ivate key|^口令|^密码'
).split('|');

const SOUND = 0;
/** The first of two bytes ends the line, the second does. */
const FIRST_ENDS = 1;
const SECOND_ENDS = 2;
/** The first means something where the second follows it; it does where a prompt may end. */
const MARKED = 4;
const PROMPTS = 8;
/** The second may mean something where another follows it. */
const MARK_BEGINS = 16;
const PROMPT_BEGINS = 32;
/** A word may stand here: one of two such pairs in a row. */
const WORDED = 64;
/** Two pairs are looked at together: what is known of the second stands in the next bits. */
const BITS = 8;
const BOTH = (1 << BITS) | 1;
const ENDS = (FIRST_ENDS | SECOND_ENDS) * BOTH;
const FAR = ~((PROMPTS | PROMPT_BEGINS) * BOTH);

export interface Word {
  readonly word: Uint8Array;
  readonly at: number;
}

/**
 * What two neighbouring bytes tell, by `first | second << 8`. Lines are looked at two bytes at a time: of a word of three bytes
 * and more, one of two neighbouring pairs is met, wherever it begins.
 */
export interface Pairs {
  readonly pairs: Uint8Array;
  /** By `slotOf`. */
  readonly words: readonly (readonly Word[])[];
}

let known: Pairs | null = null;

/** Made where a big log is read: the tables would take milliseconds at every start. */
export function telling(): Pairs {
  known ??= pairsOf();
  return known;
}

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
  const pairs = new Uint8Array(65_536);
  const words: Word[][] = Array.from({ length: 1024 }, () => []);
  const tell = (first: number, second: number, what: number): void => {
    pairs[first | (second << 8)] = (pairs[first | (second << 8)] as number) | what;
  };
  const marks = [...MARKS.keys()].filter((byte) => MARKS[byte] === 1);
  for (let other = 0; other < 256; other++) {
    tell(LF, other, FIRST_ENDS);
    tell(other, LF, SECOND_ENDS);
    for (const mark of marks) {
      tell(other, mark, isPrompts(mark) ? PROMPT_BEGINS : MARK_BEGINS);
      if (mayMean(mark, other)) tell(mark, other, isPrompts(mark) ? PROMPTS : MARKED);
    }
  }
  for (const text of WORDS) {
    const begin = text.indexOf('^');
    const word = new TextEncoder().encode(text.replace('^', ''));
    for (const at of [begin, begin + 1]) {
      const [one, other] = [word[at] ?? 0, word[at + 1] ?? 0];
      words[slotOf(one, other)]?.push({ word, at });
      for (const first of cases(one)) for (const second of cases(other)) tell(first, second, WORDED);
    }
  }
  return { pairs, words };
}

function cases(byte: number): number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte & 0xdf] : [byte];
}

/**
 * Where the line ends that began at `start` and is looked at from `from` on: the place of its LF; -1 where something in it must
 * be read as text, or where the bytes end. Up to `prompts`, what may close a prompt does. Bytes must be ASCII or UTF-8; `from` is not
 * the first of them.
 */
export function plainEnd(bytes: Uint8Array, view: DataView, start: number, from: number, prompts: number): number {
  const { pairs, words } = telling();
  // eight bytes are read at once
  const last = Math.min(bytes.length, start + LONGEST, view.byteLength - 8);
  let worded = false;
  for (let at = from; at < last; ) {
    const near = at < prompts;
    const asked = near ? -1 : FAR;
    const edge = near ? Math.min(prompts, last) : last;
    at = nextTelling(pairs, view, at, edge, asked);
    if (at >= edge) continue;
    const found = told(pairs, view.getInt32(at, true)) & asked;
    const ends = found & ENDS;
    const end = ends === 0 ? at + 4 : endIn(bytes, at);
    if (found !== ends && mayTell(pairs, view, at, asked)) {
      for (let place = at; place < end; place++) {
        const what = pairs[(bytes[place] as number) | ((bytes[place + 1] as number) << 8)] as number;
        if ((what & (MARKED | PROMPTS)) !== 0 && isMeant(bytes, place, prompts)) return -1;
        if (!worded) worded = ((what & MARKED) !== 0 && isPassword(bytes, place)) || ((what & WORDED) !== 0 && isWord(words, bytes, place));
      }
    }
    if (ends !== 0) return end >= bytes.length || (worded && holdsSecret(bytes, start, end)) ? -1 : end;
    at = end;
  }
  return -1;
}

/** What the two pairs of four bytes tell. */
const told = (pairs: Uint8Array, four: number): number => (pairs[four & 0xffff] as number) | ((pairs[four >>> 16] as number) << BITS);

/** Where the next four bytes stand that tell something; `edge` or a place behind it where none before it do. */
function nextTelling(pairs: Uint8Array, view: DataView, from: number, edge: number, asked: number): number {
  let at = from;
  // a loop of its own: V8 checks what the tables are once before it, not at each step
  for (; at < edge; at += 8) {
    const first = told(pairs, view.getInt32(at, true)) & asked;
    const second = told(pairs, view.getInt32(at + 4, true)) & asked;
    if ((first | second) !== SOUND) return first === SOUND ? at + 4 : at;
  }
  return at;
}

/** Whether the pairs at these four bytes and between them tell something. Each is looked up, since a guess that fails costs more. */
function mayTell(pairs: Uint8Array, view: DataView, at: number, asked: number): boolean {
  const before = view.getInt32(at - 1, true);
  const here = view.getInt32(at, true);
  const behind = view.getInt32(at + 1, true);
  const zeroth = pairs[before & 0xffff] as number;
  const first = pairs[here & 0xffff] as number;
  const second = pairs[behind & 0xffff] as number;
  const third = pairs[here >>> 16] as number;
  const fourth = pairs[behind >>> 16] as number;
  const marks = (first | second | third | fourth) & asked & (MARKED | PROMPTS);
  return (marks | (((zeroth & first) | (first & second) | (second & third) | (third & fourth)) & WORDED)) !== 0;
}

/** Where the LF stands that is one of four bytes. */
function endIn(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] !== LF) at++;
  return at;
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

/** Whether a mark at this place does mean what it may mean with the byte behind it. */
function isMeant(bytes: Uint8Array, at: number, prompts: number): boolean {
  const byte = bytes[at] as number;
  if (byte === COLON) return false;
  if (byte === 0x3c) return isTag(bytes, at + 1);
  if (byte === 0xe3) return bytes[at + 2] === 0x80;
  return !isPrompts(byte) || at < prompts;
}

function isTag(bytes: Uint8Array, from: number): boolean {
  const begin = bytes[from] === SLASH ? from + 1 : from;
  const second = bytes[begin + 1] as number;
  if (isNameless(second)) return TAGS.includes(nameOf(bytes, begin, begin + 1));
  if (TAG_BEGINS[slotOf(bytes[begin] as number, second)] === 0) return false;
  let end = begin + 1;
  while (end < begin + 11 && !isNameless(bytes[end] as number)) end++;
  return TAGS.includes(nameOf(bytes, begin, end));
}

const isNameless = (byte: number): boolean => !isLetter(byte) && !isDigit(byte);
const nameOf = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to)).toLowerCase();

function isWord(words: Pairs['words'], bytes: Uint8Array, at: number): boolean {
  const some = words[slotOf(bytes[at] as number, bytes[at + 1] as number)] as readonly Word[];
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
