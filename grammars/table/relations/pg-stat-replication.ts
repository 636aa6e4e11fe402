import { columns, plain } from './relation.ts';

const V12 = columns(
  `pid usesysid usename application_name client_addr client_hostname client_port backend_start backend_xmin state
   sent_lsn write_lsn flush_lsn replay_lsn write_lag flush_lag replay_lag sync_priority sync_state reply_time`,
);
const V96 = columns(
  `pid usesysid usename application_name client_addr client_hostname client_port backend_start backend_xmin state
   sent_location write_location flush_location replay_location sync_priority sync_state`,
);

export const pgStatReplication = plain(
  'pg_stat_replication',
  [V12, V12.slice(0, -1), V96],
  columns(
    'sent_lsn write_lsn flush_lsn replay_lsn write_lag flush_lag replay_lag sync_priority sync_state reply_time sent_location replay_location',
  ),
);
