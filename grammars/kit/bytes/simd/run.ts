/**
 * Takes runs of quiet lines as `QuietLines` does, sixteen bytes at once. AssemblyScript, compiled by `npm run simd` into `program.ts`;
 * `runner.ts` lays out the memory. It may leave a line that `QuietLines` takes, and never takes one that it leaves: that is the definition,
 * and looks at each line that is left.
 */

/** What two neighbouring bytes tell (`plain.ts`). */
const PAIRS: usize = 0x00000;
/** How tags begin: a byte for each slot of two characters. */
const TAGS: usize = 0x10000;
/** By slot, where its words stand; there, how many, and of each the place of the pair in it, its length, its bytes. */
const SLOTS: usize = 0x10400;
const WORDS: usize = 0x10c00;
/** Sixteen kinds of three bytes in a row that may tell something: for each eight of them, four tables of halves of bytes. */
const KINDS: usize = 0x11c00;
/** Where the run ends, and its lines. */
const RESULT: usize = 0x11d00;
/** 1 for what the first word of a line holds that goes on. */
const IN_WORD: usize = 0x11e00;
/** Beginnings: levels, and texts of messages that report nothing (`Openings`). */
const LEVELS: usize = 0x12000;
const TEXTS: usize = 0x13000;
/**
 * Shapes of prefixes (`Shapes`): how many fours begin it, how many parts follow, whether a prefix may be kept, and the length of the one
 * that is; of the fours, which bytes are digits, and the others; the parts; the prefix that was met last, and which of its bytes are digits.
 */
const SHAPES: usize = 0x14000;
const SHAPE: usize = 0x600;
const FIXED: usize = 0;
const PARTS: usize = 4;
const KEEPS: usize = 8;
const MET: usize = 12;
const FIXED_DIGITS: usize = 0x020;
const FIXED_BITS: usize = 0x100;
const EACH_PART: usize = 0x1e0;
const KNOWN: usize = 0x380;
const DIGITS: usize = 0x460;
/** 1 for what words are made of. */
const WORD_CHARACTERS: usize = 0x18800;

const MARKED: u8 = 4;
const PROMPTS: u8 = 8;
const WORDED: u8 = 64;
/** A mark that may close a prompt does so in the beginning of a line only. */
const PROMPT: usize = 62;
/** A line this long is read as text, whatever it holds. */
const LONGEST: usize = 65536;
/** Parts of a prefix, and how long one may be. */
const A_NUMBER: i16 = -1;
const LONGEST_PART: usize = 200;
/** A prefix so long may be kept: sixteen bytes are compared at once. */
const SHORTEST_KEPT: usize = 16;
const LONGEST_KEPT: usize = 200;
/** What levels open: a message that may be quiet, a part of the one above. */
const QUIET: u8 = 1;

const TAB: u8 = 0x09;
const LF: u8 = 0x0a;
const BLANK: u8 = 0x20;
const COLON: u8 = 0x3a;

/** Where that ends which `opens` found. */
let opened: usize = 0;
/** The shape that was met last. */
let last: i32 = 0;

/** The run from `from` on, of `most` lines or a few more; `to` is where the lines end. `follows`: lines before it were taken. */
export function run(from: usize, to: usize, most: i32, follows: bool, shapes: i32): void {
  // of another log
  if (last >= shapes) last = 0;
  let at = from;
  let lines = 0;
  while (at < to) {
    const goesOn = load<u8>(at) === TAB;
    if (lines >= most && !goesOn) break;
    const taken = follows || lines > 0;
    if (goesOn && !taken) break;
    const inside = goesOn ? continuation(at) : header(at, taken, shapes);
    if (inside === 0) break;
    const end = soundEnd(at, inside, goesOn ? 0 : at + PROMPT);
    if (end === 0) break;
    at = end + 1;
    lines++;
  }
  store<i32>(RESULT, <i32>at);
  store<i32>(RESULT + 4, lines);
}

/** Where the text goes on behind prefix, level and the beginning of a quiet message; 0 where one of them is not there. */
function header(from: usize, follows: bool, shapes: i32): usize {
  for (let tried = 0; tried < shapes; tried++) {
    let index = last + tried;
    if (index >= shapes) index -= shapes;
    const prefix = prefixEnd(from, SHAPES + <usize>index * SHAPE);
    if (prefix === 0) continue;
    const level = opens(LEVELS, prefix);
    if (level === 0) continue;
    last = index;
    if (level !== QUIET) return follows ? opened : 0;
    return opens(TEXTS, opened) === 0 ? 0 : opened;
  }
  return 0;
}

/** Where the prefix of this shape ends; 0 where there is none. */
function prefixEnd(from: usize, shape: usize): usize {
  const met = <usize>load<i32>(shape + MET);
  if (met !== 0 && isLike(from, shape, met)) return from + met;
  let at = from;
  const fixed = (<usize>load<i32>(shape + FIXED)) << 2;
  for (let index: usize = 0; index < fixed; index += 4) {
    const four = load<i32>(at);
    const digits = load<i32>(shape + FIXED_DIGITS + index);
    if ((four & ~digits) !== load<i32>(shape + FIXED_BITS + index) || !areDigits(four, digits)) return 0;
    at += 4;
  }
  const parts = (<usize>load<i32>(shape + PARTS)) << 1;
  for (let index: usize = 0; index < parts; index += 2) {
    const part = load<i16>(shape + EACH_PART + index);
    if (part >= 0) {
      if (<i16>load<u8>(at++) !== part) return 0;
      continue;
    }
    const begin = at;
    const limit = begin + LONGEST_PART;
    if (part === A_NUMBER) {
      while (at < limit && isDigit(load<u8>(at))) at++;
      if (isWordCharacter(load<u8>(at))) return 0;
    } else while (at < limit && isWordCharacter(load<u8>(at))) at++;
    if (at === begin) return 0;
  }
  keep(from, at - from, shape);
  return at;
}

/** Whether these places of four bytes hold digits. */
function areDigits(four: i32, places: i32): bool {
  const values = (four ^ 0x30303030) & places;
  return ((values | (values + (0x06060606 & places))) & <i32>0xf0f0f0f0) === 0;
}

/** The prefix of the next line will be like this one. */
function keep(from: usize, length: usize, shape: usize): void {
  const kept = load<i32>(shape + KEEPS) !== 0 && length >= SHORTEST_KEPT && length <= LONGEST_KEPT;
  store<i32>(shape + MET, kept ? <i32>length : 0);
  if (!kept) return;
  for (let at: usize = 0; at < length; at += 16) {
    const place = at + 16 > length ? length - 16 : at;
    const bytes = v128.load(from + place);
    v128.store(shape + place, bytes, KNOWN);
    v128.store(shape + place, i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)), DIGITS);
  }
}

/** Whether the prefix at `from` differs from the one that is kept in digits only. */
function isLike(from: usize, shape: usize, length: usize): bool {
  for (let at: usize = 0; at < length; at += 16) {
    // the last sixteen are those before its end
    const place = at + 16 > length ? length - 16 : at;
    const bytes = v128.load(from + place);
    const digits = v128.load(shape + place, DIGITS);
    const other = v128.andnot(v128.xor(bytes, v128.load(shape + place, KNOWN)), digits);
    const none = v128.and(i8x16.gt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)), digits);
    if (v128.any_true(v128.or(other, none))) return false;
  }
  return true;
}

/** Which of these beginnings stands here; 0 for none. Four bytes tell where to look: keys, places of lists, lists. */
function opens(table: usize, from: usize): u8 {
  const four = load<i32>(from);
  let slot = <usize>(<u32>(four * <i32>0x9e3779b1) >> 24);
  while (true) {
    const key = load<i32>(table + (slot << 2));
    if (key === four) break;
    if (key === -1) return 0;
    slot = (slot + 1) & 0xff;
  }
  let entry = table + <usize>load<u16>(table + 0x400 + (slot << 1));
  for (let left = load<u8>(entry++); left > 0; left--) {
    const found = load<u8>(entry);
    const length = <usize>load<u8>(entry + 1);
    const end = endOf(entry + 2, length, from + 4);
    if (end !== 0) {
      opened = end;
      return found;
    }
    entry += 2 + length;
  }
  return 0;
}

/** Where these bytes end at `from`, `#` a number; 0 where they do not stand there. */
function endOf(bytes: usize, length: usize, from: usize): usize {
  let at = from;
  for (let index: usize = 0; index < length; index++) {
    const byte = load<u8>(bytes + index);
    if (byte === 0x23) {
      const begin = at;
      while (at < from + 40 && isDigit(load<u8>(at))) at++;
      if (at === begin) return 0;
    } else if (load<u8>(at++) !== byte) return 0;
  }
  return at;
}

/** The first character of a line that goes on behind a tab and is words; 0 for anything that may be something else. */
function continuation(from: usize): usize {
  let begin = from + 1;
  while (load<u8>(begin) === BLANK || load<u8>(begin) === TAB) begin++;
  const first = load<u8>(begin);
  if (!isLetter(first) && first !== 0x22) return 0;
  // `PLAY `, `TASK `, `RUNNING `: headings of Ansible, perhaps
  const four = load<u32>(begin);
  if (four === 0x59414c50 || four === 0x4b534154 || four === 0x4e4e5552) return 0;
  let at = begin;
  while (load<u8>(IN_WORD + <usize>load<u8>(at)) !== 0) at++;
  if (load<u8>(at) !== BLANK) return 0;
  while (load<u8>(at) === BLANK) at++;
  return load<u8>(at) === LF || load<u8>(at) === 0x7c ? 0 : begin;
}

/** Where the line ends that began at `start` and is looked at from `inside` on; 0 where something in it may have to be read as text. */
function soundEnd(start: usize, inside: usize, near: usize): usize {
  // a word may have begun before
  let at = max(start, inside - 2);
  while (true) {
    let found = kinds(at) | (kinds(at + 16) << 16);
    while (found !== 0) {
      const place = at + <usize>ctz(found);
      found &= found - 1;
      if (load<u8>(place) === LF) return place - start < LONGEST ? place : 0;
      if (tells(place, near)) return 0;
    }
    at += 32;
  }
}

/** Which of sixteen bytes may tell something together with the two behind them: a bit for each. */
function kinds(at: usize): u32 {
  const low = i8x16.splat(0x0f);
  const first = v128.load(at),
    second = v128.load(at, 1),
    third = v128.load(at, 2);
  const lower0 = v128.and(first, low),
    upper0 = i8x16.shr_u(first, 4);
  const a = v128.and(
    v128.and(half(0x00, lower0), half(0x10, upper0)),
    v128.and(half(0x20, i8x16.shr_u(second, 4)), half(0x30, i8x16.shr_u(third, 4))),
  );
  const b = v128.and(
    v128.and(half(0x40, lower0), half(0x50, upper0)),
    v128.and(half(0x60, v128.and(second, low)), half(0x70, v128.and(third, low))),
  );
  return <u32>i8x16.bitmask(i8x16.ne(v128.or(a, b), i8x16.splat(0)));
}

function half(table: usize, halves: v128): v128 {
  return i8x16.swizzle(v128.load(KINDS + table), halves);
}

/** Whether something here may have to be read as text; up to `near` a prompt may end. */
function tells(at: usize, near: usize): bool {
  const first = load<u8>(at);
  const second = load<u8>(at + 1);
  const what = load<u8>(PAIRS + (((<usize>second) << 8) | <usize>first));
  if ((what & PROMPTS) !== 0 && at < near) return true;
  if ((what & MARKED) !== 0) {
    if (first === COLON) {
      if (isPassword(at)) return true;
    } else if (first === 0x3c) {
      if (mayBeTag(at + 1)) return true;
    } else if (first !== 0xe3 || load<u8>(at + 2) === 0x80) return true;
  }
  return (what & WORDED) !== 0 && isWord(at, first, second);
}

function isPassword(colon: usize): bool {
  let at = colon + 1;
  if (load<u8>(at) === 0x2a) at++;
  else while (isDigit(load<u8>(at))) at++;
  if (at === colon + 1 || at > colon + 6 || load<u8>(at) !== COLON) return false;
  for (at++; load<u8>(at) > BLANK; at++) if (load<u8>(at) === COLON) return true;
  return false;
}

function mayBeTag(from: usize): bool {
  const begin = load<u8>(from) === 0x2f ? from + 1 : from;
  const second = load<u8>(begin + 1);
  return (!isLetter(second) && !isDigit(second)) || load<u8>(TAGS + slotOf(load<u8>(begin), second)) !== 0;
}

function isWord(at: usize, first: u8, second: u8): bool {
  let word = WORDS + <usize>load<u16>(SLOTS + (slotOf(first, second) << 1));
  for (let left = load<u8>(word++); left > 0; left--) {
    const begin = at - <usize>load<u8>(word);
    const length = <usize>load<u8>(word + 1);
    word += 2;
    let same: usize = 0;
    while (same < length && lower(load<u8>(begin + same)) === load<u8>(word + same)) same++;
    if (same === length) return true;
    word += length;
  }
  return false;
}

function slotOf(first: u8, second: u8): usize {
  return <usize>(first & 31) | ((<usize>(second & 31)) << 5);
}

function lower(byte: u8): u8 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function isWordCharacter(byte: u8): bool {
  return load<u8>(WORD_CHARACTERS + <usize>byte) !== 0;
}

function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: u8): bool {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}
