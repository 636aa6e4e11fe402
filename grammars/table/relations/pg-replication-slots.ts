import { columns, plain } from './relation.ts';

const V12 = columns(
  'slot_name plugin slot_type datoid database temporary active active_pid xmin catalog_xmin restart_lsn confirmed_flush_lsn',
);
const V13 = [...V12, 'wal_status', 'safe_wal_size'];
const V14 = [...V13, 'two_phase'];
const V16 = [...V14, 'conflicting'];
const V17 = [...V14, 'inactive_since', 'conflicting', 'invalidation_reason', 'failover', 'synced'];
const V96 = V12.filter((column) => column !== 'temporary');

export const pgReplicationSlots = plain(
  'pg_replication_slots',
  [V17, V16, V14, V13, V12, V96],
  columns('slot_type restart_lsn confirmed_flush_lsn wal_status safe_wal_size active_pid slot_name'),
);
