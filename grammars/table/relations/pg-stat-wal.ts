import { columns, plain } from './relation.ts';

const ALL = columns('wal_records wal_fpi wal_bytes wal_buffers_full wal_write wal_sync wal_write_time wal_sync_time stats_reset');

export const pgStatWal = plain('pg_stat_wal', [ALL], ALL.slice(0, -1));
