import type { Problem } from '../core/source.ts';
import type { Limits } from './limits.ts';
import type { Pieces } from './pieces.ts';
import { LimitReached, problem } from './problems.ts';

/** Milliseconds that only go forward; of Node, whose `performance` takes longer to load than many a file to read. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What one call may spend on its inputs, counted on what really was read. */
export class Budget {
  readonly limits: Limits;
  readonly #until: number;
  #entries = 0;
  #unpacked = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.#until = now() + limits.seconds * 1000;
  }

  /** Counts a file that is read. */
  entry(): void {
    this.#entries++;
  }

  /** The limit that lets nothing more be read; null while there is room. */
  get over(): Problem | null {
    if (this.#entries >= this.limits.entries) return problem.members(this.limits.entries);
    if (this.#unpacked > this.limits.unpackedBytes) return problem.unpacked(this.limits.unpackedBytes);
    return now() > this.#until ? problem.seconds(this.limits.seconds) : null;
  }

  /** @throws LimitReached when the time is over */
  tick(): void {
    if (now() > this.#until) throw new LimitReached(problem.seconds(this.limits.seconds));
  }

  unpacked(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.limits.unpackedBytes) throw new LimitReached(problem.unpacked(this.limits.unpackedBytes));
  }
}

/** Whether a stream is judged by itself, or, where a tar came out of it, member by member. */
export interface Judged {
  whole: boolean;
}

/** What one file on disk (or standard input) unpacks to, over all the archives inside it. */
export class Outermost {
  readonly #budget: Budget;
  #packed = 0;
  #unpacked = 0;
  /** What had come out when the member that is read began. */
  #before = 0;
  #broken = false;

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
  async *unpacked(pieces: Pieces, judged: Judged = { whole: true }): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#budget.tick();
      this.#budget.unpacked(piece.length);
      this.#unpacked += piece.length;
      if (judged.whole) this.#judge();
      yield piece;
    }
  }

  /** Passes on a member of a tar: where one is a bomb, the archive around it goes on behind it. */
  async *member(pieces: Pieces): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#judge();
      yield piece;
    }
  }

  /** A member begins: what came out of one before that was given up is not held against it. The whole budget still counts it. */
  next(): void {
    if (this.#broken) this.#unpacked = this.#before;
    this.#broken = false;
    this.#before = this.#unpacked;
  }

  #judge(): void {
    const { ratio, ratioFrom } = this.#budget.limits;
    if (this.#unpacked <= ratioFrom || this.#unpacked <= this.#packed * ratio) return;
    this.#broken = true;
    throw new LimitReached(problem.ratio(ratio));
  }
}
