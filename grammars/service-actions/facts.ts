import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { settingBody } from '../kit/setting.ts';
import type { ActionsRow } from './parser.ts';

/** What repmgr would run, whether configured or its own default: told as the parameters that hold them. */
export class ActionsFold implements Fold<ActionsRow> {
  readonly #context: SegmentContext;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(row: ActionsRow): Claim {
    return row.row === 'other' ? 'no' : 'yes';
  }

  take(row: ActionsRow, line: Line): void {
    if (row.row !== 'action') return;
    this.#context.emit(settingBody(`service_${row.action}_command`, row.command, 'status', { program: 'repmgr' }), { line: line.number });
  }
}
