import type { Line } from '../../../src/core/source.ts';
import { cutAtBlanks, cutAtRule, joinSurplus, type Layout, pieces } from '../layout.ts';
import type { TableRow } from '../parser.ts';
import type { Result } from '../result.ts';
import { barsOf, displayWidth, nothing, type Plan, padded, type Shape } from './shape.ts';

interface Held {
  cells: string[];
  line: number;
  endLine: number;
}

/** `_interval=2 keepalives_count=3 tcp_user_timeout=9000`: what a wrapped conninfo leaves for the next line. */
const CONNINFO_REST = /^\s*[a-z_0-9.]*=?\S*(?: +[a-z_]+=\S+)*\s*$/;
const MARK = /[+↵…]\s*$/;
/** A row is not wrapped over more lines. */
const WRAPS = 8;

/** An aligned table: cells below a heading, divided at the rule's joints. One row is held back, since it may go on in the next line. */
export class AlignedShape implements Shape {
  readonly #result: Result;
  readonly #layout: Layout | null;
  readonly #escaped: boolean;
  /** Width at which the paste has wrapped all lines. */
  readonly #wrap: number | null;
  #held: Held | null = null;
  /** A row of which only the beginning has come: its text so far. */
  #begun: { text: string; line: number } | null = null;

  constructor(result: Result, layout: Layout | null, escaped: boolean, wrap: number | null) {
    this.#result = result;
    this.#layout = layout;
    this.#escaped = escaped;
    this.#wrap = wrap;
  }

  get framed(): boolean {
    return this.#layout?.framed ?? false;
  }

  get #count(): number {
    return this.#result.columns.length;
  }

  weigh(row: TableRow, line: Line, next: readonly string[]): Plan | null {
    if (row.row === 'rule') return this.#ruleLine(line);
    if (row.row !== 'cells' && row.row !== 'other') return null;
    if (this.#count === 1) return this.#value(line);
    if (this.#layout?.style === 'blanks') {
      const cells = cutAtBlanks(line.text, this.#layout);
      return cells === null ? null : { claim: 'yes', act: () => this.#take(cells, line.number) };
    }
    if (row.row === 'other' && this.#begun === null) return this.#tail(line);
    return this.#row(line, next);
  }

  /** The lower rule of a frame, or the second half of a wrapped one. A rule where rows stand is none of this table otherwise. */
  #ruleLine(line: Line): Plan | null {
    if (this.#count === 1 && this.#result.taken === 0 && this.#held === null && /^ /.test(line.text)) return this.#value(line);
    return this.framed || this.#wrap !== null || this.#result.taken + (this.#held === null ? 0 : 1) === 0 ? nothing('yes') : null;
  }

  #value(line: Line): Plan {
    const text = this.framed ? line.text.replace(/^\s*[|│║]/, '').replace(/[|│║]\s*$/, '') : line.text;
    const first = this.#held === null && this.#result.taken === 0;
    const held = this.#held?.cells[0] ?? '';
    const marked = MARK.test(held) || (/\.\s*$/.test(held) && /^\./.test(text));
    const open = marked && displayWidth(held) >= (this.#layout?.width ?? 0) - (this.framed ? 2 : 0);
    const claim = first || open || /^ /.test(line.text) ? 'yes' : 'loosely';
    return { claim, act: () => (open ? this.#append([text], line.number) : this.#take([text], line.number)) };
  }

  #cells(text: string): string[] {
    const bars = barsOf(text, this.#escaped);
    const parts = pieces(text, bars, this.framed);
    if (parts.length <= this.#count) return parts;
    const exact = this.#layout === null ? null : cutAtRule(text, bars, this.#layout);
    return exact?.length === this.#count ? exact : joinSurplus(parts, this.#count, this.#result.freeColumn);
  }

  #row(line: Line, next: readonly string[]): Plan {
    const alone = this.#cells(line.text);
    if (this.#begun !== null && alone.length < this.#count) {
      const begun = this.#begun;
      const joined = begun.text + line.text;
      const cells = this.#cells(joined);
      return {
        claim: 'yes',
        act: () => {
          if (cells.length < this.#count) this.#begun = { text: this.#filled(joined), line: begun.line };
          else {
            this.#begun = null;
            this.#take(cells, begun.line, line.number);
          }
        },
      };
    }
    if (alone.length === this.#count) {
      if (this.#continues(alone)) return { claim: 'yes', act: () => this.#append(alone, line.number) };
      return { claim: 'yes', act: () => this.#take(alone, line.number) };
    }
    if (this.#breaksOff(line.text, alone, next)) {
      return {
        claim: 'yes',
        act: () => {
          this.#begun = { text: this.#filled(line.text), line: line.number };
        },
      };
    }
    // Columns cut off at the right: what is there counts.
    return { claim: this.#plausible(alone) ? 'yes' : 'loosely', act: () => this.#take(alone, line.number) };
  }

  /** The blanks that a wrapped row had lost at its end. */
  #filled(text: string): string {
    return this.#wrap === null ? text : padded(text, Math.ceil(text.length / this.#wrap) * this.#wrap);
  }

  /** A row that the paste has wrapped: with the next line it has all its cells, and the next line is no row by itself. */
  #breaksOff(text: string, cells: readonly string[], next: readonly string[]): boolean {
    const after = next.find((line) => line.trim() !== '');
    if (after === undefined) return false;
    const bars = barsOf(after, this.#escaped);
    if (bars.length === 0) return false;
    const number = /^\s*\d+\s*$/;
    // Rows cut off at the same column have as many cells each; the rest of a wrapped row has not.
    if (bars.length + 1 === cells.length && number.test(cells[0] ?? '') && number.test(after.slice(0, bars[0]))) return false;
    if (this.#cells(this.#filled(text) + after).length === this.#count) return cells.length + bars.length <= this.#count;
    return this.#wrap !== null && this.#comesWhole(text, next);
  }

  /** Whether a row over several lines of the width at which all were wrapped has all its cells in the end, and no more. */
  #comesWhole(text: string, next: readonly string[]): boolean {
    let whole = this.#filled(text);
    for (const more of next.slice(0, WRAPS)) {
      whole = this.#filled(whole + more);
      const cells = pieces(whole, barsOf(whole, this.#escaped), this.framed).length;
      if (cells >= this.#count) return cells === this.#count;
    }
    return false;
  }

  #plausible(cells: readonly string[]): boolean {
    return cells.length >= 2 && cells.length >= this.#count / 2;
  }

  /** A wrapped cell: only the columns that are marked at the end of the row above go on. */
  #continues(cells: readonly string[]): boolean {
    const held = this.#held;
    if (held === null) return false;
    const marked = held.cells.map((cell, index) => MARK.test(cell) || (/\.$/.test(cell) && /^\./.test(cells[index] ?? '')));
    return marked.includes(true) && cells.every((cell, index) => marked[index] === true || cell.trim() === '');
  }

  #append(cells: readonly string[], line: number): void {
    const held = this.#held;
    if (held === null) return;
    held.cells = held.cells.map((cell, index) => {
      const more = cells[index] ?? '';
      if (more.trim() === '') return cell;
      // `+` marks a newline in the value, `…` and `.` a place where psql itself has wrapped.
      if (/[+↵]\s*$/.test(cell)) return `${cell.replace(/\s*[+↵]\s*$/, '')}\n${more.replace(/^ /, '')}`;
      return cell.replace(/[….]\s*$/, '') + more.replace(/^[….]/, '');
    });
    held.endLine = line;
  }

  /** A line without bars behind a row: the last cell went on, where the paste has wrapped it. */
  #tail(line: Line): Plan | null {
    const held = this.#held;
    if (held === null) return null;
    const conninfo =
      /^(?:connection string|conninfo)$/.test(this.#result.columns.at(-1) ?? '') &&
      /[a-z]=/.test(line.text) &&
      CONNINFO_REST.test(line.text);
    if (line.number !== held.endLine + 1) return null;
    if (this.#wrap === null && !conninfo) return null;
    return {
      claim: 'loosely',
      act: () => {
        const last = held.cells.length - 1;
        held.cells[last] = (held.cells[last] ?? '') + line.text;
        held.endLine = line.number;
      },
    };
  }

  #take(cells: readonly string[], line: number, endLine = line): void {
    this.#flush();
    this.#held = { cells: [...cells], line, endLine };
  }

  #flush(): void {
    if (this.#held !== null) this.#result.take(this.#held.cells, this.#held.line, this.#held.endLine);
    this.#held = null;
  }

  close(count: number | null, line: number): void {
    this.#flush();
    const begun = this.#begun;
    if (begun !== null) this.#result.take(this.#cells(begun.text), begun.line, begun.line);
    this.#begun = null;
    this.#result.end(count, line);
  }
}
