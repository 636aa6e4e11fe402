import type { ServiceRowBody } from '../../../src/core/fact.ts';
import { markedUpstream, whole } from './cluster-show.ts';
import type { Relation, TableRecord } from './relation.ts';

/** One row of `repmgr service status` / `daemon status`. */
function serviceRow(values: TableRecord['values']): ServiceRowBody {
  const paused = values['paused?'] ?? null;
  const upstream = markedUpstream(values['upstream']);
  return {
    kind: 'service-row',
    id: Number(values['id'] ?? 0) || 0,
    name: values['name'] ?? '',
    role: values['role'] ?? '',
    status: values['status'] ?? '',
    upstream: upstream.upstream,
    location: values['location'] || null,
    priority: whole(values['priority'] ?? values['prio.']),
    repmgrd: values['repmgrd'] ?? 'n/a',
    pid: values['pid'] ?? null,
    paused: paused === 'yes' ? true : paused === 'no' ? false : null,
    lastSeen: values['upstream last seen'] ?? values['upstr. last'] ?? null,
  };
}

const BY_NUMBER: Readonly<Record<string, string>> = { '1': 'running', '0': 'not running' };

/** `1,node1,primary,1,1,4358,0,100,-1,default` in the words of the table; -1 is `n/a`. */
function csvRow(values: TableRecord['values']): ServiceRowBody {
  const word = (name: string): string => BY_NUMBER[values[name] ?? ''] ?? 'n/a';
  const seen = values['last seen'] ?? null;
  return {
    ...serviceRow({ ...values, status: values['running'] === '1' ? 'running' : 'not running' }),
    repmgrd: word('repmgrd'),
    paused: values['paused'] === '1' ? true : values['paused'] === '0' ? false : null,
    pid: values['pid'] === '-1' ? 'n/a' : (values['pid'] ?? null),
    lastSeen: seen === null ? null : seen === '-1' ? 'n/a' : `${seen} second(s) ago`,
  };
}

export const serviceStatus: Relation = {
  name: 'service status',
  positions: [['id', 'name', 'role', 'status', 'upstream', 'repmgrd', 'pid', 'paused?', 'upstream last seen']],
  freeColumn: null,
  recognises: (columns) => columns.includes('repmgrd') && (columns.includes('pid') || columns.includes('paused?')),
  open: (result) => ({ row: (record) => result.emit(serviceRow(record.values), { line: record.line, endLine: record.endLine }) }),
};

export const serviceStatusCsv: Relation = {
  name: 'service status --csv',
  positions: [['id', 'name', 'role', 'running', 'repmgrd', 'pid', 'paused', 'priority', 'last seen', 'location']],
  freeColumn: null,
  recognises: () => false,
  open: (result) => ({ row: (record) => result.emit(csvRow(record.values), { line: record.line, endLine: record.endLine }) }),
};

/** Whether a line is a row of `service status --csv`: nothing else puts a role between numbers so. */
export const isServiceCsv = (line: string): boolean => /^\d+,[^,\s]+,(?:primary|standby|witness),[01],(?:-1|[01]),/.test(line);
