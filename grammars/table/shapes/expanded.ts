import type { Line } from '../../../src/core/source.ts';
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

/** `\x`: one line a column, `name | value`, below `-[ RECORD 1 ]-`. */
export class ExpandedShape implements Shape {
  readonly #open: (columns: readonly string[]) => Result;
  readonly #name: (heading: string) => string;
  readonly #bare: boolean;
  #result: Result | null = null;
  #record: OpenRecord | null = null;

  /** @param bare without a border: name and value are divided by blanks */
  constructor(open: (columns: readonly string[]) => Result, name: (heading: string) => string, bare: boolean) {
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
        act: () => this.start(line.number),
      };
    }
    const record = this.#record;
    if (record === null) return null;
    if (row.row === 'rule') return nothing('yes');
    const pair =
      /^\s*[|│║]?\s*((?:[^|│║]*?\S)??)\s*\\?[|│║] ?(.*)$/s.exec(line.text) ?? (this.#bare ? /^(\S+)(?:\s+(.*))?$/s.exec(line.text) : null);
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

  #pair(record: OpenRecord, name: string, value: string, line: Line): void {
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
    this.#result ??= this.#open(record.names);
    this.#result.take(record.cells, record.line, record.endLine);
  }

  close(count: number | null, line: number): void {
    this.#flush();
    this.#result?.end(count, line);
  }
}
