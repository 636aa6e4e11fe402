/** The blocks of a tar, without headers that are damaged and what stood behind them: reading goes on at the next header that is whole. */
import type { Pieces } from './pieces.ts';

/** A header takes one block, a member's bytes whole ones. */
export const BLOCK = 512;
const SUM = 148;
const SIZE = 124;

/** By its checksum: old tars have no magic number, and a text never sums up. */
export function isHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK || block[0] === 0) return false;
  const kept = Number.parseInt(
    latin1(block.subarray(SUM, SUM + 8))
      .replace(/[\0 ]+/g, ' ')
      .trim(),
    8,
  );
  let sum = 0;
  for (let index = 0; index < BLOCK; index++) sum += index >= SUM && index < SUM + 8 ? 0x20 : (block[index] ?? 0);
  return sum === kept;
}

/** A header by its magic number, though its checksum is wrong. */
export const wasHeader = (block: Uint8Array): boolean => /^ustar[\0 ]/.test(latin1(block.subarray(257, 263)));

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Bytes behind a header, in whole blocks; sizes of 8 GiB and more are kept in binary. */
function bytesBehind(header: Uint8Array): number {
  const field = header.subarray(SIZE, SIZE + 12);
  let size = 0;
  if (((field[0] ?? 0) & 0x80) !== 0) for (const byte of field.subarray(1)) size = size * 256 + byte;
  else size = Number.parseInt(latin1(field).replace(/[\0 ]/g, ''), 8) || 0;
  // links and folders have none, whatever their header says
  const type = String.fromCharCode(header[156] ?? 0);
  return /[1-6]/.test(type) ? 0 : Math.ceil(size / BLOCK) * BLOCK;
}

/** Whole headers and what they announce. `lost` is called for each stretch that was left out. */
export async function* wholeBlocks(pieces: Pieces, lost: () => void): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(0);
  let behind = 0;
  let losing = false;
  for await (const piece of pieces) {
    const bytes: Uint8Array = held.length === 0 ? piece : joined(held, piece);
    let at = 0;
    let from = 0;
    for (;;) {
      if (behind > 0) {
        const step = Math.min(behind, bytes.length - at);
        at += step;
        behind -= step;
      }
      if (bytes.length - at < BLOCK) break;
      const block = bytes.subarray(at, at + BLOCK);
      // the end, or what fills it up
      const empty = block[0] === 0 && block.every((byte) => byte === 0);
      if (isHeader(block) || (empty && !losing)) {
        losing = false;
        behind = empty ? 0 : bytesBehind(block);
      } else {
        if (from < at) yield bytes.subarray(from, at);
        from = at + BLOCK;
        if (!losing) lost();
        losing = true;
      }
      at += BLOCK;
    }
    if (from < at) yield bytes.subarray(from, at);
    held = Uint8Array.from(bytes.subarray(Math.max(at, from)));
  }
  if (held.length > 0) yield held;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}
