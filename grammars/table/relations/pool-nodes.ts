import { columns, plain } from './relation.ts';

const KNOWN = columns(
  `node_id hostname port status lb_weight role select_cnt load_balance_node replication_delay replication_state replication_sync_state
   last_status_change pg_status pg_role`,
);

/** `show pool_nodes` of kingbasecluster (KingbaseES V8R3) and of pgpool: a cluster without repmgr. */
export const poolNodes = plain('pool_nodes', [KNOWN], columns('lb_weight load_balance_node select_cnt'));
