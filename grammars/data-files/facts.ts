import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import type { DataFileRow, HistoryRow } from './parser.ts';

export const HISTORY_FILE = /(?:^|\/)([0-9A-F]{8})\.history$/;
export const PID_FILE = /(?:^|\/)(?:postmaster|kingbase)\.pid$/;
export const LABEL_FILE = /(?:^|\/)backup_label(?:\.old)?$|\.backup$/;

/** What the server writes as the reason of a switch (src/backend/access/transam/xlog.c), in every version. */
const REASON = /^(?:no recovery target specified|(?:before|after) (?:transaction|LSN|\d{4}-)|at restore point|reached consistency|$)/;
/** The lines of postmaster.pid in their order (src/include/miscadmin.h). */
const PID_LINES = ['pid', 'dataDir', 'started', 'port', 'socketDir', 'listen', 'shmem', 'status'];

/** Small files of a data directory: timeline histories, backup labels, the postmaster's lock file. */
export class DataFileFold implements Fold<DataFileRow> {
  readonly #context: SegmentContext;
  readonly #history: string | null;
  readonly #isPid: boolean;
  readonly #pid: string[] = [];
  #first: number | null = null;
  #last = 0;

  constructor(context: SegmentContext) {
    this.#context = context;
    const names =
      context.command === null ? [context.source, context.lead ?? ''] : context.command.producers.flatMap(({ command }) => command.args);
    this.#history = names.map((name) => HISTORY_FILE.exec(name)?.[1]).find((name) => name !== undefined) ?? null;
    this.#isPid = names.some((name) => PID_FILE.test(name));
  }

  claims(row: DataFileRow): Claim {
    switch (row.row) {
      case 'history':
        return this.#history !== null || REASON.test(row.reason) ? 'yes' : 'no';
      case 'label':
        return 'yes';
      case 'comment':
        return this.#history !== null ? 'yes' : 'no';
      case 'text':
        return this.#isPid && this.#pid.length < PID_LINES.length && (this.#pid.length > 0 || /^\d+$/.test(row.text)) ? 'yes' : 'no';
    }
  }

  take(row: DataFileRow, line: Line): void {
    if (row.row === 'history') this.#takeHistory(row, line);
    else if (row.row === 'label')
      this.#context.emit(
        { kind: 'note', topic: 'backup-label', values: { key: row.key.toLowerCase(), value: row.value } },
        { line: line.number },
      );
    else if (row.row === 'text') {
      this.#first ??= line.number;
      this.#last = line.number;
      this.#pid.push(row.text.trim());
    }
  }

  /** A line without its listener's address: the lock file has it empty. */
  blank(): void {
    if (this.#pid.length > 0) this.#pid.push('');
  }

  end(): void {
    if (this.#first === null) return;
    const values = Object.fromEntries(this.#pid.slice(0, PID_LINES.length).map((value, index) => [PID_LINES[index] ?? '', value]));
    this.#context.emit({ kind: 'note', topic: 'postmaster-pid', values }, { line: this.#first, endLine: this.#last });
    this.#first = null;
  }

  #takeHistory(row: HistoryRow, line: Line): void {
    const timeline = this.#history === null ? null : Number.parseInt(this.#history, 16);
    this.#context.emit(
      { kind: 'history', timeline, parent: row.parent, switchedAt: row.switchedAt, reason: row.reason },
      { line: line.number },
    );
  }
}
