/** The shapes that the prefixes of a log's lines have: digits, words, and everything else as it stands. */
import { isDigit, isWordCharacter } from './characters.ts';

const DIGITS = -1;
const WORD = -2;
/** A log that mixes more (a prefix with words of people in it) is read as text. */
const MOST = 12;
const LONGEST = 200;
/** A line with one of these in its prefix may be wrapped in something, or a prompt. */
const FOREIGN = /[^\t\x20-\x7e]|[#$<>&\\|]/;

/**
 * Shapes learnt from prefixes that the grammar has read. Whatever has such a shape is read like the line that it was learnt
 * from: a number may be another number, a word another word, unless a colon or `=` behind it makes it a name or a level.
 */
export class Shapes {
  readonly #shapes: (readonly number[])[] = [];
  readonly #known = new Set<string>();

  learn(prefix: string): void {
    if (this.#shapes.length >= MOST || prefix.length > LONGEST || FOREIGN.test(prefix)) return;
    const shape = shapeOf(prefix);
    const key = shape.join();
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#shapes.push(shape);
  }

  get count(): number {
    return this.#shapes.length;
  }

  /** Where the prefix of this shape ends that begins at `from`; -1 where there is none. A shape may be the beginning of another. */
  end(shape: number, bytes: Uint8Array, from: number): number {
    return endOf(this.#shapes[shape] as readonly number[], bytes, from);
  }

  /** Neighbours are alike: the shape that was met last is tried first. */
  prefer(shape: number): void {
    if (shape === 0) return;
    const [met] = this.#shapes.splice(shape, 1);
    if (met !== undefined) this.#shapes.unshift(met);
  }
}

function shapeOf(prefix: string): number[] {
  const shape: number[] = [];
  for (const match of prefix.matchAll(/[0-9A-Za-z_]+|[^0-9A-Za-z_]/g)) {
    const [run] = match;
    const named = /[:=]/.test(prefix.charAt(match.index + run.length));
    if (/^\d+$/.test(run)) shape.push(DIGITS);
    else if (/^\w/.test(run) && !named) shape.push(WORD);
    else for (const char of run) shape.push(char.charCodeAt(0));
  }
  return shape;
}

function endOf(shape: readonly number[], bytes: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < shape.length; index++) {
    const part = shape[index] as number;
    if (part >= 0) {
      if (bytes[at++] !== part) return -1;
      continue;
    }
    const begin = at;
    if (part === DIGITS) while (isDigit(bytes[at] as number)) at++;
    else while (isWordCharacter(bytes[at] as number)) at++;
    if (at === begin || (part === DIGITS && isWordCharacter(bytes[at] as number))) return -1;
  }
  return at;
}
