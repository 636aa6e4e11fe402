/** Histories that forked: what a standby's recovery, repmgr's checks before attaching, and pg_rewind say of a node that left the common one. */
import type { Fact } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { metOf, receptionsOf } from './reception.ts';
import { isLater, type MessageFact } from './replication.ts';

/** One node that is beyond a fork. */
export interface Divergence {
  readonly node: Node | null;
  readonly facts: readonly MessageFact[];
  /** The timeline that the node is on, the one it should follow, where they part, and where the node is: as printed, null where not. */
  readonly timeline: string | null;
  readonly newTimeline: string | null;
  readonly forkedAt: string | null;
  readonly reached: string | null;
  /** Only possible: the node's own timeline is newer than its upstream's, so that the upstream may be the one that is left behind. */
  readonly upstreamIsOld: boolean;
  /** What shows that it was brought back. */
  readonly undone: Fact | null;
}

/** pg_rewind found no point that both histories have: nothing but a clone brings the node back. */
const NO_ANCESTOR = 'rewind.no-ancestor' satisfies EventName;

/** What repmgr says before it lets a node attach. */
const BEFORE_ATTACHING = [
  'attach.timeline-ahead',
  'attach.diverged',
  'attach.lsn-ahead',
  'attach.rewind-required',
  NO_ANCESTOR,
  'switchover.diverged',
  'repmgrd.follow-failed',
] as const satisfies readonly EventName[];

/** Whether a rewind of a node was tried and its history has nothing in common with the source's. */
export const hasNoAncestor = ({ facts }: Divergence): boolean =>
  facts.some((fact) => fact.event === NO_ANCESTOR || fact.values['reason'] === NO_ANCESTOR);

const BROUGHT_BACK = [
  'rejoin.successful',
  'clone.complete',
  'follow.successful',
  'register.standby-done',
] as const satisfies readonly EventName[];

export function divergencesOf(cluster: Cluster): readonly Divergence[] {
  const byNode = new Map<Node | null, { facts: MessageFact[]; undone: Fact | null }>();
  for (const reception of receptionsOf(cluster)) {
    const found = metOf(reception, 'diverged');
    if (found !== null) byNode.set(reception.standby, { facts: [...found.met.facts], undone: found.by });
  }
  const unrewound = cluster.facts.of('message').filter((fact) => fact.values['reason'] === NO_ANCESTOR);
  for (const fact of [...cluster.messages(...BEFORE_ATTACHING), ...unrewound].sort((a, b) => a.order - b.order)) {
    if (fact.event === 'repmgrd.follow-failed' && !/cannot attach|not possible to attach/.test(fact.text)) continue;
    const node = cluster.askedOn(fact) ?? cluster.nodeOf(fact);
    const before = byNode.get(node);
    const back = cluster
      .messages(...BROUGHT_BACK)
      .find((other) => isLater(other, fact) && (cluster.askedOn(other) ?? cluster.nodeOf(other)) === node);
    byNode.set(node, { facts: [...(before?.facts ?? []), fact], undone: back ?? rewoundAfter(cluster, fact) ?? before?.undone ?? null });
  }
  return [...byNode].map(([node, { facts, undone }]) => ({ node, facts, undone, ...detailsOf(facts) }));
}

/** A rejoin goes on to its new upstream only when pg_rewind is through: whatever fails after that is no divergence. */
function rewoundAfter(cluster: Cluster, fact: MessageFact): Fact | null {
  const later = cluster
    .messages('rejoin.rewinding', 'rejoin.rewind-failed', 'follow.setting-upstream')
    .filter((other) => other.span.source === fact.span.source && isLater(other, fact));
  const [rewinding, next] = later;
  return rewinding?.event === 'rejoin.rewinding' && next?.event === 'follow.setting-upstream' ? next : null;
}

/** The first of the messages that holds each value; repmgr and the server name the two timelines the other way round. */
function detailsOf(facts: readonly MessageFact[]): Omit<Divergence, 'node' | 'facts' | 'undone'> {
  const value = (...names: readonly string[]): string | null => {
    for (const fact of facts) for (const name of names) if (fact.values[name] !== undefined) return fact.values[name];
    return null;
  };
  const forked = facts.find((fact) => fact.event?.startsWith('recovery.'));
  const before = facts.find((fact) => fact.values['otherTimeline'] !== undefined && fact.event !== 'attach.timeline-ahead');
  return {
    timeline: forked?.values['timeline'] ?? before?.values['otherTimeline'] ?? value('forkTimeline', 'timeline'),
    newTimeline: forked?.values['newTimeline'] ?? before?.values['timeline'] ?? null,
    forkedAt: value('forkLsn'),
    reached: forked?.values['checkpointLsn'] ?? forked?.values['lsn'] ?? value('lsn'),
    upstreamIsOld: facts.every((fact) => fact.event === 'walreceiver.upstream-behind' || fact.event === 'attach.timeline-ahead'),
  };
}
