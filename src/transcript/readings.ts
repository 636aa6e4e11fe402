import type { Line, Reading } from '../core/source.ts';

/** Of a line that held several, the reading that says most: one part that nobody understood is to be seen. */
const WEIGHT: Readonly<Record<Reading, number>> = { blank: 0, prose: 1, understood: 2, notUnderstood: 3 };

/** Sees to it that each line of a source gets one reading, however many lines were inside it. */
export class Readings {
  readonly #done: (line: Line, reading: Reading) => void;
  /** So many lines were understood without being looked at one by one. */
  readonly pass: (lines: number) => void;
  /** Lines that held several, until the source ends. */
  readonly #shared = new Map<number, { readonly line: Line; reading: Reading }>();

  constructor(done: (line: Line, reading: Reading) => void, passed: (lines: number) => void) {
    this.#done = done;
    this.pass = passed;
  }

  /** Announces that a line holds several. */
  share(number: number): void {
    if (!this.#shared.has(number)) this.#shared.set(number, { line: { number, text: '' }, reading: 'blank' });
  }

  add(line: Line, reading: Reading): void {
    const shared = this.#shared.get(line.number);
    if (shared === undefined) this.#done(line, reading);
    else if (WEIGHT[reading] >= WEIGHT[shared.reading]) this.#shared.set(line.number, { line, reading });
  }

  end(): void {
    for (const { line, reading } of this.#shared.values()) this.#done(line, reading);
    this.#shared.clear();
  }
}
