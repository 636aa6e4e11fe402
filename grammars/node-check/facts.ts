import type { About, CheckName, NodeCheckBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { parseDetail } from './detail.ts';
import type { CheckRow, NodeCheckRow, OptionsRow } from './parser.ts';

/** Labels of every version (4.1 calls the missing slots `Replication slots`, 4.2 `Missing replication slots`) and --nagios names. */
const CHECKS: Readonly<Record<string, CheckName>> = {
  'Server role': 'role',
  'Replication lag': 'replication-lag',
  'WAL archiving': 'archive-ready',
  'Upstream connection': 'upstream',
  'Downstream servers': 'downstream',
  'Replication slots': 'slots',
  'Missing physical replication slots': 'missing-slots',
  'Missing replication slots': 'missing-slots',
  'Configured data directory': 'data-directory-config',
  REPMGR_SERVER_ROLE: 'role',
  REPMGR_REPLICATION_LAG: 'replication-lag',
  REPMGR_ARCHIVE_READY: 'archive-ready',
  REPMGR_UPSTREAM_SERVER: 'upstream',
  REPMGR_DOWNSTREAM_SERVERS: 'downstream',
  REPMGR_INACTIVE_SLOTS: 'slots',
  REPMGR_MISSING_SLOTS: 'missing-slots',
  REPMGR_DATA_DIRECTORY: 'data-directory-config',
  REPMGRD: 'repmgrd',
};

const OPTIONS: readonly (readonly [string, CheckName])[] = [
  ['--archive-ready', 'archive-ready'],
  ['--replication-lag', 'replication-lag'],
  ['--role', 'role'],
  ['--upstream', 'upstream'],
  ['--downstream', 'downstream'],
  ['--missing-slots', 'missing-slots'],
  ['--slots', 'slots'],
  ['--data-directory-config', 'data-directory-config'],
  ['--repmgrd', 'repmgrd'],
  ['--db-connection', 'db-connection'],
  ['--replication-connection', 'replication-connection'],
  ['--replication-config-owner', 'replication-config-owner'],
];

/** The one line of a single check names no check: its words do. */
const WORDS: readonly (readonly [RegExp, CheckName])[] = [
  [/archive ready files|archive_status/, 'archive-ready'],
  [/^(?:-?\d+ seconds|unable to query replication lag)/, 'replication-lag'],
  [/^node is (?:primary|standby|witness|master)|^node is registered as/, 'role'],
  [/downstream nodes/, 'downstream'],
  [/upstream node/, 'upstream'],
  [/(?:are|no) missing|slots are missing/, 'missing-slots'],
  [/physical replication slots/, 'slots'],
  [/data_directory|data directory/, 'data-directory-config'],
  [/^repmgrd /, 'repmgrd'],
];

/** `(134 pending …)` without its brackets; the lag line closes one more than it opens: `(700 seconds, critical threshold: 600))`. */
function detailOf(row: CheckRow): string {
  const text = row.rest.trim();
  if (row.form === 'nagios') return text.replace(/^:\s*/, '');
  if (row.form === 'csv') return text;
  const inner = text.replace(/^[(（]/, '').replace(/[)）]$/, '');
  return /[)）]$/.test(inner) && !/[(（]/.test(inner) ? inner.slice(0, -1) : inner;
}

export class NodeCheckFold implements Fold<NodeCheckRow> {
  readonly #context: SegmentContext;
  readonly #asked: CheckName | null;
  #about: About | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const args = context.command?.producers.flatMap((producer) => producer.command.args) ?? [];
    this.#asked = OPTIONS.find(([option]) => args.includes(option))?.[1] ?? null;
  }

  claims(row: NodeCheckRow): Claim {
    if (row.row === 'other') return 'no';
    if (row.row === 'check' && row.form === 'single') return this.#single(row) === 'other' ? 'no' : 'yes';
    return 'yes';
  }

  take(row: NodeCheckRow, line: Line): void {
    switch (row.row) {
      case 'head':
        this.#about = { name: row.node };
        break;
      case 'identity':
        this.#about = row.what === 'name' ? { name: row.value } : { ...this.#about, id: Number(row.value) };
        break;
      case 'check':
        this.#emit(this.#checked(row), line);
        break;
      case 'options':
        for (const body of this.#answers(row)) this.#emit(body, line);
        break;
      case 'other':
        break;
    }
  }

  #emit(body: NodeCheckBody, line: Line): void {
    this.#context.emit(body, { line: line.number, about: this.#about });
  }

  #single(row: CheckRow): CheckName {
    if (this.#asked !== null) return this.#asked;
    const detail = detailOf(row);
    return WORDS.find(([words]) => words.test(detail))?.[1] ?? 'other';
  }

  #checked(row: CheckRow): NodeCheckBody {
    const text = detailOf(row);
    const { count, total, threshold, names, perf } = parseDetail(text);
    const check = row.label === null ? this.#single(row) : (CHECKS[row.label] ?? 'other');
    const counted = check === 'role' || check === 'upstream' || check === 'data-directory-config' || check === 'repmgrd' ? null : count;
    // `files=134;16;128`: value, warning, critical
    const limits = /=-?\d+;(\d+);(\d+)/.exec(perf ?? '');
    const limit = row.status === 'CRITICAL' ? limits?.[2] : row.status === 'WARNING' ? limits?.[1] : undefined;
    return {
      kind: 'node-check',
      check: check === 'slots' && /are missing|no missing/.test(text) ? 'missing-slots' : check,
      status: row.status,
      detail: text === '' ? null : text,
      count: counted,
      total: counted === null ? null : total,
      threshold: threshold ?? (limit === undefined ? null : Number(limit)),
      names,
    };
  }

  #answers(row: OptionsRow): NodeCheckBody[] {
    const { options } = row;
    const status = wordOf(options['status']);
    const number = (name: string): number | null => (/^-?\d+$/.test(options[name] ?? '') ? Number(options[name]) : null);
    const answer = (check: CheckName, given: NodeCheckBody['status'], detail: string | null): NodeCheckBody => ({
      kind: 'node-check',
      check,
      status: given,
      detail,
      count: number('files') ?? number('lag'),
      total: null,
      threshold: number('threshold'),
      names: [],
    });
    const bodies: NodeCheckBody[] = [];
    if (options['status'] !== undefined) {
      const check =
        options['files'] !== undefined
          ? 'archive-ready'
          : options['lag'] !== undefined
            ? 'replication-lag'
            : (this.#asked ?? 'archive-ready');
      bodies.push(answer(check, status, null));
    }
    for (const [option, check] of OPTIONS) {
      const value = options[option === '--data-directory-config' ? 'configured-data-directory' : option.slice(2)];
      if (value !== undefined) bodies.push(answer(check, wordOf(value), value));
    }
    // `--connection=BAD`: the replication connection to the other node failed; CONNECTION_ERROR: the node's own server did not answer
    if (options['connection'] !== undefined)
      bodies.push(answer('replication-connection', wordOf(options['connection']), options['connection']));
    if (options['error'] !== undefined) bodies.push(answer(this.#asked ?? 'other', 'UNKNOWN', options['error']));
    return bodies;
  }
}

function wordOf(value: string | undefined): NodeCheckBody['status'] {
  switch (value) {
    case 'OK':
    case 'WARNING':
    case 'CRITICAL':
      return value;
    case 'BAD':
      return 'CRITICAL';
    default:
      return 'UNKNOWN';
  }
}
