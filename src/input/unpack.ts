/** One packed stream unpacked: gzip, xz, zstd, bzip2. What comes out before a damage is handed on before the error. */
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { Decompress } from 'fzstd';
import { XzReadableStream } from 'xz-decompress';
import { bunzip2 } from './bzip2.ts';
import type { Packing } from './formats.ts';
import type { Limits } from './limits.ts';
import type { Pieces } from './pieces.ts';
import { LimitReached, problem } from './problems.ts';

/** A packed piece of this size unpacks to 64 MiB at the very most (deflate reaches 1,032 to 1): so much is held at once. */
const PIECE = 64 * 1024;
/** What zlib gives out at once. Smaller pieces on either side would have it wait for their reader, and the reader for it. */
const CHUNK = 1024 * 1024;

/** @throws Error where the data is damaged, after all that could be unpacked */
export function unpack(by: Exclude<Packing, 'tar' | 'zip'>, pieces: Pieces, limits: Limits): AsyncIterable<Uint8Array> {
  switch (by) {
    case 'gz':
      return inflate(createGunzip({ chunkSize: CHUNK }), pieces);
    case 'bz2':
      return bunzip2(pieces);
    case 'xz':
      return xz(pieces);
    case 'zst':
      return zstd(pieces, limits);
  }
}

/** The content of a zip's member, which is packed without gzip's head. */
export const inflateRaw = (pieces: Pieces): AsyncIterable<Uint8Array> => inflate(createInflateRaw({ chunkSize: CHUNK }), pieces);

/** Not by a pipe: a stream that fails throws away what it had unpacked before. */
async function* inflate(unpacker: Gunzip | InflateRaw, pieces: Pieces): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  let failure: Error | null = null;
  let ended = false;
  let proceed = (): void => undefined;
  // a write that fails is never answered: the error is the answer
  const settled = (begin: () => void): Promise<void> =>
    new Promise((resolve) => {
      proceed = resolve;
      begin();
    });
  unpacker.on('data', (piece: Buffer) => out.push(piece));
  unpacker.on('end', () => {
    ended = true;
    proceed();
  });
  unpacker.on('error', (error) => {
    failure = error;
    proceed();
  });
  const given = function* (): Generator<Uint8Array> {
    yield* out.splice(0);
    if (failure !== null) throw failure;
  };
  let working: Promise<void> | null = null;
  try {
    for await (const piece of small(pieces)) {
      await working;
      const before = out.splice(0);
      if (failure === null && !ended) working = settled(() => unpacker.write(piece, () => proceed()));
      // zlib works on the next piece while this one is read
      yield* before;
      if (failure !== null) break;
      // what stands behind the packed data is no part of it
      if (ended) break;
    }
    await working;
    yield* given();
    if (ended) return;
    await settled(() => unpacker.end());
    yield* given();
  } finally {
    unpacker.destroy();
  }
}

async function* small(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += PIECE) yield piece.subarray(from, from + PIECE);
  }
}

async function* xz(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const reader = new (unshared())(ReadableStream.from(small(pieces))).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * xz-decompress keeps one decoder for the whole process behind a lock: a rotated log in xz inside a tar.xz would wait for the
 * archive around it for ever. Each stream gets a decoder of its own; the depth of archives limits how many there are.
 */
function unshared(): typeof XzReadableStream {
  const shared = XzReadableStream as unknown as { _moduleInstance: unknown; _moduleInstancePromise: unknown; _contextMutex: unknown };
  shared._moduleInstance = undefined;
  shared._moduleInstancePromise = undefined;
  shared._contextMutex = { acquire: async () => undefined, release: () => undefined };
  return XzReadableStream;
}

async function* zstd(pieces: Pieces, limits: Limits): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const stream = new Decompress((piece) => {
    if (piece.length > 0) out.push(piece.slice());
  });
  let begun = false;
  for await (const piece of small(pieces)) {
    if (!begun) refuseLargeWindow(piece, limits);
    begun = true;
    stream.push(piece);
    yield* out.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* out.splice(0);
}

/** The window that a frame asks for is held in memory, whatever the file's size (RFC 8878, section 3.1.1.1). */
function refuseLargeWindow(frame: Uint8Array, limits: Limits): void {
  const descriptor = frame[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  if (single) return; // the window is the content itself, which is small where this is used
  const window = frame[5] ?? 0;
  const base = 2 ** (10 + (window >>> 3));
  const size = base + (base / 8) * (window & 7);
  if (size > limits.windowBytes) throw new LimitReached(problem.window(size, limits.windowBytes));
}
