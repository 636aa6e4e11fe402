import type { Cell } from './parser.ts';

/** The columns of a listing in order; the last one is the command, with its blanks. */
export type Layout = readonly string[];

/** Listings by their columns, for rows that a filter left without their heading; the more columns, the surer. */
const LAYOUTS: readonly Layout[] = [
  'F S UID PID PPID C PRI NI ADDR SZ WCHAN STIME TTY TIME CMD',
  'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND',
  'UID PID PPID C STIME TTY TIME CMD',
  'PPID PID PGID SID TTY TPGID STAT UID TIME COMMAND',
  'PID TTY STAT TIME COMMAND',
  'PID USER TIME COMMAND',
  'PID TTY TIME CMD',
].map((columns) => columns.split(' '));

const COMMAND = /^(?:CMD|COMMAND|ARGS)$/;
const NUMBERS = /^(?:PID|PPID|PGID|SID|TGID|LWP|NLWP|PRI|SZ|F|ADDR)$/;

/** Whether a word can stand in a column. */
function fits(column: string, cell: Cell): boolean {
  if (COMMAND.test(column)) return true;
  if (column === 'ADDR') return cell.text === '-' || cell.is === 'integer';
  if (NUMBERS.test(column)) return cell.is === 'integer';
  if (column === 'C') return cell.is === 'integer' || cell.text === '-';
  if (/^%(?:CPU|MEM)$/.test(column)) return cell.is === 'decimal' || cell.is === 'integer' || /^\d+%$/.test(cell.text);
  if (/^(?:VSZ|RSS)$/.test(column)) return /^\d/.test(cell.text);
  if (/^(?:STIME|START|STARTED)$/.test(column)) return cell.is === 'clock' || cell.is === 'day' || cell.is === 'integer' || isWeekday(cell);
  if (/^TTY?$/.test(column)) return /^(?:\?|-|pts\/\d+|tty\S*|console|vc\/\d+|hvc\d+)$/.test(cell.text);
  if (column === 'TIME') return cell.is === 'clock' || /^\d+h\d+$/.test(cell.text);
  if (/^(?:STAT|S)$/.test(column)) return /^[DIRSTWXZt][\w<+]*$/.test(cell.text);
  return true;
}

const isWeekday = (cell: Cell): boolean => /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|[周星]\S+|[一二三四五六日])$/.test(cell.text);

/** A row cut into its columns: their texts by name, and where the command begins. */
export interface Fields {
  readonly user: string | null;
  readonly pid: number | null;
  readonly parent?: number;
  readonly command: string;
}

/** Cuts a row by a layout; null where its words do not fit. */
export function cut(layout: Layout, cells: readonly Cell[], text: string): Fields | null {
  const values = new Map<string, string>();
  let at = 0;
  for (const column of layout) {
    const cell = cells[at];
    if (cell === undefined || !fits(column, cell)) return null;
    if (COMMAND.test(column)) {
      const begins = cell.is === 'branch' ? (cells[at + 1] ?? cell) : cell;
      return {
        user: nameOf(values.get('USER') ?? values.get('UID') ?? values.get('RUSER')),
        pid: values.has('PID') ? Number(values.get('PID')) : null,
        ...(values.has('PPID') ? { parent: Number(values.get('PPID')) } : {}),
        command: text.slice(begins.offset).trim(),
      };
    }
    values.set(column, cell.text);
    // `Tue Nov 24 07:12:59 2026` of lstart is one column
    at += isWeekday(cell) && /^START/.test(column) ? 5 : 1;
  }
  return null;
}

/** An account's name; ps prints a number for one that it does not know, and cuts a long one short (`postgre+`). */
function nameOf(user: string | undefined): string | null {
  return user === undefined || /^\d+$|\+$/.test(user) ? null : user;
}

/** Cuts a row that stands without a heading by the first layout that it fits. */
export function cutBare(cells: readonly Cell[], text: string): Fields | null {
  for (const layout of LAYOUTS) {
    const fields = cut(layout, cells, text);
    if (fields !== null) return fields;
  }
  return null;
}
