import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { settingBody } from '../kit/setting.ts';
import type { ActionsRow } from './parser.ts';

/** What repmgr would run, whether configured or its own default: told as the parameters that hold them. */
export class ActionsFold implements Fold<ActionsRow> {
  readonly #context: SegmentContext;
  /** `--action=stop`: its command alone is printed. */
  #asked: string | null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const args = context.command?.producers.flatMap(({ command }) => command.args) ?? [];
    this.#asked = args.map((arg) => /^--action=(\w+)$/.exec(arg)?.[1]).find((action) => action !== undefined) ?? null;
  }

  claims(row: ActionsRow, line: Line): Claim {
    if (row.row !== 'other') return 'yes';
    return this.#asked !== null && !/^\s*\[?[A-Z]{3,}\]?[:： ]/.test(line.text) ? 'yes' : 'no';
  }

  take(row: ActionsRow, line: Line): void {
    const action = row.row === 'action' ? row.action : row.row === 'other' ? this.#asked : null;
    if (action === null) return;
    if (row.row === 'other') this.#asked = null;
    const command = row.row === 'action' ? row.command : line.text.trim();
    this.#context.emit(settingBody(`service_${action}_command`, command, 'status', { program: 'repmgr' }), { line: line.number });
  }
}
