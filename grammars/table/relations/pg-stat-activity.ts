import { columns, plain } from './relation.ts';

const V14 = columns(
  `datid datname pid leader_pid usesysid usename application_name client_addr client_hostname client_port backend_start xact_start
   query_start state_change wait_event_type wait_event state backend_xid backend_xmin query_id query backend_type`,
);
const V13 = V14.filter((column) => column !== 'query_id');
const V10 = V13.filter((column) => column !== 'leader_pid');

export const pgStatActivity = plain(
  'pg_stat_activity',
  [V14, V13, V10],
  columns('query_start xact_start state_change wait_event_type wait_event backend_type query'),
  'query',
);
