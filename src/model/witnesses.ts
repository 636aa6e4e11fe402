/** What each witness takes for the primary, beside the node that runs as one. */
import type { Fact } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import { onlyPrimary } from './following.ts';
import { lastListings } from './listings.ts';
import type { Node } from './node.ts';
import { primaryClaim } from './primaries.ts';
import { isLater } from './replication.ts';
import { roleOf } from './roles.ts';

export interface Witness {
  readonly node: Node;
  /** `upstream`: recorded under another node; `none`: under nobody; `copy`: its own listing does not know the primary. */
  readonly is: 'upstream' | 'none' | 'copy' | 'right' | 'unknown';
  readonly upstream: string | null;
  readonly primary: Node | null;
  readonly fact: Fact;
  /** What shows the node that runs as primary. */
  readonly by: Fact | null;
  /** A registration that came later. */
  readonly undone: Fact | null;
}

export function witnessesOf(cluster: Cluster): readonly Witness[] {
  return cluster.members.flatMap((node) => (node.isWitness ? (judged(cluster, node) ?? []) : []));
}

function judged(cluster: Cluster, node: Node): Witness | null {
  const primary = onlyPrimary(cluster);
  const by = primary === null ? null : (primaryClaim(cluster, primary)?.fact ?? null);
  const made = (is: Witness['is'], fact: Fact, upstream: string | null = null): Witness => ({
    node,
    is,
    upstream,
    primary,
    fact,
    by,
    undone: registeredAfter(cluster, node, fact),
  });
  const nobody = cluster.messages('status.witness-without-upstream').findLast((fact) => fact.values['node'] === node.name);
  if (nobody !== undefined) return made('none', nobody);
  const told = cluster.messages('status.different-upstream').findLast((fact) => fact.values['node'] === node.name);
  if (told !== undefined) return made('upstream', told, told.values['reported'] ?? null);
  const tables = byTables(cluster, node);
  if (tables !== null) return { ...made('copy', tables.copy), primary: tables.primary, by: tables.record };
  const listings = lastListings(cluster);
  for (const listing of primary === null ? [] : listings) {
    const row = listing.rows.find((one) => one.node === node);
    const chief = listing.rows.find((one) => one.node === primary);
    // an old copy on another node tells of nobody but that node
    const old = chief !== undefined && chief.recorded !== 'primary';
    if (old && listing.viewer === node) return made('copy', chief.fact);
    if (row === undefined || old || row.answer !== 'running' || row.upstream === null) continue;
    if (row.upstream !== primary?.name) return made('upstream', row.fact, row.upstream);
  }
  const row = listings.flatMap((listing) => listing.rows).findLast((one) => one.node === node);
  if (row === undefined) return null;
  return made(primary !== null && row.upstream === primary.name ? 'right' : 'unknown', row.fact, row.upstream);
}

/** Both were asked for their records: the witness names another primary than the node that has itself on record as one. */
function byTables(cluster: Cluster, node: Node): { readonly copy: Fact; readonly record: Fact; readonly primary: Node } | null {
  const rows = cluster.facts
    .rows('repmgr.nodes')
    .filter(({ values }) => values['active'] !== 'f' && roleOf(values['type'] ?? '') === 'primary');
  const copy = rows.findLast((row) => cluster.askedOn(row) === node);
  const record = rows.findLast((row) => cluster.askedOn(row)?.name === row.values['node_name']);
  const primary = record === undefined ? null : cluster.askedOn(record);
  if (copy === undefined || record === undefined || primary === null || copy.values['node_name'] === primary.name) return null;
  return { copy, record, primary };
}

function registeredAfter(cluster: Cluster, node: Node, fact: Fact): Fact | null {
  const done = cluster.messages('register.witness-done').filter((other) => isLater(other, fact));
  const own = done.find((other) => other.values['node'] === node.name || cluster.askedOn(other) === node);
  return own ?? (cluster.members.filter((one) => one.isWitness).length === 1 ? (done[0] ?? null) : null);
}
