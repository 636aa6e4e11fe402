import type { DirectoryBody, Entry, Tally } from '../../src/core/fact.ts';
import { WalSet } from '../../src/core/wal.ts';
import { classify, isDataEntry, type NameKind } from './names.ts';
import type { EntryRow } from './parser.ts';
import type { Rows } from './rows.ts';

const OTHERS = 200;
const ODD = 20;
/** Distinct sizes of plain segments that are followed; an archive that compresses without a suffix has more. */
const SIZES = 64;

/** A tally while it grows. */
class Growing {
  count = 0;
  readonly set = new WalSet();
  #first: Entry | null = null;
  #last: Entry | null = null;
  #bytes: number | null = null;

  add(entry: Entry): void {
    this.addAll(1, entry, entry);
  }

  /** Entries of one size, by the first and the last in order of name. */
  addAll(count: number, first: Entry, last: Entry): void {
    this.count += count;
    if (this.#first === null || first.name < this.#first.name) this.#first = first;
    if (this.#last === null || last.name > this.#last.name) this.#last = last;
    if (first.size !== null) this.#bytes = (this.#bytes ?? 0) + first.size * count;
  }

  tally(): Tally {
    return {
      count: this.count,
      set: this.set,
      first: this.#first?.name ?? null,
      last: this.#last?.name ?? null,
      oldest: this.#first?.time ?? null,
      newest: this.#last?.time ?? null,
      bytes: this.#bytes,
    };
  }
}

/** One directory's entries, summed up row by row. */
export class Listing {
  readonly firstLine: number;
  lastLine: number;
  total: { readonly text: string; readonly bytes: number } | null = null;
  atLeast = false;
  cut: DirectoryBody['cut'] = null;
  readonly path: string | null;
  entries = 0;
  readonly #tallies: Readonly<Record<NameKind, Growing>> = {
    segments: new Growing(),
    ready: new Growing(),
    done: new Growing(),
    partial: new Growing(),
    histories: new Growing(),
    backups: new Growing(),
  };
  readonly #others: Entry[] = [];
  /** Plain segments by size: how many, and the first of them, to find those that differ from the rest. */
  readonly #sizes = new Map<number, { count: number; first: Entry[] }>();
  #packed = 0;
  #dataEntries = 0;
  #walOnly = false;
  readonly #hint: string;

  /** `hint`: further words on the place (cwd of the prompt, file name of the source), for what path and entries leave open. */
  constructor(path: string | null, hint: string, line: number) {
    this.path = path;
    this.#hint = hint;
    this.firstLine = line;
    this.lastLine = line;
  }

  add(entry: Entry): void {
    this.lastLine = entry.line;
    if (entry.name === '..') return;
    // The directory itself: its owner and mode matter, it is no entry.
    if (entry.name === '.') {
      this.#others.push(entry);
      return;
    }
    this.entries++;
    const named = entry.type === 'directory' ? null : classify(entry.name);
    if (named === null) {
      if (isDataEntry(entry.name)) this.#dataEntries++;
      if (entry.name === 'archive_status' || /^xlogtemp\.\d+$/.test(entry.name)) this.#walOnly = true;
      if (this.#others.length < OTHERS) this.#others.push(entry);
      return;
    }
    const tally = this.#tallies[named.kind];
    tally.add(entry);
    if (named.wal !== null) tally.set.add(named.wal);
    if (named.packed) this.#packed++;
    else if (named.kind === 'segments' && entry.size !== null) this.#measure(entry, entry.size);
  }

  /** Whether rows of this kind and size are counted only: of those that may be odd, the first are kept. */
  countsOnly(kind: NameKind, size: number | null): boolean {
    return kind !== 'segments' || size === null || (this.#sizes.get(size)?.first.length ?? 0) >= ODD;
  }

  /** Adds rows that `countsOnly` allows. */
  addRows(rows: Rows, first: Entry, last: Entry): void {
    this.entries += rows.lines;
    const tally = this.#tallies[rows.kind];
    tally.addAll(rows.lines, first, last);
    for (const { from, to } of rows.runs) tally.set.addRun(from, to);
    const size = rows.kind === 'segments' && first.size !== null ? this.#sizes.get(first.size) : undefined;
    if (size !== undefined) size.count += rows.lines;
  }

  #measure(entry: Entry, size: number): void {
    const known = this.#sizes.get(size);
    if (known === undefined) {
      if (this.#sizes.size < SIZES) this.#sizes.set(size, { count: 1, first: [entry] });
    } else {
      known.count++;
      if (known.first.length < ODD) known.first.push(entry);
    }
  }

  /** Segments that are not as large as most; of two sizes equally frequent the larger one is right: a segment is cut off, never grows. */
  #odd(): Entry[] {
    if (this.#sizes.size < 2 || this.#sizes.size >= SIZES) return [];
    const usual = [...this.#sizes].sort(([a, x], [b, y]) => y.count - x.count || b - a)[0]?.[0];
    return [...this.#sizes]
      .filter(([size]) => size !== usual)
      .flatMap(([, { first }]) => first)
      .sort((a, b) => a.line - b.line)
      .slice(0, ODD);
  }

  #holds(): DirectoryBody['holds'] {
    const { ready, done, segments, partial, histories, backups } = this.#tallies;
    const path = this.path ?? '';
    if (ready.count + done.count > 0 || /(?:^|\/)archive_status$/.test(path)) return 'archive-status';
    if (this.#walOnly || /(?:^|\/)(?:pg|sys)_(?:wal|xlog)$/.test(path)) return 'wal';
    if (this.#dataEntries >= 2) return 'data';
    if (this.#packed > 0) return 'archive';
    if (segments.count + partial.count + histories.count + backups.count > 0) {
      return path === '' && /(?:wal|xlog)/i.test(this.#hint) && !/arch/i.test(this.#hint) ? 'wal' : 'archive';
    }
    // `total 0` says nothing of its own: a standby's empty archive.
    const name = path === '' && this.entries === 0 ? this.#hint : path;
    if (/archive_status/.test(name)) return 'archive-status';
    return /arch/i.test(name) ? 'archive' : path === '' && /(?:pg|sys|ls)_(?:wal|xlog)/.test(name) ? 'wal' : 'other';
  }

  body(): DirectoryBody {
    const { segments, ready, done, partial, histories, backups } = this.#tallies;
    return {
      kind: 'directory',
      path: this.path,
      holds: this.#holds(),
      total: this.total?.bytes ?? null,
      totalText: this.total?.text ?? null,
      entries: this.entries,
      atLeast: this.atLeast,
      cut: this.cut,
      segments: segments.tally(),
      ready: ready.tally(),
      done: done.tally(),
      partial: partial.tally(),
      histories: histories.tally(),
      backups: backups.tally(),
      others: this.#others,
      odd: this.#odd(),
      firstLine: this.firstLine,
    };
  }
}

export const TYPES: Readonly<Record<string, Entry['type']>> = { '-': 'file', d: 'directory', l: 'link' };

export interface LongRow {
  readonly row: EntryRow;
  /** Of a link. */
  readonly target: string | null;
}

export function entryOf(name: string, long: LongRow | null, line: number, type: Entry['type'] = 'other'): Entry {
  return {
    name,
    type: long === null ? type : (TYPES[long.row.mode.charAt(0)] ?? 'other'),
    mode: long?.row.mode ?? null,
    owner: long?.row.owner ?? null,
    group: long?.row.group ?? null,
    size: long?.row.size ?? null,
    time: long?.row.time ?? null,
    target: long?.target ?? null,
    line,
  };
}
