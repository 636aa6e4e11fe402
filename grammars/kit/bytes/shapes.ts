/** The shapes that the prefixes of a log's lines have: digits, words, and everything else as it stands. */
import { isDigit, isWordCharacter, WORD_CHARACTERS } from './characters.ts';

const DIGITS = -1;
const WORD = -2;
/** A log that mixes more (a prefix with words of people in it) is read as text. */
const MOST = 12;
const LONGEST = 200;
/** Bytes behind the beginning of a line that a shape may look at. */
export const REACH = 2 * LONGEST;
/** A line with one of these in its prefix may be wrapped in something, or a prompt; quoted or numbered by what it begins with. */
const FOREIGN = /[^\t\x20-\x7e]|[#$<>&\\|]|^"|^ {0,8}\d+(?:[ \t]|$)/;
/** Prefixes that are kept to compare with. */
const KEPT = 256;
/** Prefixes that are looked at before the shapes count as known. */
const LOOKED_AT = 64;

export interface Shape {
  /** The beginning, where every character has its place (a time and its zone): by four bytes, which are digits, and the others. */
  readonly digits: Int32Array;
  readonly bits: Int32Array;
  /** What follows: a byte, a number, a word. */
  readonly parts: readonly number[];
  /** No digit stands in it for itself: of a prefix that was met all may be others. */
  readonly keeps: boolean;
  /** The prefix that was met last: that of a neighbour is alike. */
  readonly met: Met;
}

/** A prefix by four bytes, last its last four, and which are digits: others in their places make the same shape. */
interface Met {
  readonly fours: Int32Array;
  readonly digits: Int32Array;
  /** 0 where none is kept. */
  length: number;
}

/**
 * Shapes learnt from prefixes that the grammar has read. Whatever has such a shape is read like the line that it was learnt
 * from: a number may be another number, a word another word, unless a colon or `=` behind it makes it a name or a level.
 */
export class Shapes {
  readonly #shapes: Shape[] = [];
  readonly #inOrder: Shape[] = [];
  readonly #known = new Set<string>();
  /** Prefixes of these shapes, every digit a zero. */
  readonly #learnt = new Set<string>();
  #open = LOOKED_AT * 4;

  learn(prefix: string): void {
    if (this.#open <= 0 || this.#shapes.length >= MOST || prefix.length > LONGEST || FOREIGN.test(prefix)) return;
    this.#open--;
    // another number makes no other shape
    const masked = prefix.replace(/\d/g, '0');
    if (this.#learnt.has(masked)) return;
    if (this.#learnt.size < KEPT) this.#learnt.add(masked);
    const shape = shapeOf(prefix);
    const key = JSON.stringify({ ...shape, met: null });
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#shapes.push(shape);
    this.#inOrder.push(shape);
  }

  get count(): number {
    return this.#shapes.length;
  }

  /** In the order in which they were learnt. */
  get all(): readonly Shape[] {
    return this.#inOrder;
  }

  /**
   * Where the prefix of this shape ends that begins at `from`; -1 where there is none. A shape may be the beginning of another.
   * `REACH` bytes must follow, of the view's `length`.
   */
  end(shape: number, view: DataView, from: number, length: number): number {
    const { digits, bits, parts, keeps, met } = this.#shapes[shape] as Shape;
    if (met.length > 0 && isLike(met, view, from)) return from + met.length;
    let at = from;
    for (let index = 0; index < digits.length; index++, at += 4) {
      const four = view.getInt32(at, true);
      const places = digits[index] as number;
      if ((four & ~places) !== bits[index] || !areDigits(four, places)) return -1;
    }
    const end = endOf(parts, view, at, length);
    if (end >= 0) meet(met, keeps, view, from, end);
    return end;
  }

  /** Neighbours are alike: a shape that was met is tried earlier. */
  prefer(shape: number): void {
    if (shape === 0) return;
    const shapes = this.#shapes;
    const met = shapes[shape] as Shape;
    shapes[shape] = shapes[shape - 1] as Shape;
    shapes[shape - 1] = met;
  }

  /** A line had none of the shapes: those that are read now may show another. */
  miss(): void {
    this.#open = Math.max(this.#open, LOOKED_AT);
  }
}

/** Whether these places of four bytes hold digits. */
function areDigits(four: number, places: number): boolean {
  // a digit less 0x30 is below 10
  const values = (four ^ 0x30303030) & places;
  return ((values | (values + (0x06060606 & places))) & 0xf0f0f0f0) === 0;
}

function isLike(met: Met, view: DataView, from: number): boolean {
  const last = met.length - 4;
  let index = 0;
  for (let at = 0; at < last; at += 4, index++) if (!isFourLike(met, index, view.getInt32(from + at, true))) return false;
  return isFourLike(met, index, view.getInt32(from + last, true));
}

function isFourLike({ fours, digits }: Met, index: number, four: number): boolean {
  const known = fours[index] as number;
  if (four === known) return true;
  const places = digits[index] as number;
  if (((four ^ known) & ~places) !== 0 || !areDigits(four, places)) return false;
  fours[index] = four;
  return true;
}

function meet(met: Met, keeps: boolean, view: DataView, from: number, end: number): void {
  const length = end - from;
  met.length = length < 4 || length > LONGEST || !keeps ? 0 : length;
  for (let index = 0; 4 * index < met.length; index++) {
    const at = from + Math.min(4 * index, length - 4);
    met.fours[index] = view.getInt32(at, true);
    met.digits[index] = 0;
    for (let byte = 0; byte < 4; byte++)
      if (isDigit(view.getUint8(at + byte))) met.digits[index] = (met.digits[index] as number) | (0xff << (8 * byte));
  }
}

/** A time with its zone, up to where words and numbers of any length begin. */
const FIXED = /^[\d\-/. :,T]*(?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)?[^0-9A-Za-z_]*/;

function shapeOf(prefix: string): Shape {
  const begin = (FIXED.exec(prefix)?.[0].length ?? 0) & ~3;
  const digits = new Int32Array(begin / 4);
  const bits = new Int32Array(begin / 4);
  for (let at = 0; at < begin; at++) {
    const shift = 8 * (at % 4);
    const byte = prefix.charCodeAt(at);
    if (isDigit(byte)) digits[at >> 2] = (digits[at >> 2] as number) | (0xff << shift);
    else bits[at >> 2] = (bits[at >> 2] as number) | (byte << shift);
  }
  const met: Met = { fours: new Int32Array(LONGEST / 4), digits: new Int32Array(LONGEST / 4), length: 0 };
  const parts = partsOf(prefix.slice(begin));
  // a digit of a name must stay what it is
  return { digits, bits, parts, keeps: !parts.some((part) => part >= 0 && isDigit(part)), met };
}

function partsOf(text: string): number[] {
  const parts: number[] = [];
  for (const match of text.matchAll(/[0-9A-Za-z_]+|[^0-9A-Za-z_]/g)) {
    const [run] = match;
    const named = /[:=]/.test(text.charAt(match.index + run.length));
    if (/^\d+$/.test(run)) parts.push(DIGITS);
    else if (/^\w/.test(run) && !named) parts.push(WORD);
    else for (const char of run) parts.push(char.charCodeAt(0));
  }
  return parts;
}

function endOf(parts: readonly number[], view: DataView, from: number, length: number): number {
  let at = from;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as number;
    if (part >= 0) {
      if (view.getUint8(at++) !== part) return -1;
      continue;
    }
    const begin = at;
    // a shape has so many parts at most, and a line that is no log may hold anything
    const limit = Math.min(begin + LONGEST, length - LONGEST);
    if (part === DIGITS) {
      while (at < limit && isDigit(view.getUint8(at))) at++;
      if (isWordCharacter(view.getUint8(at))) return -1;
    } else while (at < limit && WORD_CHARACTERS[view.getUint8(at)] === 1) at++;
    if (at === begin) return -1;
  }
  return at;
}
