import type { Line } from '../../../src/core/source.ts';
import { csvFields } from '../csv.ts';
import { joinSurplus } from '../layout.ts';
import type { TableRow } from '../parser.ts';
import type { Result } from '../result.ts';
import { toldByRow } from '../told-by-row.ts';
import type { Plan, Shape } from './shape.ts';

/** Rows without a rule: `-A` and `-t` (bars), `--csv`, repmgr's csv. */
export class SeparatedShape implements Shape {
  readonly #result: Result;
  readonly separator: string;
  readonly #single: boolean;
  readonly #told: boolean;
  #begun: { text: string; line: number; lines: number } | null = null;

  /** @param bare without heading: `SHOW` and `select f()` then have one row and no footer that would end them */
  constructor(result: Result, separator: string, bare: boolean, told = false) {
    this.#told = told;
    this.#single = bare && result.query !== null && result.query.relation === null;
    this.#result = result;
    this.separator = separator;
  }

  get done(): boolean {
    return this.#single && this.#result.taken > 0 && !this.#result.relation.name.endsWith('--csv');
  }

  /** The fields of a text; null where it breaks off within a quote. */
  #fields(text: string): string[] | null {
    if (this.#result.columns.length === 1 && this.separator !== ',') return [text];
    const fields = this.separator === ',' ? csvFields(text) : text.split(this.separator);
    return fields === null ? null : joinSurplus(fields, this.#result.columns.length, this.#result.freeColumn, this.separator);
  }

  weigh(row: TableRow, line: Line, next: readonly string[]): Plan | null {
    if (row.row !== 'cells' && row.row !== 'other') return null;
    // neither heading nor query says what the rows are: another shape is another result, or nothing that is known
    if (this.#told && toldByRow(line.text, next)?.join() !== this.#result.columns.join()) return null;
    const begun = this.#begun;
    const text = begun === null ? line.text : `${begun.text}\n${line.text}`;
    const fields = this.#fields(text);
    const count = this.#result.columns.length;
    if (fields !== null && this.#complete(fields)) {
      return {
        claim: 'yes',
        act: () => {
          this.#begun = null;
          this.#result.take(fields, begun?.line ?? line.number, line.number);
        },
      };
    }
    // A value with a newline in it: the row goes on.
    const follows =
      fields === null ||
      (begun !== null && fields.length < count) ||
      (fields.length > 1 && this.#fields(`${text}\n${next[0] ?? ''}`)?.length === count);
    if (!follows || (begun?.lines ?? 0) > 50) return null;
    return {
      claim: begun === null ? 'yes' : 'loosely',
      act: () => {
        this.#begun = { text, line: begun?.line ?? line.number, lines: (begun?.lines ?? 0) + 1 };
      },
    };
  }

  /** repmgr's csv leaves columns out at the end (`--compact`, older versions); a query's result does not. */
  #complete(fields: readonly string[]): boolean {
    const count = this.#result.columns.length;
    return fields.length === count || (this.#result.relation.name.endsWith('--csv') && fields.length >= 3 && fields.length < count);
  }

  close(count: number | null, line: number): void {
    this.#begun = null;
    this.#result.end(count, line);
  }
}
