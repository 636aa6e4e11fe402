import { folderOf } from '../core/path.ts';
import type { Problem } from '../core/source.ts';
import type { Batch } from '../transcript/block.ts';
import type { DecodedSource } from '../transcript/read.ts';
import type { Limits } from './limits.ts';
import type { Pieces } from './pieces.ts';
import { LimitReached, problem, problemOf } from './problems.ts';
import { LineDecoder } from './text.ts';

/** A text as the transcript stage takes it: lines as they are read, the rest once they have been. */
export class TextSource implements DecodedSource {
  readonly path: string;
  readonly label: string | null;
  readonly #pieces: Pieces;
  readonly #limits: Limits;
  readonly #decoder: LineDecoder;
  #bytes = 0;
  #failure: Problem | null = null;

  constructor(path: string, root: string | null, pieces: Pieces, limits: Limits) {
    this.path = path;
    this.label = labelOf(path, root);
    this.#pieces = pieces;
    this.#limits = limits;
    this.#decoder = new LineDecoder(limits);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get encoding(): string {
    return this.#decoder.encoding;
  }

  get problems(): readonly Problem[] {
    return this.#failure === null ? this.#decoder.problems : [this.#failure, ...this.#decoder.problems];
  }

  get batches(): AsyncIterable<Batch> {
    return this.#read();
  }

  async *#read(): AsyncGenerator<Batch> {
    try {
      for await (const piece of this.#pieces) {
        this.#bytes += piece.length;
        if (this.#bytes > this.#limits.memberBytes) throw new LimitReached(problem.member(this.#limits.memberBytes));
        yield this.#decoder.push(piece);
      }
    } catch (error) {
      this.#failure = problemOf(error);
    }
    yield this.#decoder.end();
  }
}

/** Something that is not read, and why. */
export function unread(path: string, why: Problem, bytes = 0): DecodedSource {
  return { path, label: null, bytes, encoding: 'none', problems: [why], batches: [] };
}

/** The folders of a path; those of the one input that was given say nothing about nodes. */
function labelOf(path: string, root: string | null): string | null {
  return folderOf(root !== null && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
}
