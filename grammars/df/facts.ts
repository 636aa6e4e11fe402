import type { PathErrorBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { reasonOf } from '../kit/path-errors.ts';
import { type Heading, headingOf, type Values, valuesBy, valuesOf } from './columns.ts';
import type { Cell, DfRow } from './parser.ts';

/** df's own order, where a heading need not be asked. */
const USUAL = /^filesystem (?:type )?size used available percent (?:other other other |size used percent |used available percent )?mount$/;

export class DfFold implements Fold<DfRow> {
  readonly #context: SegmentContext;
  readonly #asked: { readonly inodes: boolean } | null;
  #heading: Heading | null = null;
  /** The device of a row that goes on in the next line. */
  #device: { readonly name: string; readonly line: number } | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const df = context.command?.producers.find(({ command }) => command.program === 'df')?.command;
    this.#asked = df === undefined ? null : { inodes: df.args.some((arg) => /^-\w*i|^--inodes/.test(arg)) };
  }

  claims(row: DfRow, _line: Line, next: readonly string[]): Claim {
    if (row.row === 'heading') return headingOf(row.columns) === null ? 'no' : 'yes';
    if (row.row === 'complaint') return 'yes';
    if (row.row === 'other') return 'no';
    if (this.#values(row.cells) !== null) return 'yes';
    // a device whose name is so long that its numbers stand in the next line
    return (this.#heading !== null || this.#asked !== null) &&
      isDevice(row.cells, this.#heading !== null) &&
      /^\s+[\d-].*%/.test(next[0] ?? '')
      ? 'yes'
      : 'no';
  }

  take(row: DfRow, line: Line): void {
    if (row.row === 'heading') this.#heading = headingOf(row.columns);
    else if (row.row === 'complaint') this.#complain(row.text, line);
    else if (row.row === 'cells') {
      const values = this.#values(row.cells);
      if (values === null) this.#device = { name: row.cells[0]?.text ?? '', line: line.number };
      else this.#volume(values, line);
    }
  }

  /** What the numbers are: the heading tells, else the command. */
  get #counts(): Pick<Heading, 'of' | 'unit'> {
    return this.#heading ?? (this.#asked?.inodes === true ? { of: 'inodes', unit: 1 } : { of: 'blocks', unit: 1024 });
  }

  #values(cells: readonly Cell[]): Values | null {
    const heading = this.#heading;
    if (heading !== null && !USUAL.test(heading.columns.join(' '))) return valuesBy(heading, cells);
    return valuesOf(cells, this.#counts.unit);
  }

  #volume(values: Values, line: Line): void {
    const device = values.filesystem === '' ? this.#device : null;
    this.#device = null;
    if (values.mount === '-') return; // the line of --total is no volume
    this.#context.emit(
      { kind: 'volume', of: this.#counts.of, ...values, filesystem: device?.name ?? values.filesystem },
      { line: device?.line ?? line.number, endLine: line.number },
    );
  }

  /** `df: /mnt/archive: Stale file handle`, `df: '/x': No such file or directory`, `df: no file systems processed` */
  #complain(text: string, line: Line): void {
    const [, path, why] = /^(?:cannot (?:access|read) )?[‘'"“`]?(\/[^‘'"“”’]*?)[’'"”]?[:：] ?(.+)$/.exec(text) ?? [];
    if (path === undefined || why === undefined) return;
    const reason: PathErrorBody['reason'] = reasonOf(why);
    this.#context.emit({ kind: 'path-error', program: 'df', path, reason, text: line.text.trim() }, { line: line.number });
  }
}

/** Whether a row is nothing but a device's name: df breaks a row behind a long one. */
const isDevice = (cells: readonly Cell[], headed: boolean): boolean =>
  cells.length === 1 && cells[0]?.is === 'word' && (/[/:]/.test(cells[0].text) || (headed && cells[0].text.length > 20));
