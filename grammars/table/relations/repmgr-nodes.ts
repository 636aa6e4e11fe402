import { columns, plain, type Relation, rows, type TableRecord } from './relation.ts';

const NODES = columns('node_id upstream_node_id active node_name type location priority conninfo repluser slot_name config_file');
/** KingbaseES adds when the primary was seen last, and how far. */
const KES = [...NODES, 'primary_seen', 'lsn'];

export const repmgrNodes = plain('repmgr.nodes', [KES, NODES], columns('upstream_node_id repluser config_file node_name'), 'conninfo');

const SHOWN = columns('node_id node_name active upstream_node_id upstream_node_name type priority conninfo');

export const repmgrShowNodes = plain('repmgr.show_nodes', [SHOWN], ['upstream_node_name'], 'conninfo');

/** The same table of repmgr 2 and 3, in a schema `repmgr_<cluster>`: other names for its columns, `master` for the primary. */
const OLDER = columns('id type upstream_node_id cluster name conninfo slot_name priority active');
/** repmgr 2 had no roles there but the witness's. */
const OLDEST = columns('id cluster name conninfo priority witness');
const renamed = ({ id, name, ...others }: TableRecord['values']): TableRecord['values'] => ({
  ...others,
  ...(others['witness'] === 't' ? { type: 'witness' } : {}),
  ...(id === undefined ? {} : { node_id: id }),
  ...(name === undefined ? {} : { node_name: name }),
});

export const replNodes: Relation = {
  ...plain('repmgr.nodes', [OLDER, OLDEST], ['cluster', 'witness'], 'conninfo'),
  open(result) {
    const collector = rows('repmgr.nodes', result);
    return { row: (record) => collector.row({ ...record, values: renamed(record.values) }) };
  },
};
