import type { Problem } from '../core/source.ts';
import type { Limits } from './limits.ts';
import type { Pieces } from './pieces.ts';
import { LimitReached, problem } from './problems.ts';

/** What one call may spend on its inputs, counted on what really was read. */
export class Budget {
  readonly limits: Limits;
  readonly #until: number;
  #entries = 0;
  #unpacked = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.#until = performance.now() + limits.seconds * 1000;
  }

  /** Counts a file that is read. */
  entry(): void {
    this.#entries++;
  }

  /** The limit that lets nothing more be read; null while there is room. */
  get over(): Problem | null {
    if (this.#entries >= this.limits.entries) return problem.members(this.limits.entries);
    if (this.#unpacked > this.limits.unpackedBytes) return problem.unpacked(this.limits.unpackedBytes);
    return performance.now() > this.#until ? problem.seconds(this.limits.seconds) : null;
  }

  /** @throws LimitReached when the time is over */
  tick(): void {
    if (performance.now() > this.#until) throw new LimitReached(problem.seconds(this.limits.seconds));
  }

  unpacked(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.limits.unpackedBytes) throw new LimitReached(problem.unpacked(this.limits.unpackedBytes));
  }
}

/** What one file on disk (or standard input) unpacks to, over all the archives inside it. */
export class Outermost {
  readonly #budget: Budget;
  #packed = 0;
  #unpacked = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Passes on what is read of the file itself. */
  async *packed(pieces: Pieces): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#budget.tick();
      this.#packed += piece.length;
      yield piece;
    }
  }

  /** A zip is read where its directory says; its size is known instead. */
  sized(bytes: number): void {
    this.#packed = Math.max(this.#packed, bytes);
  }

  /** Passes on what was unpacked of it, at any depth. */
  async *unpacked(pieces: Pieces): AsyncGenerator<Uint8Array> {
    const { ratio, ratioFrom } = this.#budget.limits;
    for await (const piece of pieces) {
      this.#budget.tick();
      this.#budget.unpacked(piece.length);
      this.#unpacked += piece.length;
      if (this.#unpacked > ratioFrom && this.#unpacked > this.#packed * ratio) throw new LimitReached(problem.ratio(ratio));
      yield piece;
    }
  }
}
