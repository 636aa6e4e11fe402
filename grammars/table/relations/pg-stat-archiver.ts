import { columns, plain } from './relation.ts';

const ALL = columns('archived_count last_archived_wal last_archived_time failed_count last_failed_wal last_failed_time stats_reset');

export const pgStatArchiver = plain('pg_stat_archiver', [ALL], ALL.slice(0, -1));
