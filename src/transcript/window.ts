import { EXCERPT_LIMIT } from '../core/fact.ts';
import type { Line } from '../core/source.ts';

/** Lines kept for excerpts: so many from a segment's start, so many behind the present line. */
const KEPT = 400;
/** An excerpt of a longer span shows its first and last lines. */
const EXCERPT_LINES = 14;

/** Lines before and after a span that are kept with it. */
export const AROUND = 3;

/** Of a line that held many (a playbook's result), so many stand before the last. */
const PARTS = 4;

/** Places of the latest lines: so many that no two of them share one. */
const PLACES = 512;

interface Kept {
  readonly text: string;
  readonly stamp: string | null;
}

/** The lines that an excerpt may still need, secrets masked: bounded, whatever the length of a segment. */
export class Window {
  /** The latest lines, each in the place of its number: a map in which lines come and go would be made anew all the time. */
  readonly #numbers = new Array<number>(PLACES).fill(-1);
  readonly #texts = new Array<string>(PLACES).fill('');
  /** The times that were put in front of them. */
  readonly #stamps = new Array<string | null>(PLACES).fill(null);
  /** The beginning of the open segment, where it is no longer among them. */
  readonly #beginning = new Map<number, Kept>();
  #first = 0;
  #last = 0;

  /** `first` is the line where the open segment began. Of a line that held several, the last are shown. */
  add(number: number, text: string, first: number, stamp: string | null): void {
    const before = this.#kept(number);
    const both = before === null || before.text === text ? text : [...before.text.split('\n').slice(-PARTS), text].join('\n');
    this.#keep(number, both, stamp ?? before?.stamp ?? null, first);
  }

  /** Many lines went by, of which the last are kept. */
  pass(last: number, texts: readonly string[], first: number): void {
    texts.forEach((text, index) => {
      this.#keep(last - texts.length + 1 + index, text, null, first);
    });
  }

  /** A segment ended at this line: what lies far before it is no longer needed. */
  forget(last: number): void {
    for (const number of this.#beginning.keys()) if (number < last - KEPT) this.#beginning.delete(number);
    this.#first = Number.POSITIVE_INFINITY;
  }

  stamp(number: number): string | null {
    return this.#kept(number)?.stamp ?? null;
  }

  #keep(number: number, text: string, stamp: string | null, first: number): void {
    this.#first = first;
    this.#last = number;
    const place = number % PLACES;
    const before = this.#numbers[place] as number;
    if (before !== number && this.#begins(before))
      this.#beginning.set(before, { text: this.#texts[place] as string, stamp: this.#stamps[place] as string | null });
    this.#numbers[place] = number;
    this.#texts[place] = text;
    this.#stamps[place] = stamp;
  }

  /** Whether a line is one of the first of the open segment. */
  #begins(number: number): boolean {
    return number >= this.#first && number <= this.#first + KEPT;
  }

  #kept(number: number): Kept | null {
    const place = number % PLACES;
    if (this.#numbers[place] !== number) return this.#beginning.get(number) ?? null;
    // numbers have gaps where several sessions share a source
    if (number <= this.#last - KEPT && !this.#begins(number)) return null;
    return { text: this.#texts[place] as string, stamp: this.#stamps[place] as string | null };
  }

  excerpt(line: number, endLine: number): string {
    const long = endLine - line + 1 > EXCERPT_LINES;
    const lines = long ? [...this.#between(line, line + 5), '…', ...this.#between(endLine - 2, endLine)] : this.#between(line, endLine);
    return lines.join('\n').slice(0, EXCERPT_LIMIT);
  }

  /** The lines just before a span and just after it; `next` are those that were not added yet. */
  around(line: number, endLine: number, next: readonly Line[]): { before: readonly string[]; after: readonly string[] } {
    const after = this.#between(endLine + 1, endLine + AROUND);
    for (const one of next) if (after.length < AROUND && one.number > endLine && this.#kept(one.number) === null) after.push(one.text);
    return { before: this.#between(line - AROUND, line - 1), after };
  }

  #between(from: number, to: number): string[] {
    const lines: string[] = [];
    for (let number = from; number <= to; number++) {
      const kept = this.#kept(number);
      if (kept !== null) lines.push(kept.text);
    }
    return lines;
  }
}
