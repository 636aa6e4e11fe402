import type { SimpleCommand } from '../../src/core/shell.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, Producer, SegmentContext } from '../kit/grammar.ts';
import { soughtBy } from '../kit/grep.ts';
import { processOf } from '../kit/process-titles.ts';
import { cut, cutBare, type Fields, type Layout } from './columns.ts';
import type { Cell, PsRow } from './parser.ts';

/** `pgrep -a`, `pgrep -fl`, `pgrep -l`. */
const listsBare = ({ program, args }: SimpleCommand): boolean => program === 'pgrep' && args.some((arg) => /^-\w*[al]|^--list/.test(arg));
export const isPs = ({ command }: Producer): boolean => command.program === 'ps' || listsBare(command);

/** What a grep behind ps looks for; null where nothing limits the listing, or nothing could come through. */
function grepped(producers: readonly Producer[]): string | null {
  const filters = producers.find(isPs)?.filters ?? [];
  const grep = filters.find(({ program, args }) => /grep$/.test(program ?? '') && !args.some((arg) => /^-\w*v/.test(arg)));
  return grep === undefined ? null : soughtBy(grep);
}

/** The columns that `ps -eo pid,ppid,stat,etime,args` was told to print, the command last; null where it was told none, or another order. */
function listed(producers: readonly Producer[]): readonly string[] | null {
  const ps = producers.find(({ command }) => command.program === 'ps')?.command;
  const at = ps?.args.findIndex((arg) => /^-[A-Za-z]*o$|^--format$/.test(arg)) ?? -1;
  const columns = at < 0 ? [] : (ps?.args[at + 1]?.split(',').map((column) => column.replace(/[=:].*$/, '')) ?? []);
  return columns.length > 1 &&
    /^(?:args|cmd|command)$/.test(columns.at(-1) ?? '') &&
    !columns.some((column) => /^(?:bsd)?start$/.test(column))
    ? columns
    : null;
}

/** The narrowest terminal that a row may have been broken for. */
const TERMINAL = 79;

export class PsFold implements Fold<PsRow> {
  readonly #context: SegmentContext;
  readonly #bare: boolean;
  readonly #asked: boolean;
  readonly #pattern: string | null;
  readonly #listed: readonly string[] | null;
  #layout: Layout | null = null;
  #rows = 0;
  /** How long the last line was, and how many were as long as the longest. */
  #width = 0;
  #widest = 0;
  #asWide = 0;
  readonly #processes: { readonly line: Line; readonly fields: Fields }[] = [];
  /** The last row that was only the search itself. */
  #search: Line | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const producers = context.command?.producers ?? [];
    this.#asked = producers.some(isPs);
    this.#bare = producers.some(
      ({ command }) => listsBare(command) || (command.program === 'ps' && command.args.some((arg) => /=/.test(arg))),
    );
    this.#pattern = grepped(producers);
    this.#listed = listed(producers);
  }

  claims(row: PsRow, line: Line): Claim {
    if (row.row === 'heading') return row.columns.includes('PID') || this.#listed !== null ? 'yes' : 'no';
    if (row.row === 'other') return 'no';
    if (this.#fields(row.cells, line.text) !== null) return 'yes';
    // a command too long for the terminal goes on in the next line
    return this.#width >= TERMINAL && this.#asked && !/[\u3400-\u9fff]/.test(line.text) ? 'loosely' : 'no';
  }

  take(row: PsRow, line: Line): void {
    this.#width = line.text.length;
    if (this.#width > this.#widest) this.#asWide = 0;
    this.#widest = Math.max(this.#widest, this.#width);
    if (this.#width === this.#widest) this.#asWide++;
    if (row.row === 'heading') this.#layout = row.columns;
    if (row.row !== 'process') return;
    const fields = this.#fields(row.cells, line.text);
    if (fields === null) return;
    this.#rows++;
    if (/^(?:[ef]?grep|pgrep|ps)(?: |$)/.test(fields.command)) {
      this.#search = line;
      this.#rows--;
    } else if (!/^\[.*\]$/.test(fields.command)) {
      this.#processes.push({ line, fields });
    }
  }

  /** A search that found nothing but itself says that no such process runs. */
  end(): void {
    for (const { line, fields } of this.#processes) {
      const cut = this.#isCut(line) ? ({ cut: true } as const) : {};
      this.#context.emit({ kind: 'process', ...fields, ...processOf(fields.command), ...cut }, { line: line.number });
    }
    if (this.#rows > 0 || this.#search === null || this.#pattern === null) return;
    this.#context.emit({ kind: 'note', topic: 'no-process', values: { pattern: this.#pattern } }, { line: this.#search.number });
  }

  /** ps cuts at the width of the terminal: several rows end in the same column, and none goes beyond it. */
  #isCut({ text }: Line): boolean {
    return text.length === this.#widest && (this.#widest === 80 || (this.#widest >= TERMINAL && this.#asWide > 2));
  }

  #fields(cells: readonly Cell[], text: string): Fields | null {
    if (this.#layout !== null) {
      const fields = cut(this.#layout, cells, text);
      if (fields !== null) return fields;
    }
    const fields = (this.#listed === null ? null : byList(this.#listed, text)) ?? cutBare(cells, text) ?? this.#titled(cells, text);
    if (fields !== null) return fields;
    const bare = bareRow(cells, text);
    const known = bare !== null && bare.pid !== null && processOf(bare.command).role !== 'other';
    return this.#bare || known ? bare : null;
  }

  /** A row whose columns a person left out: `postgres  2020  0.0 ... postgres: startup recovering 0000…`, or the title alone. */
  #titled(cells: readonly Cell[], text: string): Fields | null {
    const at = /(?:^|\s)(?:postgres|kingbase|edb-postgres): |(?<=\.\.\.|…)\s+\/\S*\/(?:postgres|postmaster|kingbase|repmgrd|kbha)\s/.exec(
      text,
    );
    if (at === null) return null;
    const command = text.slice(at.index).trim();
    if (processOf(command).role === 'other') return null;
    const pid = cells.slice(0, 2).find((cell) => cell.is === 'integer' && cell.offset < at.index);
    const user = cells[0] !== undefined && cells[0].is === 'word' && cells[0].offset < at.index && pid !== undefined ? cells[0].text : null;
    return { user, pid: pid === undefined ? null : Number(pid.text), command };
  }
}

/** A row without its heading, by the columns that were asked for. */
function byList(columns: readonly string[], text: string): Fields | null {
  const cells = columns.slice(0, -1).map((column) => (column === 'lstart' ? '(\\S+ +\\S+ +\\d+ [\\d:]+ \\d{4})\\s+' : '(\\S+)\\s+'));
  const pattern = new RegExp(`^\\s*${cells.join('')}(\\S.*)$`);
  const values = pattern.exec(text)?.slice(1);
  if (values === undefined) return null;
  const value = (...names: string[]): string | null => values[columns.findIndex((column) => names.includes(column))] ?? null;
  const pid = value('pid', 'tgid');
  if (pid !== null && !/^\d+$/.test(pid)) return null;
  const parent = value('ppid');
  return {
    user: value('user', 'euser', 'ruser'),
    pid: pid === null ? null : Number(pid),
    ...(parent !== null && /^\d+$/.test(parent) ? { parent: Number(parent) } : {}),
    command: values.at(-1)?.trim() ?? '',
  };
}

/** `1059 postgres: archiver …` of pgrep, `postgres: archiver …` of `ps -o args=`. */
function bareRow(cells: readonly Cell[], text: string): Fields | null {
  const [first, second] = cells;
  if (first === undefined) return null;
  if (first.is !== 'integer') return { user: null, pid: null, command: text.trim() };
  return second === undefined ? null : { user: null, pid: Number(first.text), command: text.slice(second.offset).trim() };
}
