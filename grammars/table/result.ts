import type { FactBody } from '../../src/core/fact.ts';
import type { At } from '../kit/grammar.ts';
import { joinSurplus } from './layout.ts';
import type { Query } from './query.ts';
import { postgresName } from './query.ts';
import { relationOf } from './relations/index.ts';
import type { Collector, Relation } from './relations/relation.ts';

export type Emit = (body: FactBody, at: At) => void;

/** What `\pset null` is commonly set to. */
const NULLS: ReadonlySet<string> = new Set(['<NULL>', '<null>', '[NULL]', '[null]', '(null)', '(NULL)', 'NULL', '\\N', '¤', '∅']);

/** A cell's value: blanks at the ends removed, a Markdown editor's backslashes taken off; null for NULL and nothing. */
export function cellValue(cell: string): string | null {
  const text = cell
    .trim()
    .replace(/\\([|*_])/g, '$1')
    .replace(/\\$/, '')
    .trim();
  return text === '' || NULLS.has(text) ? null : text;
}

/** A heading in PostgreSQL's spelling: lower case, `sys_is_in_recovery` as `pg_is_in_recovery`. */
export function columnName(heading: string): string {
  return postgresName(heading.trim().replaceAll('\\', '').replace(/\s+/g, ' '));
}

/** One result that is being read: rows go to the reader of its relation. */
export class Result {
  readonly columns: readonly string[];
  readonly query: Query | null;
  readonly relation: Relation;
  readonly #collector: Collector;
  readonly #emit: Emit;
  readonly #firstLine: number;
  #taken = 0;

  /** @param firstLine where its heading stands: what an empty result says spans heading and footer */
  constructor(
    columns: readonly string[],
    query: Query | null,
    emit: Emit,
    firstLine: number,
    relation: Relation = relationOf(columns, query),
  ) {
    this.#firstLine = firstLine;
    this.columns = columns;
    this.query = query;
    this.relation = relation;
    this.#emit = emit;
    this.#collector = this.relation.open({ columns, query, emit });
  }

  get taken(): number {
    return this.#taken;
  }

  /** The column that may hold a separator itself; the last one where none is known. */
  get freeColumn(): number {
    const index = this.relation.freeColumn === null ? -1 : this.columns.indexOf(this.relation.freeColumn);
    return index === -1 ? this.columns.length - 1 : index;
  }

  /** Takes one row; missing cells (cut off behind) give no value at all. */
  take(cells: readonly string[], line: number, endLine: number): void {
    const fitted = joinSurplus(cells, this.columns.length, this.freeColumn);
    const values: Record<string, string | null> = {};
    for (const [index, cell] of fitted.entries()) {
      const column = this.columns[index];
      if (column !== undefined) values[column] = cellValue(cell);
    }
    this.#taken++;
    this.#collector.row({ values, line, endLine });
  }

  /**
   * The result ends. `count` is what its footer says, null without one: "no row" is knowledge, and a one-column row whose
   * value is empty shows nothing but a blank line (`show archive_command`), or nothing at all once a paste has lost that.
   */
  end(count: number | null, line: number): void {
    if (count === 0 && this.#taken === 0) this.#emit(noRows(this.relation.name, this.query), { line: this.#firstLine, endLine: line });
    if (count !== null && this.columns.length === 1) while (this.#taken < Math.min(count, 1)) this.take([''], this.#firstLine, line);
    this.#collector.end?.();
  }
}

/** `(0 rows)`: of which relation or query, as far as the text tells. */
export function noRows(relation: string | null, query: Query | null): FactBody {
  const values: Record<string, string> = {};
  if (relation) values['relation'] = relation;
  if (query !== null) values['query'] = query.text;
  return { kind: 'note', topic: 'no-rows', values };
}
