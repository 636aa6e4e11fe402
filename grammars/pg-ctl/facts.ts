import type { Level, MessageBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { Recogniser } from '../kit/wording.ts';
import { CTL } from '../kit/wordings/ctl.ts';
import { SHELL_ERRORS } from '../kit/wordings/shell-errors.ts';
import type { CtlRow } from './parser.ts';

/** Every event that this grammar emits; what the shell said instead of a log file stands in `values.reason`. */
export type CtlEvent = keyof typeof CTL | keyof typeof SHELL_ERRORS;

export const ctl = new Recogniser<keyof typeof CTL>('pg_ctl', [CTL]);
const shell = new Recogniser<keyof typeof SHELL_ERRORS>('shell', [SHELL_ERRORS]);

const levelOfEvent = (event: string): Level =>
  /failed|timeout|not-running|already-running|no-data-directory|root|^sh\.|^disk\./.test(event)
    ? 'error'
    : /stale|exclusive/.test(event)
      ? 'warning'
      : 'info';

/** Progress: understood, and said by the outcome anyway. */
const PROGRESS = new Set(['ctl.starting', 'ctl.stopping', 'ctl.promoting', 'ctl.stopped-waiting']);

export class CtlFold implements Fold<CtlRow> {
  readonly #context: SegmentContext;
  #held: { body: MessageBody; line: number; endLine: number } | null = null;
  #reason: { event: string; path: string | null; text: string } | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(row: CtlRow): Claim {
    if (row.row !== 'other') return 'yes';
    if (ctl.recognise(row.text) !== null) return 'yes';
    // `/bin/sh: /kdata/../logfile: Permission denied` where the terminal broke the line; the server's command line after `status`
    if (/^(?:\/\S*\/)?(?:ba|da)?sh: /.test(row.text) || /^\/\S+\/(?:postgres|kingbase|postmaster)\b/.test(row.text)) return 'loosely';
    return 'no';
  }

  take(row: CtlRow, line: Line): void {
    if (row.row === 'waiting') {
      if (row.rest !== '') this.#shellError(row.rest, line);
      else if (row.outcome !== null && /failed|失败/.test(row.outcome)) this.#say('ctl.timeout', line.text.trim(), {}, line);
      return;
    }
    if (row.row === 'outcome' || row.text === '') return;
    // a restart that finds no server starts one: what follows tells whether it runs
    if (/^starting server anyway/.test(row.text) && this.#held?.body.event === 'ctl.not-running') this.#held = null;
    const known = ctl.recognise(row.text);
    if (known === null) {
      if (row.row === 'said') this.#say(null, row.text, {}, line);
      else this.#shellError(row.text, line);
    } else if (this.#held !== null && (known.event === 'ctl.examine-log' || /^Is server running|服务器进程是否正在运行/.test(row.text))) {
      this.#held.body = { ...this.#held.body, hint: row.text };
      this.#held.endLine = line.number;
    } else if (!PROGRESS.has(known.event)) this.#say(known.event, row.text, known.values, line);
  }

  end(): void {
    this.#release();
  }

  #shellError(text: string, line: Line): void {
    const known = shell.recognise(text);
    if (known === null) return;
    const path = /(?:sh|bash): (?:(?:line|行) ?\d+: )?(\/[^:]+):/.exec(text)?.[1] ?? null;
    this.#say(known.event, text, { ...known.values, ...(path === null ? {} : { path }) }, line);
    this.#reason = { event: known.event, path, text };
  }

  #say(event: CtlEvent | null, text: string, values: Readonly<Record<string, string>>, line: Line): void {
    this.#release();
    const reason = event === 'ctl.start-failed' || event === 'ctl.stop-failed' ? this.#reason : null;
    const because = reason === null ? {} : { reason: reason.event, ...(reason.path === null ? {} : { path: reason.path }) };
    const level = event === null ? 'error' : levelOfEvent(event);
    const body = messageBody(
      { program: 'tool', level, text, event, values: { ...because, ...values }, detail: reason?.text ?? null },
      line.number,
    );
    this.#held = { body, line: line.number, endLine: line.number };
  }

  #release(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.#context.emit(held.body, { line: held.line, endLine: held.endLine });
  }
}
