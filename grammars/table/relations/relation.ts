import type { About, FactBody } from '../../../src/core/fact.ts';
import type { At } from '../../kit/grammar.ts';
import type { Query } from '../query.ts';

/** One row of a result. */
export interface TableRecord {
  /** By column, in PostgreSQL's spelling; null for NULL and for an empty cell (psql prints both alike). */
  readonly values: Readonly<Record<string, string | null>>;
  readonly line: number;
  readonly endLine: number;
}

/** The result that a relation's reader is opened for. */
export interface ResultContext {
  readonly columns: readonly string[];
  readonly query: Query | null;
  emit(body: FactBody, at: At): void;
}

/** Takes the rows of one result; `end` is told how the result closed. */
export interface Collector {
  row(record: TableRecord): void;
  end?(): void;
}

/** A known heading: how it is recognised, and what its rows say. */
export interface Relation {
  /** In PostgreSQL's spelling. */
  readonly name: string;
  /** Columns by position, the newest version first: for `select *` printed without a heading. */
  readonly positions: readonly (readonly string[])[];
  /** Column that may hold a bar or a comma itself. */
  readonly freeColumn: string | null;
  /** Whether a heading is this relation's, without knowing the query. */
  recognises(columns: readonly string[]): boolean;
  open(result: ResultContext): Collector;
}

/** Columns that people add to any query: the moment of the capture. */
export const MOMENTS: ReadonlySet<string> = new Set(['now', 'now()', 'clock_timestamp', 'current_timestamp', 'statement_timestamp']);

/** `2027-01-03 02:25:51.122625+08` in ISO 8601; null where the zone is missing, since such a time does not stand by itself. */
export function isoTime(text: string | null | undefined): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::?(\d\d))?(?::\d\d)?$/.exec(text?.trim() ?? '');
  return match === null ? null : `${match[1]}T${match[2]}${match[3]}:${match[4] ?? '00'}`;
}

/** Where a record stands, with the moment that the query itself asked for. */
export function placeOf(record: TableRecord, about: About | null = null): At {
  let moment: string | null = null;
  for (const name of MOMENTS) moment ??= record.values[name] ?? null;
  return { line: record.line, endLine: record.endLine, about, at: isoTime(moment), atText: moment };
}

/** Emits each row as it is. */
export function rows(relation: string | null, result: ResultContext): Collector {
  return {
    row: (record) => result.emit({ kind: 'row', relation, values: record.values, query: result.query?.text ?? null }, placeOf(record)),
  };
}

/**
 * A relation whose rows are given as they are.
 * @param positions the columns of each version, the newest first
 * @param signature columns of which at least one must stand in a heading to tell this relation from others
 */
export function plain(
  name: string,
  positions: readonly (readonly string[])[],
  signature: readonly string[],
  freeColumn: string | null = null,
): Relation {
  const known = new Set(positions.flat());
  return {
    name,
    positions,
    freeColumn,
    recognises(columns) {
      const marks = columns.filter((column) => signature.includes(column)).length;
      const strange = columns.filter((column) => !known.has(column) && !MOMENTS.has(column)).length;
      // A fork or a later version may add columns of its own.
      return marks > 0 && (strange === 0 || (marks >= 3 && strange <= columns.length / 5));
    },
    open: (result) => rows(name, result),
  };
}

/** The words of a list of columns, as the catalogues here write them. */
export const columns = (list: string): readonly string[] => list.trim().split(/\s+/);
