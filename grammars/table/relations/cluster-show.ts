import type { ClusterRowBody } from '../../../src/core/fact.ts';
import { parseConninfo } from '../../conninfo/index.ts';
import type { Collector, Relation, ResultContext, TableRecord } from './relation.ts';
import { eventColumns } from './repmgr-events.ts';

export const whole = (text: string | null | undefined): number | null => (text != null && /^-?\d+$/.test(text) ? Number(text) : null);

/** `* running` into mark and state; a Markdown editor leaves `\*`, or eats the `*` altogether. */
export function markedStatus(text: string): { readonly mark: string; readonly state: string } {
  const match = /^([*!?x-])\s+(.+)$/.exec(text);
  return match === null ? { mark: '', state: text } : { mark: match[1] ?? '', state: (match[2] ?? '').trim() };
}

/** `! node1`, `?`, `node1`. */
export function markedUpstream(text: string | null | undefined): {
  readonly upstream: string | null;
  readonly upstreamMark: '' | '!' | '?';
} {
  const match = /^([!?])?\s*(.*)$/.exec(text ?? '');
  const mark = match?.[1];
  return { upstream: match?.[2] || null, upstreamMark: mark === '!' || mark === '?' ? mark : '' };
}

/** repmgr 3.x prints `* master`, `standby`, `FAILED` under Role and has neither ID nor Status; id 0 stands for "not given". */
function olderRow(values: TableRecord['values']): Partial<ClusterRowBody> & Pick<ClusterRowBody, 'role' | 'status' | 'mark' | 'state'> {
  const printed = values['role'] ?? '';
  const { mark, state } = markedStatus(printed);
  const role = state === 'master' ? 'primary' : state;
  if (state.toUpperCase() === 'FAILED') return { role: 'unknown', status: printed, mark, state: 'failed' };
  return { role, status: printed, mark, state: 'running' };
}

/** repmgr before 3.1 prints no name either: the host that the conninfo names stands for it. */
function hostIn(conninfo: string | null): string {
  const { host, hostaddr } = parseConninfo(conninfo ?? '').values;
  return host ?? hostaddr ?? '';
}

/** One row of `repmgr cluster show`, from the values below its headings. */
export function clusterRow(values: TableRecord['values']): ClusterRowBody {
  const status = values['status'] ?? '';
  const conninfo = values['connection string'] ?? values['conninfo'] ?? null;
  const shown = 'status' in values ? { role: values['role'] ?? '', status, ...markedStatus(status) } : olderRow(values);
  return {
    kind: 'cluster-row',
    id: whole(values['id']) ?? 0,
    name: 'name' in values || 'id' in values ? (values['name'] ?? '') : hostIn(conninfo),
    ...shown,
    ...markedUpstream(values['upstream']),
    location: values['location'] ?? null,
    priority: whole(values['priority'] ?? values['prio.']),
    timeline: whole(values['timeline'] ?? values['tli']),
    lag: values['lsn_lag'] ?? null,
    conninfo,
  };
}

/** `1,0,0`: id, availability (0 answers, -1 does not), recovery (0 primary, 1 standby, -1 unknown). The form gives no names. */
function csvRow(values: TableRecord['values']): ClusterRowBody {
  const answers = values['availability'] === '0';
  const role = values['recovery'] === '0' ? 'primary' : values['recovery'] === '1' ? 'standby' : 'unknown';
  const state = answers ? 'running' : 'unreachable';
  const row = clusterRow({ id: values['id'] ?? null, role, status: state });
  return answers ? row : { ...row, status: '? unreachable', mark: '?' };
}

/** What repmgr before 3.1 prints of a node: `* master  | host=db1 dbname=repmgr user=repmgr`. */
const OLD_ROLE = /^(?:\* *master|standby|witness|FAILED)$/;
const OLD_CONNINFO = /^(?:\w+ *= *\S.*\b(?:host|dbname|user|port) *=|host *= *\S|postgres(?:ql)?:\/\/)/;

export const clusterShow: Relation = {
  name: 'cluster show',
  positions: [
    ['id', 'name', 'role', 'status', 'upstream', 'location', 'priority', 'timeline', 'lsn_lag', 'connection string'],
    ['id', 'name', 'role', 'status', 'upstream', 'location', 'priority', 'timeline', 'connection string'],
    ['id', 'name', 'role', 'status', 'upstream', 'location', 'priority', 'connection string'],
    ['id', 'name', 'role', 'status', 'upstream', 'location', 'connection string'],
  ],
  freeColumn: 'connection string',
  recognises: (columns) =>
    columns.includes('role') &&
    (columns.includes('name') || columns.length === 2) &&
    !columns.includes('repmgrd') &&
    ((columns.includes('status') && columns.includes('id')) || columns.includes('connection string')),
  open: (result) => ({
    row: ({ values, line, endLine }) => {
      // under two columns alone only the words that repmgr prints there: anybody may head a table of his machines so
      if (result.columns.length === 2 && !OLD_ROLE.test(values['role'] ?? '')) return;
      result.emit(clusterRow(values), { line, endLine });
    },
  }),
};

export const clusterShowCsv: Relation = {
  name: 'cluster show --csv',
  positions: [['id', 'availability', 'recovery']],
  freeColumn: null,
  recognises: () => false,
  open: (result: ResultContext): Collector => ({
    row: (record) => result.emit(csvRow(record.values), { line: record.line, endLine: record.endLine }),
  }),
};

/**
 * The columns of repmgr's rows that stand without their heading, told by shape: `2 | node2 | standby | running | node1 | default | 100 | 1 | host=…`.
 * Null where the cells are no such row.
 */
export function columnsByShape(cells: readonly string[]): readonly string[] | null {
  const [id, name, role, status] = cells.map((cell) => cell.trim());
  if (cells.length === 2) return OLD_ROLE.test(id ?? '') && OLD_CONNINFO.test(name ?? '') ? ['role', 'connection string'] : null;
  const event = eventColumns(cells);
  if (event !== null) return event;
  if (id === undefined || !/^\d+$/.test(id) || name === undefined || !/^[\w.:-]+$/.test(name)) return null;
  if (role === undefined || !/^(?:primary|standby|witness)$/.test(role)) return null;
  if (status === undefined || !/^(?:\\?[*!?x-] *)?(?:running(?: as \w+)?|unreachable|failed|rejected|unknown|unregistered)/.test(status))
    return null;
  const rest = cells.slice(4).map((cell) => cell.trim());
  const daemon = rest.findIndex((cell, index) => index <= 3 && /^(?:running|not running)$/.test(cell));
  if (daemon !== -1 || /^(?:yes|no|n\/a)$/.test(rest[3] ?? '')) {
    const at = daemon === -1 ? 1 : daemon;
    const between = ['upstream', 'location', 'priority'].slice(0, at);
    return ['id', 'name', 'role', 'status', ...between, 'repmgrd', 'pid', 'paused?', 'upstream last seen'].slice(
      0,
      Math.max(cells.length, 7),
    );
  }
  const conninfo = rest.findIndex((cell) => /^\w+=|^\w+:\/\//.test(cell));
  const middle = conninfo === -1 ? rest.length : conninfo;
  const lag = rest.findIndex((cell, index) => index >= 4 && /^\d+ \w*bytes?$/.test(cell)) !== -1 || middle >= 5;
  const names = ['upstream', 'location', 'priority', 'timeline', ...(lag ? ['lsn_lag'] : [])].slice(0, middle);
  return ['id', 'name', 'role', 'status', ...names, ...(conninfo === -1 ? [] : ['connection string'])];
}
