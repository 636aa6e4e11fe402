/** Lines on their way from the input stage. */

/**
 * Whole lines that are still bytes: ASCII or UTF-8, each ended by LF. They are decoded where somebody looks at them, each once
 * and in order, before the next block is asked for.
 */
export interface Block extends Iterable<string> {
  readonly bytes: Uint8Array;
  /** The lines from the one that begins at `from` up to the one that begins at `to`. */
  lines(from: number, to: number): readonly string[];
  /** The same of lines whose bytes have shown that nothing in them needs to be made regular. */
  proved(from: number, to: number): readonly string[];
  /** So many lines are understood as bytes and will not be asked for. */
  pass(lines: number): void;
}

/** Lines without their ends, or a block of them. */
export type Batch = readonly string[] | Block;

export function isBlock(batch: Batch): batch is Block {
  return !Array.isArray(batch);
}

const LF = 0x0a;

/** Where the line begins that begins behind `from + size`, or where the block ends. */
export function lineBehind(bytes: Uint8Array, from: number, size: number): number {
  const end = from + size >= bytes.length ? -1 : bytes.indexOf(LF, from + size);
  return end < 0 ? bytes.length : end + 1;
}

/** Where the last `count` lines before `to` begin, and how many they are; not before `from`. */
export function lastLines(bytes: Uint8Array, from: number, to: number, count: number): { readonly begin: number; readonly lines: number } {
  let begin = to;
  let lines = 0;
  while (lines < count && begin > from) {
    // `begin - 1` is the end of the line before
    const end = begin < from + 2 ? -1 : bytes.lastIndexOf(LF, begin - 2);
    begin = end < from ? from : end + 1;
    lines++;
  }
  return { begin, lines };
}
