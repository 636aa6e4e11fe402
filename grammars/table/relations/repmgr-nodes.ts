import { columns, plain } from './relation.ts';

const NODES = columns('node_id upstream_node_id active node_name type location priority conninfo repluser slot_name config_file');
/** KingbaseES adds when the primary was seen last, and how far. */
const KES = [...NODES, 'primary_seen', 'lsn'];

export const repmgrNodes = plain('repmgr.nodes', [KES, NODES], columns('upstream_node_id repluser config_file node_name'), 'conninfo');

const SHOWN = columns('node_id node_name active upstream_node_id upstream_node_name type priority conninfo');

export const repmgrShowNodes = plain('repmgr.show_nodes', [SHOWN], ['upstream_node_name'], 'conninfo');
