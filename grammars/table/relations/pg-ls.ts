import type { DirectoryBody, Entry, Tally } from '../../../src/core/fact.ts';
import { isSegmentName, parseWalName, WalSet } from '../../../src/core/wal.ts';
import { type Collector, columns, placeOf, type Relation, type ResultContext, rows } from './relation.ts';

const OTHERS_KEPT = 200;

/** Names of one sort, counted while the rows pass. */
class Sort {
  #count = 0;
  readonly #set = new WalSet();
  #first: string | null = null;
  #last: string | null = null;
  #oldest: string | null = null;
  #newest: string | null = null;
  #bytes: number | null = null;

  add(name: string, size: number | null, time: string | null): void {
    this.#count++;
    const segment = parseWalName(name.slice(0, 24));
    if (segment !== null) this.#set.add(segment);
    if (this.#first === null || name < this.#first) [this.#first, this.#oldest] = [name, time];
    if (this.#last === null || name > this.#last) [this.#last, this.#newest] = [name, time];
    if (size !== null) this.#bytes = (this.#bytes ?? 0) + size;
  }

  get tally(): Tally {
    return {
      count: this.#count,
      set: this.#set,
      first: this.#first,
      last: this.#last,
      oldest: this.#oldest,
      newest: this.#newest,
      bytes: this.#bytes,
    };
  }
}

const SORTS = ['segments', 'ready', 'done', 'partial', 'histories', 'backups'] as const;
type SortName = (typeof SORTS)[number];

function sortOf(name: string): SortName | null {
  if (isSegmentName(name)) return 'segments';
  if (name.endsWith('.ready')) return 'ready';
  if (name.endsWith('.done')) return 'done';
  if (/^[0-9A-F]{24}\.partial$/.test(name)) return 'partial';
  if (/^[0-9A-F]{8}\.history$/.test(name)) return 'histories';
  return /^[0-9A-F]{24}\.[0-9A-F]{8}\.backup$/.test(name) ? 'backups' : null;
}

/** What a directory function lists, where its name tells; `pg_ls_dir` lists any directory, named by its argument. */
const HOLDS: Readonly<Record<string, DirectoryBody['holds']>> = { pg_ls_waldir: 'wal', pg_ls_archive_statusdir: 'archive-status' };
const PATH: Readonly<Record<string, string>> = { pg_ls_waldir: 'pg_wal', pg_ls_archive_statusdir: 'pg_wal/archive_status' };

function listing(relation: string, result: ResultContext): Collector {
  const called = result.query?.items[0];
  // `from pg_ls_dir('pg_wal')` or `select pg_ls_dir('pg_wal')`
  const path = result.query?.argument ?? (called?.call?.startsWith('pg_ls_') ? called.argument?.replace(/^'|'$/g, '') || null : null);
  const counted = result.columns.length === 1 && result.columns[0] === 'count';
  if (counted) {
    return {
      row(record) {
        const value = Number(record.values['count']);
        const pattern = result.query?.pattern ?? null;
        if (Number.isFinite(value))
          result.emit({ kind: 'count', path: path ?? PATH[relation] ?? null, pattern, value, counts: 'entries' }, placeOf(record));
      },
    };
  }
  const nameColumn = ['name', 'pg_ls_dir', relation].find((column) => result.columns.includes(column));
  if (nameColumn === undefined) return rows(relation, result);
  const sorts = new Map<SortName, Sort>(SORTS.map((name) => [name, new Sort()]));
  const others: Entry[] = [];
  const odd: Entry[] = [];
  let usual: number | null = null;
  let entries = 0;
  let first = 0;
  let last = 0;
  const tally = (name: SortName): Tally => (sorts.get(name) ?? new Sort()).tally;
  return {
    row(record) {
      const name = record.values[nameColumn];
      if (name == null) return;
      const printed = record.values['size'];
      const size = printed != null && /^\d+$/.test(printed) ? Number(printed) : null;
      const time = record.values['modification'] ?? null;
      if (entries++ === 0) first = record.line;
      last = record.endLine;
      const sort = sortOf(name);
      const entry: Entry = {
        name,
        type: sort === null && !name.includes('.') ? 'other' : 'file',
        mode: null,
        owner: null,
        group: null,
        size,
        time,
        target: null,
        line: record.line,
      };
      if (sort === null) {
        if (others.length < OTHERS_KEPT) others.push(entry);
        return;
      }
      sorts.get(sort)?.add(name, size, time);
      if (sort !== 'segments' || size === null) return;
      usual ??= size;
      if (size !== usual && odd.length < 20) odd.push(entry);
    },
    end() {
      if (entries === 0) return;
      const statuses = tally('ready').count + tally('done').count;
      result.emit(
        {
          kind: 'directory',
          path,
          holds: HOLDS[relation] ?? (statuses > 0 ? 'archive-status' : tally('segments').count > 0 ? 'wal' : 'other'),
          total: null,
          totalText: null,
          entries,
          atLeast: /\blimit\b|\bwhere\b/i.test(result.query?.text ?? ''),
          cut: /\bwhere\b/i.test(result.query?.text ?? '') ? 'anywhere' : /\blimit\b/i.test(result.query?.text ?? '') ? 'ends' : null,
          segments: tally('segments'),
          ready: tally('ready'),
          done: tally('done'),
          partial: tally('partial'),
          histories: tally('histories'),
          backups: tally('backups'),
          others,
          odd,
          firstLine: first,
        },
        { line: first, endLine: last },
      );
    },
  };
}

const named = (name: string, recognises: Relation['recognises']): Relation => ({
  name,
  positions: [columns('name size modification')],
  freeColumn: null,
  recognises,
  open: (result) => listing(name, result),
});

/** Without the query nothing tells pg_ls_waldir from its siblings but the names listed. */
export const directoryFunctions: readonly Relation[] = [
  named('pg_ls_dir', (heading) => heading.join() === 'name,size,modification' || heading.join() === 'pg_ls_dir'),
  named('pg_ls_waldir', () => false),
  named('pg_ls_archive_statusdir', () => false),
];
