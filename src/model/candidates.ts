/** Who may be promoted when the primary fails: what stands in each standby's way, by records, configuration and repmgrd's own words. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

/** `manual`: `failover=manual`; `priority`: zero or less; `location`: no node stands in the primary's location beside it. */
export type Hindrance = 'manual' | 'priority' | 'location';

export interface Candidate {
  readonly node: Node;
  readonly hindrance: Hindrance | null;
  /** What shows the hindrance, or that there is none; null where neither is shown. */
  readonly fact: Fact | null;
}

/** The records of a node, the last word first in force: listings, repmgr.nodes, and its own configuration where no record is shown. */
interface Recorded<T> {
  readonly value: T;
  readonly fact: Fact;
}

type Row = FactOf<'cluster-row'> | FactOf<'service-row'>;

const rowsOf = (cluster: Cluster, node: Node): readonly Row[] =>
  [...cluster.facts.of('cluster-row'), ...cluster.facts.of('service-row')]
    .filter((row) => row.name === node.name)
    .sort((a, b) => a.order - b.order);

const tableRowsOf = (cluster: Cluster, node: Node): readonly FactOf<'row'>[] =>
  cluster.facts.rows('repmgr.nodes').filter((row) => row.values['node_name'] === node.name);

export function priorityOf(cluster: Cluster, node: Node): Recorded<number> | null {
  const row = rowsOf(cluster, node)
    .filter((one) => one.priority !== null)
    .at(-1);
  if (row?.priority != null) return { value: row.priority, fact: row };
  const record = tableRowsOf(cluster, node).at(-1);
  const value = record?.values['priority'];
  if (record !== undefined && value != null && /^-?\d+$/.test(value)) return { value: Number(value), fact: record };
  const setting = node.repmgrSetting('priority');
  return setting.known && /^-?\d+$/.test(setting.value) ? { value: Number(setting.value), fact: setting.fact } : null;
}

export function locationOf(cluster: Cluster, node: Node): Recorded<string> | null {
  const row = rowsOf(cluster, node)
    .filter((one) => one.location !== null)
    .at(-1);
  if (row?.location != null) return { value: row.location, fact: row };
  const record = tableRowsOf(cluster, node).at(-1);
  const value = record?.values['location'];
  if (record !== undefined && value) return { value, fact: record };
  const setting = node.repmgrSetting('location');
  return setting.known && setting.value !== '' ? { value: setting.value, fact: setting.fact } : null;
}

/** The far site of a cluster over two cities is kept manual by design (KingbaseES manual, `ha_running_mode` TPTC). */
const isRemoteSite = (cluster: Cluster, node: Node): boolean => locationOf(cluster, node)?.value === 'remote_disaster';

/** Registered nodes that hold data and are not the primary. */
export function standbysOf(cluster: Cluster): readonly Node[] {
  const primary = recordedPrimary(cluster);
  return cluster.members.filter((node) => node !== primary && !node.isWitness && !node.isPrimary);
}

/** The primary by its record, running or not: whom the standbys would follow. */
export function recordedPrimary(cluster: Cluster): Node | null {
  if (cluster.primary !== null) return cluster.primary;
  const row = [...cluster.facts.of('cluster-row'), ...cluster.facts.of('service-row')]
    .filter((one) => /primary|master/.test(one.role))
    .at(-1);
  return row === undefined ? null : cluster.node(row.name);
}

/** Each standby with what stands in its way; standbys of the far site are left out. */
export function candidatesOf(cluster: Cluster): readonly Candidate[] {
  return standbysOf(cluster)
    .filter((node) => !isRemoteSite(cluster, node))
    .map((node) => candidate(cluster, node));
}

function candidate(cluster: Cluster, node: Node): Candidate {
  const failover = node.repmgrSetting('failover');
  if (failover.known && failover.value === 'manual') return { node, hindrance: 'manual', fact: failover.fact };
  const priority = priorityOf(cluster, node);
  if (priority !== null && priority.value <= 0) return { node, hindrance: 'priority', fact: priority.fact };
  const location = locationOf(cluster, node);
  if (location !== null && isAlone(cluster, node, location.value)) return { node, hindrance: 'location', fact: location.fact };
  return { node, hindrance: null, fact: failover.known && failover.value === 'automatic' ? failover.fact : null };
}

/**
 * Whether a standby of another location finds nobody in the primary's: then it takes the loss for a split of the network and waits
 * (repmgr's source, do_election). A witness or another standby over there is enough.
 */
function isAlone(cluster: Cluster, node: Node, location: string): boolean {
  const primary = recordedPrimary(cluster);
  const there = primary === null ? null : (locationOf(cluster, primary)?.value ?? null);
  if (there === null || there === location) return false;
  return !cluster.members.some((other) => other !== primary && other !== node && locationOf(cluster, other)?.value === there);
}
