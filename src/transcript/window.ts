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

/** The lines that an excerpt may still need, secrets masked: bounded, whatever the length of a segment. */
export class Window {
  readonly #lines = new Map<number, string>();
  /** The times that were put in front of lines. */
  readonly #stamps = new Map<number, string>();
  /** What stands before this line was dropped, but for the beginning of the open segment. */
  #from = 0;

  /** `first` is the line where the open segment began. Of a line that held several, the last are shown. */
  add(number: number, text: string, first: number, stamp: string | null): void {
    const before = this.#lines.get(number);
    this.#lines.set(number, before === undefined || before === text ? text : [...before.split('\n').slice(-PARTS), text].join('\n'));
    if (stamp !== null) this.#stamps.set(number, stamp);
    // numbers have gaps where several sessions share a source
    for (; this.#from <= number - KEPT; this.#from++) if (this.#from < first || this.#from > first + KEPT) this.#drop(this.#from);
  }

  /** Many lines went by, of which the last are kept. */
  pass(last: number, texts: readonly string[], first: number): void {
    for (const number of this.#lines.keys()) if (number <= last - KEPT && (number < first || number > first + KEPT)) this.#drop(number);
    this.#from = Math.max(this.#from, last - KEPT + 1);
    texts.forEach((text, index) => {
      this.#lines.set(last - texts.length + 1 + index, text);
    });
  }

  /** A segment ended at this line: what lies far before it is no longer needed. */
  forget(last: number): void {
    for (const number of this.#lines.keys()) if (number < last - KEPT) this.#drop(number);
  }

  stamp(number: number): string | null {
    return this.#stamps.get(number) ?? null;
  }

  #drop(number: number): void {
    this.#lines.delete(number);
    this.#stamps.delete(number);
  }

  excerpt(line: number, endLine: number): string {
    const long = endLine - line + 1 > EXCERPT_LINES;
    const lines = long ? [...this.#between(line, line + 5), '…', ...this.#between(endLine - 2, endLine)] : this.#between(line, endLine);
    return lines.join('\n').slice(0, EXCERPT_LIMIT);
  }

  /** The lines just before a span and just after it; `next` are those that were not added yet. */
  around(line: number, endLine: number, next: readonly Line[]): { before: readonly string[]; after: readonly string[] } {
    const after = this.#between(endLine + 1, endLine + AROUND);
    for (const one of next) if (after.length < AROUND && one.number > endLine && !this.#lines.has(one.number)) after.push(one.text);
    return { before: this.#between(line - AROUND, line - 1), after };
  }

  #between(from: number, to: number): string[] {
    const lines: string[] = [];
    for (let number = from; number <= to; number++) {
      const kept = this.#lines.get(number);
      if (kept !== undefined) lines.push(kept);
    }
    return lines;
  }
}
