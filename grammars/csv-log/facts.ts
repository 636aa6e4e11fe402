import type { Line } from '../../src/core/source.ts';
import { parseRow } from '../kit/define.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { levelOf, named } from '../kit/server-messages/header.ts';
import type { Part } from '../kit/server-messages/levels.ts';
import { ServerMessages } from '../kit/server-messages/messages.ts';
import { CsvLogParser, type CsvRow, lexer, quotes } from './parser.ts';

/**
 * Positions of the fields (PostgreSQL documentation, "Using CSV-Format Log Output"): 23 up to 12 (KingbaseES V8R6, too),
 * then backend_type (13), leader_pid and query_id (14) behind them.
 */
const AT = {
  time: 0,
  user: 1,
  database: 2,
  pid: 3,
  client: 4,
  severity: 11,
  sqlstate: 12,
  message: 13,
  detail: 14,
  hint: 15,
  context: 18,
  statement: 19,
  location: 21,
  application: 22,
} as const;
export const FIELDS = 23;
/** A record with more lines is a statement that nobody needs; reading goes on with the next timestamp. */
const LONGEST = 400;

const BEGINS = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Za-z0-9+:-]{1,9},/;

export function csvFold(context: SegmentContext): Fold<CsvRow> {
  const messages = new ServerMessages((body, at) => context.emit(body, at));
  let parser: CsvLogParser | null = null;
  let open: { text: string; first: Line; lines: number; quotes: number } | null = null;

  const record = (fields: readonly (string | null)[], line: number, endLine: number, raw: string): void => {
    const field = (name: keyof typeof AT): string | null => fields[AT[name]] ?? null;
    const level = levelOf(field('severity') ?? '');
    if (level === null) return;
    const parts: Partial<Record<Part, string>> = {};
    for (const part of ['detail', 'hint', 'context', 'statement'] as const) {
      const value = field(part);
      if (value !== null && value !== '') parts[part] = value;
    }
    const head = {
      level,
      pid: field('pid'),
      stamp: field('time'),
      about: null,
      sqlstate: field('sqlstate'),
      user: named(field('user')),
      database: named(field('database')),
      application: named(field('application')),
      client: named(field('client')),
    };
    messages.message(head, field('message') ?? '', line, raw, parts, endLine);
  };

  const close = (): void => {
    if (open === null) return;
    const { text, first, lines } = open;
    open = null;
    parser ??= new CsvLogParser();
    const parsed = parseRow(lexer, parser, text);
    if ('row' in parsed && parsed.row.row === 'record') record(parsed.row.fields, first.number, first.number + lines - 1, text);
  };

  return {
    claims(row, line): Claim {
      if (row.row === 'quiet') return 'yes';
      // Inside an open field every line belongs to it, until a new record shows that the field was cut off.
      if (open !== null && open.lines < LONGEST) return 'yes';
      if (row.row === 'record') return row.open || row.fields.length >= FIELDS || BEGINS.test(line.text) ? 'yes' : 'no';
      return 'no';
    },
    take(row, line) {
      if (row.row === 'quiet') {
        close();
        messages.quiet(line.number);
        return;
      }
      if (open !== null) {
        if (row.row === 'record' && row.fields.length > 12 && (row.fields.length >= FIELDS || row.open)) {
          close();
        } else {
          open.text += `\n${line.text}`;
          open.lines++;
          open.quotes += quotes(line.text);
          if (open.quotes % 2 === 0) close();
          return;
        }
      }
      if (row.row !== 'record') return;
      if (row.open) open = { text: line.text, first: line, lines: 1, quotes: quotes(line.text) };
      else record(row.fields, line.number, line.number, line.text);
    },
    blank(line) {
      if (open === null) return;
      open.text += `\n${line.text}`;
      open.lines++;
    },
    end() {
      close();
      messages.end();
    },
  };
}
