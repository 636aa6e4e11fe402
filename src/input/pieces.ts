/** Bytes as they come: a file, standard input, what comes out of an archive. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LimitReached, problem } from './problems.ts';

export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A file of a folder must still be one when it is opened: no link in its place, and no pipe to wait for. */
const AS_FOUND = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Where pieces are read to: once it is known that nobody keeps one, always to the same place. */
export interface Place {
  again: boolean;
}

/** A file's bytes, read piece by piece. @throws LimitReached where it is no file any more, an error of the system where it cannot be read */
export function* fileBytes(path: string, size: number, asFound: boolean, place: Place = { again: false }): Generator<Uint8Array> {
  const file = openSync(path, asFound ? AS_FOUND : constants.O_RDONLY);
  try {
    const stat = fstatSync(file);
    if (asFound && !stat.isFile()) throw new LimitReached(problem.special('file that became something else'));
    // a small file needs no large piece; one more byte, so that its end is seen at once
    const most = stat.isFile() && stat.size > 0 ? Math.min(size, stat.size + 1) : size;
    let piece: Buffer | null = null;
    for (;;) {
      if (piece === null || !place.again) piece = Buffer.allocUnsafe(most);
      const read = readSync(file, piece, 0, most, null);
      if (read === 0) return;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

/** The first bytes, and all bytes. */
export async function peek(pieces: Pieces, size: number): Promise<{ readonly head: Uint8Array; readonly all: Pieces }> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const begun: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  let failure: { readonly error: unknown } | null = null;
  try {
    while (length < size && !ended) {
      const next = await iterator.next();
      if (next.done === true) ended = true;
      else {
        begun.push(next.value);
        length += next.value.length;
      }
    }
  } catch (error) {
    // what came before the damage is still read; the error comes after it
    failure = { error };
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* begun;
    if (failure !== null) throw failure.error;
    if (ended) return;
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  const first = begun[0];
  return { head: (begun.length === 1 && first !== undefined ? first : Buffer.concat(begun)).subarray(0, size), all: all() };
}

/** All bytes in memory. @throws LimitReached above `most` */
export async function gather(pieces: Pieces, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw new LimitReached(problem.held(most));
    parts.push(piece);
  }
  return Buffer.concat(parts, size);
}
