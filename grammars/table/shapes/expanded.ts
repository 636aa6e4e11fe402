import type { Line } from '../../../src/core/source.ts';
import { csvFields } from '../csv.ts';
import type { TableRow } from '../parser.ts';
import type { Result } from '../result.ts';
import { nothing, type Plan, type Shape } from './shape.ts';

interface OpenRecord {
  readonly names: string[];
  readonly cells: string[];
  readonly line: number;
  endLine: number;
  /** Length of the last line: a long one may have been wrapped. */
  width: number;
}

/** `name | value`, in a frame or not. */
const BARS = /^\s*[|│║]?\s*((?:[^|│║]*?\S)??)\s*\\?[|│║] ?(.*)$/s;
/** `\pset border 0`: `name   value`. */
const BLANKS = /^(\S+)(?:\s+(.*))?$/s;

/** `-x --csv`: a name and a value. */
const csvPair = (text: string): readonly string[] | null => {
  const fields = csvFields(text);
  return fields?.length === 2 ? ['', ...fields] : null;
};

/** `\x`: one line a column, `name | value`, below `-[ RECORD 1 ]-`. */
export class ExpandedShape implements Shape {
  readonly #open: (columns: readonly string[]) => Result;
  readonly #name: (heading: string) => string;
  readonly #bare: boolean;
  #result: Result | null = null;
  #record: OpenRecord | null = null;
  /** Whether records have headings. */
  #headed = false;
  readonly #csv: boolean;

  /** @param bare without a border: name and value are divided by blanks */
  constructor(open: (columns: readonly string[]) => Result, name: (heading: string) => string, bare: boolean, csv = false) {
    this.#csv = csv;
    this.#open = open;
    this.#name = name;
    this.#bare = bare;
  }

  /** Begins a record without a heading. */
  start(line: number): void {
    this.#flush();
    this.#record = { names: [], cells: [], line, endLine: line, width: 0 };
  }

  weigh(row: TableRow, line: Line): Plan | null {
    if (row.row === 'record') {
      return {
        claim: 'yes',
        act: () => {
          this.#headed = true;
          this.start(line.number);
        },
      };
    }
    const record = this.#record;
    if (record === null) return null;
    if (row.row === 'rule') return this.#ruleLine(record, line);
    const pair = this.#csv ? csvPair(line.text) : this.#bare ? BLANKS.exec(line.text) : BARS.exec(line.text);
    if (pair !== null) return { claim: 'yes', act: () => this.#pair(record, pair[1] ?? '', pair[2] ?? '', line) };
    if (row.row !== 'other' || record.width < 60) return null;
    return {
      claim: 'loosely',
      act: () => {
        const last = record.cells.length - 1;
        record.cells[last] = (record.cells[last] ?? '') + line.text;
        record.endLine = line.number;
      },
    };
  }

  /** `-t` divides records by rules; a frame ends with one; elsewhere it is the rest of a heading that a paste has wrapped. */
  #ruleLine(record: OpenRecord, line: Line): Plan {
    if (record.names.length === 0) return nothing('yes');
    return { claim: 'yes', act: () => (this.#headed ? this.#flush() : this.start(line.number + 1)) };
  }

  /** Whether a line above a rule is a pair of this result, not a heading: in the frame of a record, or above the next record of `-t`. */
  keeps(text: string, behindRule: string): boolean {
    const record = this.#record;
    if (record === null) return false;
    if (/^\s*[|│║]/.test(text)) return true;
    const first = record.names[0] ?? this.#nameIn(text);
    return !this.#headed && first !== null && this.#nameIn(behindRule) === first;
  }

  #nameIn(text: string): string | null {
    const name = BARS.exec(text)?.[1];
    return name === undefined || name === '' ? null : this.#name(name);
  }

  #pair(open: OpenRecord, name: string, value: string, line: Line): void {
    let record = open;
    if (!this.#headed && name !== '' && record.names[0] === this.#name(name)) {
      this.start(line.number);
      record = this.#record ?? open;
    }
    const text = value.replace(/\s*[|│║]\s*$/, (end) => (/^\s*[|│║]/.test(line.text) ? '' : end));
    const last = record.cells.length - 1;
    record.endLine = line.number;
    record.width = line.text.length;
    if (name === '' && last >= 0) {
      const held = record.cells[last] ?? '';
      record.cells[last] = /[+↵]\s*$/.test(held)
        ? `${held.replace(/\s*[+↵]\s*$/, '')}\n${text}`
        : held.replace(/[….]\s*$/, '') + text.replace(/^[….]/, '');
      return;
    }
    record.names.push(this.#name(name));
    record.cells.push(text);
  }

  #flush(): void {
    const record = this.#record;
    this.#record = null;
    if (record === null || record.names.length === 0) return;
    // other columns are another result
    if (this.#result !== null && record.names.some((name, index) => this.#result?.columns[index] !== name)) {
      this.#result.end(null, record.line);
      this.#result = null;
    }
    this.#result ??= this.#open(record.names);
    this.#result.take(record.cells, record.line, record.endLine);
  }

  close(count: number | null, line: number): void {
    this.#flush();
    this.#result?.end(count, line);
  }
}
