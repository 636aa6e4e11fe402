/**
 * WAL names, positions and sets of segments. PostgreSQL documentation, "WAL Internals": a segment's name is
 * timeline, log and segment number, eight hexadecimal digits each; an LSN is `X/X`, two 32-bit halves.
 */

export const DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;

export interface WalName {
  readonly timeline: number;
  /** The middle field: the LSN's upper half. */
  readonly log: number;
  /** The last field, below 2^32 / segment size. */
  readonly seg: number;
}

const SEGMENT = /^[0-9A-Fa-f]{24}$/;

/** Whether the whole text is the name of a segment (`0000000100000000000000A3`). */
export function isSegmentName(name: string): boolean {
  return SEGMENT.test(name);
}

/** Reads a segment's name; null where the text is none. */
export function parseWalName(name: string): WalName | null {
  if (!SEGMENT.test(name)) return null;
  return {
    timeline: Number.parseInt(name.slice(0, 8), 16),
    log: Number.parseInt(name.slice(8, 16), 16),
    seg: Number.parseInt(name.slice(16), 16),
  };
}

const hex8 = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');

export function formatWalName(name: WalName): string {
  return hex8(name.timeline) + hex8(name.log) + hex8(name.seg);
}

/** Segments in one step of the middle field: 256 for 16 MiB. */
export function segmentsPerLog(segmentBytes: number = DEFAULT_SEGMENT_BYTES): number {
  return Math.floor(0x1_0000_0000 / segmentBytes);
}

/** The running number of a segment, whatever its timeline. */
export function segmentNumber(name: WalName, segmentBytes: number = DEFAULT_SEGMENT_BYTES): number {
  return name.log * segmentsPerLog(segmentBytes) + name.seg;
}

/** The name of a running number on a timeline. */
export function walNameAt(timeline: number, number: number, segmentBytes: number = DEFAULT_SEGMENT_BYTES): WalName {
  const per = segmentsPerLog(segmentBytes);
  return { timeline, log: Math.floor(number / per), seg: number % per };
}

/** Reads `X/X` (upper and lower half, hexadecimal) as a byte position; null where the text is none. */
export function parseLsn(text: string): bigint | null {
  const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text.trim());
  if (match === null) return null;
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffff_ffffn).toString(16).toUpperCase()}`;
}

/** The segment that holds a position. */
export function segmentOfLsn(lsn: bigint, timeline: number, segmentBytes: number = DEFAULT_SEGMENT_BYTES): WalName {
  return walNameAt(timeline, Number(lsn / BigInt(segmentBytes)), segmentBytes);
}

/** Bytes from the start of its segment: 40 (0x28) is the first record, right behind the page header. */
export function offsetInSegment(lsn: bigint, segmentBytes: number = DEFAULT_SEGMENT_BYTES): number {
  return Number(lsn % BigInt(segmentBytes));
}

interface Run {
  readonly timeline: number;
  /** Running numbers in the raw space of `log * 2^20 + seg`, both ends included; see `key`. */
  from: number;
  to: number;
}

/** The last field is below 4096 even for 1 MiB segments, so names of one log stay adjacent and order is kept. */
const LOG_STEP = 2 ** 20;
const key = (name: WalName): number => name.log * LOG_STEP + name.seg;
const nameOfKey = (timeline: number, value: number): WalName => ({ timeline, log: Math.floor(value / LOG_STEP), seg: value % LOG_STEP });

/**
 * A set of segments, kept as runs: a million consecutive names cost one run. Mutable while a listing is read,
 * frozen in use by convention (`ReadonlyWalSet`).
 */
export class WalSet {
  #runs: Run[] = [];
  #dirty = false;

  static of(names: Iterable<string>): WalSet {
    const set = new WalSet();
    for (const text of names) {
      const name = parseWalName(text);
      if (name !== null) set.add(name);
    }
    return set;
  }

  add(name: WalName): void {
    const value = key(name);
    const last = this.#runs.at(-1);
    if (last !== undefined && last.timeline === name.timeline) {
      if (value === last.to + 1) {
        last.to = value;
        return;
      }
      if (value >= last.from && value <= last.to) return;
    }
    this.#append({ timeline: name.timeline, from: value, to: value });
  }

  /** Adds a segment and those that follow it up to one with the same first two fields. */
  addRun(from: WalName, to: number): void {
    this.add(from);
    const last = this.#runs.at(-1);
    const end = key({ ...from, seg: to });
    if (last !== undefined && last.timeline === from.timeline && last.to === key(from)) last.to = end;
    else if (to > from.seg) this.#append({ timeline: from.timeline, from: key(from), to: end });
  }

  #append(run: Run): void {
    this.#runs.push(run);
    this.#dirty = true;
  }

  #tidy(): Run[] {
    if (!this.#dirty) return this.#runs;
    this.#runs.sort((a, b) => a.timeline - b.timeline || a.from - b.from);
    const merged: Run[] = [];
    for (const run of this.#runs) {
      const last = merged.at(-1);
      if (last !== undefined && last.timeline === run.timeline && run.from <= last.to + 1) last.to = Math.max(last.to, run.to);
      else merged.push({ ...run });
    }
    this.#runs = merged;
    this.#dirty = false;
    return merged;
  }

  get count(): number {
    return this.#tidy().reduce((sum, run) => sum + run.to - run.from + 1, 0);
  }

  get timelines(): number[] {
    return [...new Set(this.#tidy().map((run) => run.timeline))];
  }

  has(name: WalName): boolean {
    const value = key(name);
    return this.#tidy().some((run) => run.timeline === name.timeline && run.from <= value && value <= run.to);
  }

  /** First name in order of timeline, then position; null for an empty set. */
  get first(): WalName | null {
    const run = this.#tidy()[0];
    return run === undefined ? null : nameOfKey(run.timeline, run.from);
  }

  get last(): WalName | null {
    const run = this.#tidy().at(-1);
    return run === undefined ? null : nameOfKey(run.timeline, run.to);
  }

  *[Symbol.iterator](): IterableIterator<WalName> {
    for (const run of this.#tidy()) for (let value = run.from; value <= run.to; value++) yield nameOfKey(run.timeline, value);
  }

  /** Names of this set that the other lacks. */
  without(other: WalSet): WalSet {
    const left = new WalSet();
    for (const name of this) if (!other.has(name)) left.add(name);
    return left;
  }

  intersect(other: WalSet): WalSet {
    const both = new WalSet();
    for (const name of this) if (other.has(name)) both.add(name);
    return both;
  }

  union(other: WalSet): WalSet {
    const all = new WalSet();
    for (const name of this) all.add(name);
    for (const name of other) all.add(name);
    return all;
  }

  filter(keep: (name: WalName) => boolean): WalSet {
    const kept = new WalSet();
    for (const name of this) if (keep(name)) kept.add(name);
    return kept;
  }

  /** For samples and messages: `000000010000000000000005..0000000100000000000000008B (135)`. */
  toJSON(): string[] {
    return this.runs().map((run) => {
      const from = formatWalName(run.from);
      return run.count === 1 ? from : `${from}..${formatWalName(run.to)} (${run.count})`;
    });
  }

  /** Runs of consecutive segments, `FF` of one log joined to `00` of the next for the given segment size. */
  runs(segmentBytes: number = DEFAULT_SEGMENT_BYTES): { readonly from: WalName; readonly to: WalName; readonly count: number }[] {
    const out: { from: WalName; to: WalName; count: number }[] = [];
    for (const run of this.#tidy()) {
      const from = nameOfKey(run.timeline, run.from);
      const to = nameOfKey(run.timeline, run.to);
      const count = run.to - run.from + 1;
      const last = out.at(-1);
      if (
        last !== undefined &&
        last.to.timeline === from.timeline &&
        segmentNumber(last.to, segmentBytes) + 1 === segmentNumber(from, segmentBytes)
      ) {
        last.to = to;
        last.count += count;
      } else out.push({ from, to, count });
    }
    return out;
  }

  /** What is missing between the first and the last segment of each timeline. */
  gaps(segmentBytes: number = DEFAULT_SEGMENT_BYTES): { readonly from: WalName; readonly to: WalName; readonly count: number }[] {
    const gaps: { from: WalName; to: WalName; count: number }[] = [];
    const runs = this.runs(segmentBytes);
    runs.forEach((run, index) => {
      const next = runs[index + 1];
      if (next === undefined || next.from.timeline !== run.to.timeline) return;
      const from = segmentNumber(run.to, segmentBytes) + 1;
      const to = segmentNumber(next.from, segmentBytes) - 1;
      gaps.push({
        from: walNameAt(run.to.timeline, from, segmentBytes),
        to: walNameAt(run.to.timeline, to, segmentBytes),
        count: to - from + 1,
      });
    });
    return gaps;
  }
}
