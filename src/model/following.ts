/** Whom each node follows, by the records, by its own configuration and by its own word, beside the node that runs as primary. */
import type { Fact } from '../core/fact.ts';
import { attachmentOf } from './attachment.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { type Listed, lastListings } from './listings.ts';
import type { Node } from './node.ts';
import { primaryClaim } from './primaries.ts';
import { isLater, sendersOf, upstreamOf } from './replication.ts';
import { sourceOf } from './upstream.ts';

/** The one node that runs as primary; null where none or several do. */
export function onlyPrimary(cluster: Cluster): Node | null {
  const all = cluster.nodes.filter((node) => primaryClaim(cluster, node) !== null);
  return all.length === 1 ? (all[0] ?? null) : null;
}

export interface Mismatch {
  readonly node: Node;
  /** Whom it follows, and whom it should. */
  readonly follows: string;
  readonly expected: string;
  /**
   * `reports`: its own record says otherwise; `gone`: its upstream is not there and another node is the primary; `configured`: its own
   * configuration leads elsewhere; `served`: another node sends to it.
   */
  readonly by: 'reports' | 'gone' | 'configured' | 'served';
  readonly facts: readonly Fact[];
}

const FOLLOWED = ['follow.successful', 'rejoin.successful', 'repmgrd.follow-started'] as const satisfies readonly EventName[];

export function mismatchesOf(cluster: Cluster): readonly Mismatch[] {
  return cluster.members.flatMap((node) => {
    if (node.isWitness || node.isPrimary) return [];
    const found = [reported(cluster, node), gone(cluster, node), configured(cluster, node), served(cluster, node)].filter(
      (one) => one !== null,
    );
    const [first] = found;
    if (first === undefined || hasFollowed(cluster, node, first.facts)) return [];
    return [{ ...first, facts: found.flatMap((one) => one.facts) }];
  });
}

/** A follow that came after what was seen, or a later view that shows it attached to the primary. */
function hasFollowed(cluster: Cluster, node: Node, facts: readonly Fact[]): boolean {
  const last = facts.at(-1);
  if (last === undefined) return false;
  const { attached } = attachmentOf(cluster, node);
  if (attached?.kind === 'cluster-row' && isLater(attached, last) && attached.upstream === onlyPrimary(cluster)?.name) return true;
  return cluster
    .messages(...FOLLOWED)
    .some((other) => isLater(other, last) && (cluster.askedOn(other) === node || other.values['node'] === node.name));
}

/** `reports a different upstream`: two copies of the records say different things. */
function reported(cluster: Cluster, node: Node): Mismatch | null {
  const fact = cluster.messages('status.different-upstream').findLast((one) => one.values['node'] === node.name);
  if (fact === undefined) return null;
  const { reported: follows = '?', expected = '?' } = fact.values;
  return { node, follows, expected, by: 'reports', facts: [fact] };
}

/** Its upstream is no primary, and no standby that passes WAL on; another node runs as primary. */
function gone(cluster: Cluster, node: Node): Mismatch | null {
  const primary = onlyPrimary(cluster);
  if (primary === null || primary === node) return null;
  for (const listing of lastListings(cluster)) {
    const row = listing.rows.find((one) => one.node === node);
    const upstream = listing.rows.find((one) => one.node !== null && one.name === row?.upstream);
    if (row === undefined || row.runs !== 'standby' || upstream === undefined || upstream.node === primary) continue;
    if (upstream.runs !== null || upstream.answer === 'unknown' || upstream.answer === 'rejecting') continue;
    // an old copy tells whom it followed once; a mark, that its own record still says so
    if (row.upstreamMark === '' && listing.rows.some((one) => one.node === primary && one.recorded !== 'primary')) continue;
    return { node, follows: upstream.name, expected: primary.label, by: 'gone', facts: [row.fact, upstream.fact] };
  }
  return null;
}

/** `primary_conninfo` or the receiver leads to a member that is neither its recorded upstream nor, where that is told, the primary. */
function configured(cluster: Cluster, node: Node): Mismatch | null {
  const source = sourceOf(node);
  if (source?.host == null || !isFollower(cluster, node)) return null;
  const fits = cluster.members.filter(
    ({ identity, name }) =>
      (identity.address === source.host || name === source.host || identity.hosts.has(source.host ?? '')) &&
      (source.port === null || identity.port === null || identity.port === source.port),
  );
  const [target] = fits;
  const recorded = upstreamOf(cluster, node);
  if (fits.length !== 1 || target === undefined || target === node || recorded === null || target === recorded) return null;
  const row = rowOf(cluster, node);
  return {
    node,
    follows: target.label,
    expected: recorded.label,
    by: 'configured',
    facts: row === null ? [source.fact] : [row.fact, source.fact],
  };
}

/** Another member than its recorded upstream sends to it, as that one says after the listing was made. */
function served(cluster: Cluster, node: Node): Mismatch | null {
  const row = rowOf(cluster, node);
  const recorded = row?.upstream == null ? null : cluster.node(row.upstream);
  const sender = senderOf(cluster, node);
  if (row === null || recorded === null || sender === null || row.runs !== 'standby' || sender.node === recorded) return null;
  if (!isLater(sender.fact, row.fact)) return null;
  return { node, follows: sender.node.label, expected: recorded.label, by: 'served', facts: [row.fact, sender.fact] };
}

/** Which member sends to a standby, by its own list; null where none or several say so. */
export function senderOf(cluster: Cluster, node: Node): { readonly node: Node; readonly fact: Fact } | null {
  const all = (sendersOf(cluster) ?? []).filter(({ name, state }) => name !== null && name === node.name && state === 'streaming');
  const [last] = all.slice(-1);
  const from = last?.node ?? null;
  if (last === undefined || from === null || from === node || !from.identity.registered) return null;
  return all.every((one) => one.node === from) ? { node: from, fact: last.fact } : null;
}

const rowOf = (cluster: Cluster, node: Node): Listed | null =>
  lastListings(cluster)
    .flatMap((listing) => listing.rows)
    .findLast((row) => row.node === node) ?? null;

/** It runs as a standby, by a listing or by its own word: a primary keeps the settings of the time before, and they do nothing. */
const isFollower = (cluster: Cluster, node: Node): boolean => node.isStandby || rowOf(cluster, node)?.runs === 'standby';
