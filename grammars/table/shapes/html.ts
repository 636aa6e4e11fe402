import type { Line } from '../../../src/core/source.ts';
import type { TableRow } from '../parser.ts';
import type { Result } from '../result.ts';
import { nothing, type Plan, type Shape } from './shape.ts';

const CELL = /^\s*<(th|td)\b[^>]*>(.*?)(<\/t[hd]>)?$/s;
const RECORD = /^\s*<tr><td colspan="2"[^>]*>(?:Record|记录) ?\d+<\/td><\/tr>$/;
const FRAME = /^\s*(?:<\/?(?:table|tr|p)\b[^>]*>|<caption>.*<\/caption>|<p>.*<br \/>)$/;

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ', '&amp;': '&' };
const decoded = (text: string): string =>
  text.replace(/<br \/>\n?/g, '\n').replace(/&(?:lt|gt|quot|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity);

/** `-H`: a line a cell, between `<table>` and what stands behind it in a paragraph. */
export class HtmlShape implements Shape {
  readonly #open: (columns: readonly string[]) => Result;
  readonly #name: (heading: string) => string;
  #result: Result | null = null;
  #names: string[] = [];
  #cells: string[] = [];
  #line = 0;
  #expanded = false;
  /** A value that goes on in the next line. */
  #broken: string | null = null;
  #done = false;
  #count: number | null = null;

  constructor(open: (columns: readonly string[]) => Result, name: (heading: string) => string) {
    this.#open = open;
    this.#name = name;
  }

  get done(): boolean {
    return this.#done;
  }

  weigh(_row: TableRow, line: Line): Plan | null {
    const { text } = line;
    if (this.#broken !== null) return { claim: 'loosely', act: () => this.#value(`${this.#broken}\n${text}`) };
    if (this.#line > 0 && /^<table\b/.test(text)) return null;
    if (RECORD.test(text)) return { claim: 'yes', act: () => this.#begin(line, true) };
    const cell = CELL.exec(text);
    if (cell !== null) return { claim: 'yes', act: () => this.#cell(cell[1] ?? '', `${cell[2] ?? ''}${cell[3] ?? ''}`) };
    if (/^\s*<tr\b[^>]*>$/.test(text)) return this.#expanded ? nothing('yes') : { claim: 'yes', act: () => this.#begin(line, false) };
    if (/^\s*<\/tr>$/.test(text)) return this.#expanded ? nothing('yes') : { claim: 'yes', act: () => this.#row(line.number) };
    const count = /^<p>[(（](\d+) /.exec(text)?.[1];
    if (count !== undefined || /^\s*<\/p>$/.test(text)) return { claim: 'yes', act: () => this.#ends(count) };
    return FRAME.test(text) ? nothing('yes') : null;
  }

  #begin(line: Line, expanded: boolean): void {
    if (this.#expanded) this.#row(line.number);
    this.#expanded = expanded;
    this.#cells = [];
    this.#line = line.number;
  }

  #ends(count: string | undefined): void {
    if (count === undefined) this.#done = true;
    else this.#count = Number(count);
  }

  #cell(tag: string, text: string): void {
    if (tag === 'th') this.#names.push(this.#name(decoded(text.replace(/<\/th>$/, ''))));
    else this.#value(text);
  }

  #value(text: string): void {
    const closed = text.endsWith('</td>');
    this.#broken = closed ? null : text;
    if (closed) this.#cells.push(decoded(text.slice(0, -'</td>'.length)));
  }

  #row(line: number): void {
    if (this.#cells.length > 0) {
      this.#result ??= this.#open(this.#names);
      this.#result.take(this.#cells, this.#line, line);
      this.#cells = [];
    }
    if (this.#expanded) this.#names = [];
  }

  close(count: number | null, line: number): void {
    if (this.#expanded) this.#row(line);
    this.#result ??= this.#names.length === 0 ? null : this.#open(this.#names);
    this.#result?.end(count ?? this.#count, line);
  }
}
