import { parseWalName, type WalName } from '../../src/core/wal.ts';
import { LF } from '../kit/bytes/characters.ts';
import { classify, type NameKind } from './names.ts';
import { type EntryRow, plainEntry } from './parser.ts';

/** Segments that follow one another, by their first and the last field of their last. */
export interface WalRun {
  readonly from: WalName;
  readonly to: number;
}

/** Rows that differ in their times and in the numbers of their segments only. */
export interface Rows {
  readonly lines: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly kind: NameKind;
  /** The rows with the least and the greatest name. */
  readonly first: Row;
  readonly last: Row;
  /** What the names stand for; empty where they are no segments. */
  readonly runs: readonly WalRun[];
}

export interface Row {
  readonly name: string;
  /** Null where the listing has names only. */
  readonly entry: EntryRow | null;
  /** Counted from the first row. */
  readonly index: number;
}

/** Longer rows are read as text. */
const LONGEST = 240;
const NAME = 24;
const SEGMENT = /^[0-9A-F]{24}(?:\.(?:ready|done))?$/;
const DIGIT = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) DIGIT[value.toString(16).toUpperCase().charCodeAt(0)] = value;

const decoder = new TextDecoder();

/**
 * Rows from `from` on that are like the first of them, `most` at most; null where that one is no row of a segment or of its
 * `.ready` or `.done`. In a column of time, a digit may be another digit; everything else is the same, but for the name.
 */
export function rowsAt(bytes: Uint8Array, from: number, most: number): Rows | null {
  const end = bytes.indexOf(LF, from);
  const length = end - from;
  if (length < NAME || length > LONGEST) return null;
  const row = rowOf(bytes, from, length, 0);
  const named = row === null || !SEGMENT.test(row.name) ? null : classify(row.name);
  if (row === null || named === null) return null;
  const name = length - row.name.length;
  const time = row.entry?.time == null ? name : name - 1 - row.entry.time.length;
  const template = bytes.subarray(from, from + length);

  const runs: { from: WalName; to: number }[] = [];
  let run: { from: WalName; to: number } | null = null;
  let first = from;
  let last = from;
  let lines = 0;
  let at = from;
  for (; lines < most && at + length < bytes.length && isLike(template, bytes, at, time, name); lines++) {
    const timeline = fieldAt(bytes, at + name);
    const log = fieldAt(bytes, at + name + 8);
    const seg = fieldAt(bytes, at + name + 16);
    if (run !== null && seg === run.to + 1 && log === run.from.log && timeline === run.from.timeline) run.to = seg;
    else {
      run = { from: { timeline, log, seg }, to: seg };
      runs.push(run);
    }
    if (compare(bytes, at + name, last + name) > 0) last = at;
    else if (compare(bytes, at + name, first + name) < 0) first = at;
    at += length + 1;
  }
  const rowFrom = (begin: number): Row => rowOf(bytes, begin, length, (begin - from) / (length + 1)) ?? row;
  return {
    lines,
    end: at,
    kind: named.kind,
    first: rowFrom(first),
    last: rowFrom(last),
    runs: named.wal === null ? [] : runs,
  };
}

function rowOf(bytes: Uint8Array, from: number, length: number, index: number): Row | null {
  const text = decoder.decode(bytes.subarray(from, from + length));
  if (parseWalName(text.slice(0, NAME)) !== null) return { name: text, entry: null, index };
  const entry = plainEntry(text);
  return entry === null || !entry.mode.startsWith('-') ? null : { name: entry.name, entry, index };
}

/** Whether the line that begins at `at` is a row like the template. */
function isLike(template: Uint8Array, bytes: Uint8Array, at: number, time: number, name: number): boolean {
  const { length } = template;
  if (bytes[at + length] !== LF) return false;
  for (let index = 0; index < time; index++) if (bytes[at + index] !== template[index]) return false;
  for (let index = time; index < name; index++) {
    const byte = bytes[at + index] as number;
    const expected = template[index] as number;
    if (byte !== expected && (expected < 0x30 || expected > 0x39 || byte < 0x30 || byte > 0x39)) return false;
  }
  for (let index = name; index < name + NAME; index++) if ((DIGIT[bytes[at + index] as number] as number) < 0) return false;
  for (let index = name + NAME; index < length; index++) if (bytes[at + index] !== template[index]) return false;
  return true;
}

/** Eight hexadecimal digits. */
function fieldAt(bytes: Uint8Array, from: number): number {
  let value = 0;
  for (let index = from; index < from + 8; index++) value = value * 16 + (DIGIT[bytes[index] as number] as number);
  return value;
}

function compare(bytes: Uint8Array, one: number, other: number): number {
  for (let index = 0; index < NAME; index++) {
    const difference = (bytes[one + index] as number) - (bytes[other + index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
