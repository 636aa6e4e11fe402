import { isoTime, type Relation, type ResultContext, type TableRecord } from './relation.ts';

/** The headings of `repmgr cluster event` and the columns of the table repmgr.events that they show. */
const HEADINGS: Readonly<Record<string, string>> = {
  'node id': 'node_id',
  name: 'node_name',
  event: 'event',
  ok: 'successful',
  timestamp: 'event_timestamp',
  details: 'details',
};

function readEvent(result: ResultContext, record: TableRecord): void {
  const values: Record<string, string | null> = {};
  for (const [column, value] of Object.entries(record.values)) values[HEADINGS[column] ?? column] = value;
  const time = values['event_timestamp'] ?? null;
  result.emit(
    { kind: 'row', relation: 'repmgr.events', values, query: result.query?.relation == null ? null : result.query.text },
    { line: record.line, endLine: record.endLine, at: isoTime(time), atText: time },
  );
}

/** The table as SQL shows it, and the listing of `repmgr cluster event`. */
export const repmgrEvents: Relation = {
  name: 'repmgr.events',
  positions: [['node_id', 'event', 'successful', 'event_timestamp', 'details']],
  freeColumn: 'details',
  recognises: (columns) =>
    columns.includes('event') && (columns.includes('node_id') || columns.includes('node id') || columns.includes('event_timestamp')),
  open: (result) => ({ row: (record) => readEvent(result, record) }),
};

export const clusterEventCsv: Relation = {
  name: 'cluster event --csv',
  positions: [['node id', 'name', 'event', 'ok', 'timestamp', 'details']],
  freeColumn: 'details',
  recognises: () => false,
  open: (result) => ({ row: (record) => readEvent(result, record) }),
};

/** `1,node1,primary_register,t,2026-11-23 05:10:34`: csv of `cluster event`, which is not quoted. */
export const isEventCsv = (line: string): boolean => /^\d+,[^,\s]*,[a-z_]+,[tf],\d{4}-\d\d-\d\d \d\d:/.test(line);

const NODE = /^\d+$/;
const EVENT = /^[a-z]+(?:_[a-z]+)+$/;
const WHEN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/;

/** The columns of an event that stands without its heading, of `repmgr cluster event` or of the table; null for any other row. */
export function eventColumns(cells: readonly string[]): readonly string[] | null {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = cells.map((cell) => cell.trim());
  if (!NODE.test(first)) return null;
  if (EVENT.test(third) && /^[tf]$/.test(fourth) && WHEN.test(fifth))
    return ['node id', 'name', 'event', 'ok', 'timestamp', 'details'].slice(0, Math.max(5, Math.min(6, cells.length)));
  if (EVENT.test(second) && /^[tf]$/.test(third) && WHEN.test(fourth) && cells.length >= 5)
    return ['node_id', 'event', 'successful', 'event_timestamp', 'details'];
  return null;
}
