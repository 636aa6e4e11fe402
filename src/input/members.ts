/** What archives hold: the members of a tar as a stream, those of a zip by its directory. Nothing is written anywhere. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Problem } from '../core/source.ts';
import { memberName } from './names.ts';
import type { Pieces } from './pieces.ts';
import { LimitReached, problem, problemOf } from './problems.ts';
import { wholeBlocks } from './tar-blocks.ts';
import { inflateRaw } from './unpack.ts';

/** One file of an archive. Its bytes must be read, or left, before the next member is asked for. */
export interface Member {
  /** As the archive says it: to be made a label. */
  readonly name: string;
  readonly bytes: Pieces;
}

/** A member that is no file, or an archive that breaks off. */
export interface Refusal {
  /** Null: the archive itself. */
  readonly name: string | null;
  readonly problem: Problem;
}

const SPECIAL: Readonly<Record<string, string>> = {
  fifo: 'named pipe',
  'character-device': 'device',
  'block-device': 'device',
};

export async function* tarMembers(pieces: Pieces): AsyncGenerator<Member | Refusal> {
  const reader = extract({ filenameEncoding: 'latin1', allowUnknownFormat: true } as object);
  // what goes wrong on the way in comes out of the reader below
  let lost = 0;
  const whole = wholeBlocks(pieces, () => lost++);
  const fed = pipeline(Readable.from(whole, { objectMode: true }), reader).catch(() => undefined);
  try {
    for await (const entry of reader) {
      const { type, pax } = entry.header as { type: string | null; pax?: { path?: string } };
      const name = pax?.path ?? memberName(Buffer.from(entry.header.name, 'latin1'));
      if (type === 'file' || type === 'contiguous-file') yield { name, bytes: unbroken(entry) };
      else if (type === 'symlink' || type === 'link') yield { name, problem: problem.link() };
      else if (type !== 'directory') yield { name, problem: problem.special(SPECIAL[type ?? ''] ?? 'special file') };
      entry.resume();
    }
  } catch (error) {
    yield { name: null, problem: problemOf(error) };
  }
  if (lost > 0) yield { name: null, problem: problem.header(lost) };
  reader.destroy();
  await fed;
}

/** Without telling the stream when the reader stops early: a member that is left unread would take its archive with it. */
async function* unbroken(entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const iterator = entry[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value as Uint8Array;
  }
}

/** Members of a zip, from a file by its path or from memory. */
export async function* zipMembers(from: string | Buffer): AsyncGenerator<Member | Refusal> {
  // names are decoded here, sizes counted here: what the archive says of either is not believed
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false };
  let zip: ZipFile | null = null;
  try {
    zip = await (typeof from === 'string' ? openPromise(from, options) : fromBufferPromise(from, options));
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      const refused = refusalOf(entry);
      yield refused === null ? { name, bytes: contentOf(zip, entry) } : { name, problem: refused };
    }
  } catch (error) {
    yield { name: null, problem: problemOf(error) };
  } finally {
    zip?.close();
  }
}

/** Bit 11 of the flags says UTF-8, an extra field 0x7075 gives the name in Unicode; else it is whatever the system used. */
function nameOf(entry: Entry): string {
  const told = (entry.generalPurposeBitFlag & 0x800) !== 0 || entry.extraFields.some((field) => field.id === 0x7075);
  return told
    ? getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    : memberName(entry.fileNameRaw);
}

const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE = 0xf000;
const LINK = 0xa000;

function refusalOf(entry: Entry): Problem | null {
  if (entry.isEncrypted()) return problem.encrypted();
  const madeOnUnix = entry.versionMadeBy >>> 8 === 3;
  if (madeOnUnix && ((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) return problem.link();
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) return problem.method(entry.compressionMethod);
  return null;
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  let size = 0;
  let sum = 0;
  for await (const piece of entry.compressionMethod === DEFLATED ? inflateRaw(packed) : packed) {
    size += piece.length;
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== entry.uncompressedSize) throw new LimitReached(problem.size(entry.uncompressedSize, size));
  if (sum !== entry.crc32) throw new LimitReached(problem.crc());
}
