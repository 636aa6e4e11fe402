import type { About, FactBody, SettingBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import type { KeyRow, NodeStatusRow } from './parser.ts';

/** The keys as community repmgr prints them, lower case; KingbaseES says `Kingbase version`. */
const keyOf = (key: string): string =>
  / version$/.test(key) ? 'postgresql version' : key.toLowerCase().replace('inactive_replaction', 'inactive_replication');

const setting = (name: string, value: string): SettingBody => ({
  kind: 'setting',
  program: 'server',
  name,
  value,
  unit: null,
  context: null,
  source: null,
  sourceFile: null,
  sourceLine: null,
  pendingRestart: null,
  via: 'status',
  file: null,
  applied: null,
  error: null,
});

export class NodeStatusFold implements Fold<NodeStatusRow> {
  readonly #context: SegmentContext;
  #about: About | null = null;
  /** What `WAL archiving:` said, since an empty `Archive command:` means something only while archiving is enabled. */
  #archiving: 'off' | 'enabled' | 'disabled' | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(row: NodeStatusRow): Claim {
    return row.row === 'other' ? 'no' : 'yes';
  }

  take(row: NodeStatusRow, line: Line): void {
    switch (row.row) {
      case 'head':
        this.#about = { name: row.node };
        this.#archiving = null;
        break;
      case 'key':
        this.#key(row, line);
        break;
      case 'state':
        for (const option of row.options) {
          const [name = '', value = ''] = option.slice(2).split(/=(.*)/);
          this.#emit({ kind: 'node-status', key: name === 'state' ? 'state' : 'last checkpoint lsn', value }, line);
        }
        break;
      case 'other':
        break;
    }
  }

  #emit(body: FactBody, line: Line): void {
    this.#context.emit(body, { line: line.number, about: this.#about });
  }

  #key(row: KeyRow, line: Line): void {
    if (row.key === 'Node name') this.#about = { name: row.value };
    else if (row.key === 'Node ID') this.#about = { ...this.#about, id: Number(row.value) };
    else {
      const key = keyOf(row.key);
      this.#emit({ kind: 'node-status', key, value: row.value }, line);
      for (const body of this.#also(key, row)) this.#emit(body, line);
    }
  }

  #also(key: string, { key: printed, value }: KeyRow): FactBody[] {
    switch (key) {
      case 'postgresql version':
        // `15.18 (Debian 15.18-1)`, `V008R006C009B0014`
        return value === ''
          ? []
          : [
              {
                kind: 'version',
                product: /^Kingbase/.test(printed) || /^V\d{3}/.test(value) ? 'kingbasees' : 'postgresql',
                version: value.split(/\s/)[0] ?? value,
              },
            ];
      case 'wal archiving':
        this.#archiving = /^off\b/.test(value)
          ? 'off'
          : /^(?:enabled|on)\b/.test(value)
            ? 'enabled'
            : /^disabled\b/.test(value)
              ? 'disabled'
              : null;
        // `disabled (on standbys "archive_mode" must be set to "always" …)` is a standby's archive_mode = on; `enabled` may be on or always
        if (this.#archiving === 'off') return [setting('archive_mode', 'off')];
        return this.#archiving === 'disabled' && /always/.test(value) ? [setting('archive_mode', 'on')] : [];
      case 'archive command':
        // `(none)` stands there whenever archiving is off, `(disabled)` is the server's own word for it: neither is the setting
        if (value === '(none)' || value === '(disabled)') return [];
        if (value === '' && this.#archiving !== 'enabled') return [];
        return [setting('archive_command', value)];
      default:
        return [];
    }
  }
}
