import { SETTING_NAMES } from '../kit/setting-names.ts';
import { joinSurplus } from './layout.ts';
import { pgReplicationSlots } from './relations/pg-replication-slots.ts';
import { pgStatArchiver } from './relations/pg-stat-archiver.ts';
import { pgStatReplication } from './relations/pg-stat-replication.ts';
import { pgStatWalReceiver } from './relations/pg-stat-wal-receiver.ts';
import type { Relation } from './relations/relation.ts';
import { repmgrNodes, repmgrShowNodes } from './relations/repmgr-nodes.ts';

/** Rows of `select *` that tell by themselves which view they are of. */
const VIEWS: readonly Relation[] = [pgStatArchiver, pgStatReplication, pgStatWalReceiver, pgReplicationSlots, repmgrNodes, repmgrShowNodes];

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::?\d\d)?| [A-Z]{2,5})?$/;
const LSN = /^[0-9A-F]+\/[0-9A-F]+$/;

/** What stands in a column; `distinct`: seldom seen elsewhere. */
const CELLS: readonly { readonly column: RegExp; readonly cell: RegExp; readonly distinct: boolean; readonly needed?: true }[] = [
  { column: /^last_(?:archived|failed)_wal$/, cell: /^[0-9A-F]{8,24}(?:\.(?:history|partial|[0-9A-F]{8}\.backup))?$/, distinct: true },
  { column: /_lsn$|_location$|^lsn$/, cell: LSN, distinct: true },
  { column: /_time$|^backend_start$|^stats_reset$|^inactive_since$|^primary_seen$/, cell: TIME, distinct: true },
  { column: /_lag$/, cell: /^-?(?:\d+ days? )?-?\d\d:\d\d:\d\d(?:\.\d+)?$/, distinct: true },
  { column: /^state$/, cell: /^(?:startup|catchup|streaming|backup|stopping)$/, distinct: true, needed: true },
  { column: /^status$/, cell: /^(?:stopped|starting|streaming|waiting|restarting|stopping)$/, distinct: true, needed: true },
  { column: /^sync_state$/, cell: /^(?:async|potential|sync|quorum)$/, distinct: true, needed: true },
  { column: /^slot_type$/, cell: /^(?:physical|logical)$/, distinct: true, needed: true },
  { column: /^wal_status$/, cell: /^(?:reserved|extended|unreserved|lost)$/, distinct: true },
  { column: /^type$/, cell: /^(?:primary|standby|witness|bdr)$/, distinct: true, needed: true },
  { column: /^conninfo$/, cell: /\b(?:host|hostaddr|dbname|user)\s*=/, distinct: true, needed: true },
  { column: /^(?:temporary|active|two_phase|conflicting|failover|synced)$/, cell: /^[tf]$/, distinct: false },
  { column: /^(?:client_addr)$/, cell: /^[\d.:a-fA-F/]+$/, distinct: false },
  { column: /^(?:slot_name)$/, cell: /^[a-z0-9_]+$/, distinct: false },
  { column: /^(?:node_id|archived_count|failed_count|pid|sync_priority)$/, cell: /^\d+$/, distinct: false, needed: true },
  {
    column: /^(?:usesysid|datoid|active_pid|client_port|upstream_node_id|priority|.*_tli|sender_port|.*xmin|safe_wal_size)$/,
    cell: /^-?\d+$/,
    distinct: false,
  },
];
const shapes = new Map<string, (typeof CELLS)[number] | undefined>();

function shapeOf(column: string): (typeof CELLS)[number] | undefined {
  if (!shapes.has(column))
    shapes.set(
      column,
      CELLS.find((one) => one.column.test(column)),
    );
  return shapes.get(column);
}

/** Whether every cell can stand in its column, and enough of them hardly anywhere else. */
function fits(columns: readonly string[], cells: readonly string[]): boolean {
  let distinct = 0;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim() ?? '';
    const shape = shapeOf(column);
    if (shape === undefined) continue;
    if (cell === '' ? shape.needed === true : !shape.cell.test(cell)) return false;
    if (cell !== '' && shape.distinct) distinct++;
  }
  return distinct >= (columns.length === 7 ? 1 : 2);
}

/** The columns of a row without heading and query, if it can be a row of one view only. */
function viewRow(text: string): readonly string[] | null {
  const cells = text.split('|');
  if (cells.length < 7) return null;
  const found = VIEWS.flatMap((view) =>
    view.positions.filter((columns) => {
      const free = view.freeColumn === null ? -1 : columns.indexOf(view.freeColumn);
      const fitted = free < 0 ? cells : joinSurplus(cells, columns.length, free, '|');
      return fitted.length === columns.length && fits(columns, fitted);
    }),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

const PAIR = /^\s*([a-z]\w*)\s*\|/;
const NAMES = ['name', 'setting'] as const;

/** `archive_mode|on`: a setting and its value, as `-At` prints them; with blanks around the bar only if another follows. */
function settingRow(text: string, next: readonly string[]): readonly string[] | null {
  const name = PAIR.exec(text)?.[1] ?? '';
  if (!name.includes('_') || !SETTING_NAMES.has(name)) return null;
  const bars = text.split('|').length - 1;
  if (bars > 1 && !name.endsWith('_command')) return null;
  const below = PAIR.exec(next[0] ?? '')?.[1];
  if (below !== undefined && !SETTING_NAMES.has(below)) return null;
  return below !== undefined || /^[a-z]\w*\|\S*(?: \S+)*$/.test(text) ? NAMES : null;
}

/** What `select version()` answers. */
const VERSION = /^ ?(?:PostgreSQL \d[\w.]* (?:\([^()]*\) )?on \S+, compiled by |KingbaseES V\d{3}R\d{3}C\w+ on )/;

/** The columns that a row tells which has neither heading nor query, because it can be nothing else; null for every other row. */
export function toldByRow(text: string, next: readonly string[]): readonly string[] | null {
  if (VERSION.test(text)) return ['version'];
  if (!text.includes('|') || /^\s*\|/.test(text)) return null;
  return settingRow(text, next) ?? viewRow(text);
}
