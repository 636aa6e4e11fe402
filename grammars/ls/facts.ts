import type { Entry } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext, Stretch, Stride } from '../kit/grammar.ts';
import { reasonOf } from '../kit/path-errors.ts';
import { bytesOf } from '../kit/size.ts';
import { type Asked, askedBy, located } from './asked.ts';
import { entryOf, Listing, type LongRow, TYPES } from './listing.ts';
import { areNames, areNested, areWalNames, isDataEntry, MEASURE, wcRow } from './names.ts';
import { type EntryRow, type LsRow, unescaped, unquoted } from './parser.ts';
import { type Printed, printed } from './printf.ts';
import { type Rows, rowsAt } from './rows.ts';

/** Directories that one run of find or of `ls -R` without headings is told apart into. */
const MAX_OPEN = 64;

/** A row of `du -h` without its command: a size with its unit, a tab, a name. */
const SIZED = /^\d[\d.]*[KMGT]\t\S+$/;

/** tree's word on a directory that it cannot open. */
const UNOPENED = /^(\S.*?) {2}\[error opening dir\]$/;
/** Whether a line is a branch of `tree`. */
export const isBranch = (text: string): boolean => /^(?:[├└]── |[|`]-- )\S/.test(text);

export function directoryFold(context: SegmentContext): Fold<LsRow> {
  return new DirectoryFold(context);
}

/** Sums a listing up row by row; one fact a directory, given out when the next one begins. */
class DirectoryFold implements Fold<LsRow> {
  readonly #context: SegmentContext;
  readonly #asked: Asked;
  readonly #hint: string;
  /** Listings that are open, by path: one under a heading, several where rows carry paths. */
  readonly #open = new Map<string | null, Listing>();
  /** Where rows without a path go. */
  #current: Listing | null = null;
  /** Names on the way down to the last branch of `tree`. */
  readonly #branches: string[] = [];
  /** A line that was seen above branches. */
  #rootLine: number | null = null;
  #producer = 0;
  /** The last row of du that belongs to one below. */
  #nested = 0;
  #counted = 0;
  /** How rows of `find -printf` read. */
  readonly #printed: Printed | null;
  #elided = false;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#asked = askedBy(context);
    const { format = null } = this.#asked.listings.length === 1 ? (this.#asked.listings[0] ?? {}) : {};
    this.#printed = format === null ? null : printed(format);
    const { place, source } = context;
    this.#hint = `${place.cwd ?? ''} ${source.slice(source.lastIndexOf('/') + 1)}`;
  }

  get #wanted(): Asked['listings'][number] | undefined {
    return this.#asked.listings[this.#producer] ?? this.#asked.listings.at(-1);
  }

  claims(row: LsRow, line: Line, next: readonly string[]): Claim {
    if (this.#formatted && row.row !== 'error') return this.#printed?.(line.text) == null ? 'no' : 'yes';
    if (UNOPENED.test(line.text)) return 'yes';
    switch (row.row) {
      case 'branch':
        return row.depth > 0 || isBranch(next[0] ?? '') ? 'yes' : 'no';
      case 'tree-end':
      case 'entry':
      case 'total':
      case 'error':
        return 'yes';
      case 'heading':
        return this.#isHeading(row.path, next) ? 'yes' : 'no';
      case 'number':
        if (SIZED.test(line.text) || this.#isNested(line, next)) return 'yes';
        return this.#claimsNumber(row.amount, row.rest);
      case 'names':
        if (isBranch(next[0] ?? '') && (row.words.length === 1 || this.#context.command?.producers[0]?.command.program === 'tree')) {
          this.#rootLine = line.number;
          return 'yes';
        }
        return this.#claimsNames(row.words);
      default:
        return 'no';
    }
  }

  /** The rows of du that a last one holds; the last itself has none below it. */
  #isNested(line: Line, next: readonly string[]): boolean {
    if (this.#context.command !== null || !/^\d+\t\S/.test(line.text)) return false;
    if (areNested(line.text, next)) this.#nested = line.number;
    else if (this.#nested !== line.number - 1) return false;
    return true;
  }

  get #formatted(): boolean {
    return this.#asked.listings.length === 1 && this.#asked.listings[0]?.format != null;
  }

  #isHeading(path: string, next: readonly string[]): boolean {
    if (!/^(?:\/|\.|~|[\w.-]+(?:\/[\w.-]*)*$)/.test(path) || /\s-|[，。]/.test(path)) return false;
    const first = next.find((text) => text.trim() !== '') ?? '';
    const begins = /^\s*(?:(?:total|总用量|总计)[:：]? \d|(?:\d+ +){0,2}[-dlcbps][-rwxsStT]{9}|[0-9A-F]{24})/.test(first);
    return begins || (this.#asked.listings.length > 0 && /^(?:\/|\.)/.test(path));
  }

  #claimsNumber(amount: string, rest: string): Claim {
    const { counts, tallies, several, wc, du, listings } = this.#asked;
    if (wc !== null && wcRow(rest, wc.columns) !== null) return 'yes';
    if (several && /^\d+$/.test(amount) && /^\S+$/.test(rest)) return 'yes';
    if (tallies !== null && /^\S*$/.test(rest)) return 'yes';
    if (
      this.#counted < counts.length &&
      /^\d+$/.test(amount) &&
      (rest === '' || rest === counts[this.#counted]?.count.path || !/\s/.test(rest))
    )
      return 'yes';
    if (du !== null && rest !== '') return 'yes';
    if (/^(?:ready|done)$/.test(rest)) return 'yes';
    if (/^\/\S*$/.test(rest) && (/[KMGTP]$/.test(amount) || this.#context.command === null)) return 'yes';
    return listings.some(({ long }) => !long) && areNames(rest.split(/\s+/)) ? 'loosely' : 'no';
  }

  #claimsNames(words: readonly string[]): Claim {
    if (areWalNames(words)) return 'yes';
    if (this.#wanted?.commas === true) return words.slice(0, -1).every((word) => !/[;:]$/.test(word)) ? 'loosely' : 'no';
    if (this.#wanted?.single === true && /^(?:\/|\.{1,2}\/)/.test(words[0] ?? '')) return 'yes';
    if (!this.#asked.listings.some(({ long }) => !long)) return 'no';
    if (words.length === 1 && /^(?:\/|\.{1,2}\/)/.test(words[0] ?? '')) return 'yes';
    if (words.every((word) => isDataEntry(word.replace(/[/@*]$/, '')))) return 'yes';
    return areNames(words) ? 'loosely' : 'no';
  }

  take(row: LsRow, line: Line): void {
    const found = row.row === 'error' ? null : (this.#printed?.(line.text) ?? null);
    if (found !== null) {
      const { below, ...entry } = found;
      const name = below && this.#wanted?.path != null ? `${this.#wanted.path}/${entry.name}` : entry.name;
      this.#put(name, { ...entry, line: line.number }, line);
      return;
    }
    const unopened = UNOPENED.exec(line.text)?.[1];
    if (unopened !== undefined) {
      this.#error({ row: 'error', program: 'tree', path: unopened, reason: '' }, line);
      return;
    }
    switch (row.row) {
      case 'entry':
        this.#entry(row, line);
        return;
      case 'total':
        // A second total without a heading: the next command of the same line.
        if (this.#current !== null && (this.#current.total !== null || this.#current.entries > 0)) {
          this.#close();
          this.#producer++;
        }
        this.#here(line).total = row;
        return;
      case 'heading':
        this.#close();
        this.#current = this.#at(located(this.#asked.cwd, row.path), line);
        return;
      case 'error':
        this.#error(row, line);
        return;
      case 'number':
        this.#number(row.amount, row.rest, line);
        return;
      case 'branch':
        this.#branch(row, line);
        return;
      case 'names':
        if (this.#rootLine === line.number) {
          this.#root(row.words.join(' '), line);
          return;
        }
        this.#names(row.words, line);
        return;
      default:
        return;
    }
  }

  /** A million segments and `.ready` files are counted as bytes. */
  readonly stride: Stride = {
    ahead: (bytes, from, most) => this.#rows(bytes, from, most, () => true),
    take: (bytes, from, line) => {
      const listing = this.#current;
      if (listing === null) return { lines: 0, end: from };
      return this.#rows(bytes, from, Number.POSITIVE_INFINITY, (rows, before) => {
        if (!listing.countsOnly(rows.kind, rows.first.entry?.size ?? null)) return false;
        const entry = ({ name, entry: row, index }: Rows['first']): Entry =>
          entryOf(name, row === null ? null : { row, target: null }, line + before + index);
        listing.addRows(rows, entry(rows.first), entry(rows.last));
        listing.lastLine = line + before + rows.lines - 1;
        return true;
      });
    },
  };

  #rows(bytes: Uint8Array, from: number, most: number, take: (rows: Rows, before: number) => boolean): Stretch {
    let lines = 0;
    let end = from;
    // what find prints needs its path looked at
    while (lines < most && this.#wanted?.finds !== true) {
      const rows = rowsAt(bytes, end, most - lines);
      if (rows === null || rows.lines === 0 || !take(rows, lines)) break;
      lines += rows.lines;
      end = rows.end;
    }
    return { lines, end };
  }

  elided(): void {
    this.#elided = true;
    for (const listing of this.#open.values()) {
      listing.atLeast = true;
      listing.cut = 'anywhere';
    }
  }

  end(): void {
    this.#close();
  }

  #at(path: string | null, line: Line, partial = false): Listing {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const last = [...this.#open.values()].at(-1);
    if (last !== undefined && this.#open.size >= MAX_OPEN) return last;
    const listing = new Listing(path, this.#hint, line.number);
    listing.atLeast = partial || this.#elided || (this.#wanted?.partial ?? false);
    const ends = !partial && !this.#elided && this.#wanted?.ends === true;
    listing.cut = !listing.atLeast ? null : !ends ? 'anywhere' : this.#wanted?.begins === true ? 'behind' : 'ends';
    this.#open.set(path, listing);
    return listing;
  }

  /** The listing of rows that carry no path; `first` is the name of the row that opens it, if a row does. */
  #here(line: Line, first: string | null = null): Listing {
    if (this.#current === null) {
      const path = this.#wanted?.path ?? null;
      // `ls -l repmgr.conf`, `ls -ld archive`, `ls -l a.conf b.conf`: files named themselves, no directory is listed.
      if (first !== null && path !== null && path !== '/' && path.slice(path.lastIndexOf('/') + 1) === first) {
        this.#current = this.#at(located(null, path.slice(0, path.lastIndexOf('/') + 1) || '.'), line, true);
      } else if (first !== null && path === null && this.#wanted?.here === false) this.#current = this.#at(this.#asked.cwd, line, true);
      else this.#current = this.#at(path, line);
    }
    this.#current.lastLine = line.number;
    return this.#current;
  }

  #entry(row: EntryRow, line: Line): void {
    const arrow = row.mode.startsWith('l') ? row.name.indexOf(' -> ') : -1;
    this.#add(
      unquoted(arrow < 0 ? row.name : row.name.slice(0, arrow)),
      { row, target: arrow < 0 ? null : unquoted(row.name.slice(arrow + 4)) },
      line,
    );
  }

  /** Names of a bare listing. */
  #names(words: readonly string[], line: Line): void {
    const { single = false, commas = false, reshaped = false } = this.#wanted ?? {};
    if (commas) for (const name of line.text.trim().replace(/,$/, '').split(/, /)) this.#add(unquoted(name), null, line);
    else if (single) this.#add(unquoted(line.text.replace(/^(.*\S) -> .*$/, '$1')), null, line);
    else
      for (const word of words)
        if (!reshaped || words.length === 1 || !MEASURE.test(word) || areWalNames([word])) this.#add(unquoted(word), null, line);
  }

  #add(printed: string, long: LongRow | null, line: Line): void {
    const marked = long === null || this.#wanted?.marked === true;
    let name = unescaped(printed);
    const isDirectory = (marked || long?.row.mode.startsWith('d') === true) && name.length > 1 && name.endsWith('/');
    if (isDirectory) name = name.slice(0, -1);
    else if (this.#wanted?.marked === true) name = name.replace(/[*@=|]$/, '');
    this.#put(name, entryOf(name, long, line.number, isDirectory ? 'directory' : 'other'), line);
  }

  /** Into the listing of its directory. */
  #put(path: string, entry: Entry, line: Line): void {
    let name = path;
    let listing: Listing | null = null;
    const slash = name.lastIndexOf('/');
    if (this.#wanted?.finds === true && located(this.#asked.cwd, name) === this.#wanted.path) {
      listing = this.#at(this.#wanted.path, line);
      name = '.';
    } else if (slash >= 0 && name.length > 1) {
      // `ls -l DIR/*.ready`, `ls -ld /a /b`, find: each row names its directory, of which ls shows only what it was given.
      listing = this.#at(located(this.#asked.cwd, name.slice(0, slash) || '/'), line, this.#wanted?.finds !== true);
      name = name.slice(slash + 1);
    }
    (listing ?? this.#here(line, name)).add({ ...entry, name });
  }

  /** The line above the branches of `tree`. */
  #root(printed: string, line: Line): void {
    const path = printed.replace(/(.)\/$/, '$1');
    this.#close();
    this.#branches.splice(0, this.#branches.length, path);
    this.#current = this.#at(located(this.#asked.cwd, path), line);
  }

  #branch({ depth, entry }: Extract<LsRow, { row: 'branch' }>, line: Line): void {
    if (depth === 0) {
      this.#root(entry.name, line);
      return;
    }
    if (this.#branches.length === 0) this.#root(this.#wanted?.path ?? '.', line);
    const arrow = entry.name.indexOf(' -> ');
    const printed = unescaped(unquoted(arrow < 0 ? entry.name : entry.name.slice(0, arrow)));
    this.#branches.splice(depth);
    // `tree -f`
    const whole = printed.includes('/') && (/^[/.~]/.test(printed) || printed.startsWith(`${this.#branches[0]}/`));
    const folder = whole ? printed.slice(0, printed.lastIndexOf('/')) : this.#branches.join('/');
    const name = whole ? printed.slice(printed.lastIndexOf('/') + 1) : printed;
    this.#branches.push(name);
    const { mode, owner, group, size, time } = entry;
    this.#at(located(this.#asked.cwd, folder), line).add({
      name: name.replace(/(.)[/*]$/, '$1'),
      type: arrow >= 0 ? 'link' : (TYPES[mode.charAt(0)] ?? (name.endsWith('/') ? 'directory' : 'other')),
      mode: mode === '' ? null : mode,
      owner,
      group,
      size,
      time,
      target: arrow < 0 ? null : unquoted(entry.name.slice(arrow + 4)),
      line: line.number,
    });
  }

  #error(row: Extract<LsRow, { row: 'error' }>, line: Line): void {
    const reason = reasonOf(row.reason);
    const path = located(this.#asked.cwd, row.path) ?? row.path;
    this.#context.emit({ kind: 'path-error', program: row.program, path, reason, text: line.text.trim() }, { line: line.number });
  }

  /** The next number that comes, where a row can be that one: beside du a row with a name is du's, but for the file that wc counts. */
  #expected(amount: string, rest: string): Asked['counts'][number] | null {
    const next = this.#asked.counts[this.#counted];
    if (next === undefined || !/^\d+$/.test(amount)) return null;
    const name = next.wc === null ? rest : wcRow(rest, next.wc.columns);
    if (name === null) return null;
    return name === '' || this.#asked.du === null || located(this.#asked.cwd, name) === next.count.path ? next : null;
  }

  #number(amount: string, rest: string, line: Line): void {
    const { tallies, several, wc, du } = this.#asked;
    const at = { line: line.number };
    const name = wc === null ? rest : (wcRow(rest, wc.columns) ?? rest);
    if (several && name !== '') {
      // words and bytes say nothing here
      if (wc?.lines === false || /^(?:total|总计|总用量|合计)$/.test(name)) return;
      const path = located(this.#asked.cwd, name);
      this.#context.emit({ kind: 'count', path, pattern: null, value: Number(amount), counts: 'lines' }, at);
      return;
    }
    const expected = this.#expected(amount, rest);
    if (tallies !== null || /^(?:ready|done)$/.test(rest)) {
      this.#context.emit(
        { kind: 'count', path: tallies?.path ?? null, pattern: rest === '' ? null : rest, value: Number(amount), counts: 'entries' },
        at,
      );
    } else if (expected !== null) {
      this.#counted++;
      if (expected.wc?.lines !== false) this.#context.emit({ kind: 'count', ...expected.count, value: Number(amount) }, at);
    } else if (
      du !== null ||
      /^\/\S*$/.test(rest) ||
      SIZED.test(line.text) ||
      (this.#context.command === null && /^\d+\t/.test(line.text))
    ) {
      // `du --time` puts a time before the path
      const name = rest.slice(rest.lastIndexOf('\t') + 1);
      const path = /^(?:total|总计|总用量|合计)$/.test(name) ? 'total' : (located(this.#asked.cwd, name) ?? name);
      if (du?.of === 'inodes') this.#context.emit({ kind: 'note', topic: 'inodes', values: { path, inodes: amount } }, at);
      else {
        // blocks of what size, only the command tells
        const counted = du !== null || /[KMGTPE]$/i.test(amount);
        const bytes = counted ? { bytes: String(bytesOf(amount, du?.unit ?? 1, du?.base ?? 1024)) } : {};
        this.#context.emit({ kind: 'note', topic: 'du', values: { path, ...bytes, text: amount } }, at);
      }
    } else this.#names([amount, ...rest.split(/\s+/).filter((text) => text !== '')], line);
  }

  #close(): void {
    for (const listing of this.#open.values()) {
      this.#context.emit(listing.body(), { line: listing.firstLine, endLine: listing.lastLine });
    }
    this.#open.clear();
    this.#current = null;
    this.#elided = false;
  }
}
