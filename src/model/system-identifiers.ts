/** Which cluster each node's data belong to: by control files, and by what repmgr and the servers say when two do not match. */
import type { Fact } from '../core/fact.ts';
import { attachmentOf } from './attachment.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { primaryClaim } from './primaries.ts';
import { isLater, type MessageFact, standbyOf } from './replication.ts';

/** The last identifier that a node's own control file shows. */
export interface Identifier {
  readonly node: Node;
  readonly value: string;
  readonly fact: Fact;
}

/** A node whose data are another cluster's. */
export interface Foreigner {
  /** Null: a node that the bundle does not name. */
  readonly node: Node | null;
  readonly facts: readonly Fact[];
  /** Its identifier, and that of the node that it should belong to; null where they are not printed. */
  readonly own: string | null;
  readonly others: string | null;
  /** What shows that it was made a member since. */
  readonly undone: Fact | null;
}

const REFUSALS = [
  'attach.foreign-cluster',
  'clone.foreign-cluster',
  'walreceiver.foreign-cluster',
  'rewind.other-cluster',
] as const satisfies readonly EventName[];

/** Said where somebody wants to make a node a standby of another. */
const JOINING = ['register.needs-standby'] as const satisfies readonly EventName[];

const MATCHES = [
  'attach.system-ids-match',
  'clone.complete',
  'rejoin.successful',
  'follow.successful',
  'walreceiver.streaming',
] as const satisfies readonly EventName[];

/** Of the members that hold data: a witness is a cluster of its own. */
export function identifiersOf(cluster: Cluster): readonly Identifier[] {
  const holders = cluster.members.filter((node) => !node.isWitness);
  return holders.flatMap((node): Identifier[] => {
    const words = node.facts.all.flatMap((fact) => {
      const value = identifierIn(fact);
      return value === null ? [] : [{ node, value, fact }];
    });
    return words.slice(-1);
  });
}

function identifierIn(fact: Fact): string | null {
  const value =
    fact.kind === 'control' && fact.key === 'database system identifier'
      ? fact.value
      : fact.kind === 'node-status' && fact.key === 'system identifier'
        ? fact.value
        : fact.kind === 'row'
          ? fact.values['system_identifier']
          : null;
  return value != null && /^\d{10,20}$/.test(value) ? value : null;
}

export function foreignersOf(cluster: Cluster): readonly Foreigner[] {
  const refused = new Map<Node | null, MessageFact[]>();
  for (const fact of cluster.messages(...REFUSALS)) {
    const node = fact.program === 'server' ? receiverOf(cluster, fact) : (cluster.askedOn(fact) ?? cluster.nodeOf(fact));
    refused.set(node, [...(refused.get(node) ?? []), fact]);
  }
  const found = [...refused].map(([node, facts]): Foreigner => {
    const last = facts.at(-1);
    const told = facts.findLast((fact) => Object.keys(fact.values).some((name) => name in { otherValue: 0, standbyIdentifier: 0 }));
    const own = told?.values['value'] ?? told?.values['standbyIdentifier'] ?? null;
    const others = told?.values['otherValue'] ?? told?.values['primaryIdentifier'] ?? null;
    return {
      node,
      facts,
      own,
      others,
      undone: last === undefined ? null : (undoneBy(cluster, node, last) ?? renewed(cluster, node, own, others)),
    };
  });
  return [...found, ...byControl(cluster).filter((one) => !found.some((other) => other.node === one.node))];
}

/** A primary receives nothing: a receiver's words shown on it are of another node, which is told where there is one other only. */
function receiverOf(cluster: Cluster, fact: MessageFact): Node | null {
  const node = standbyOf(cluster, fact);
  if (node === null || primaryClaim(cluster, node) === null) return node;
  const others = cluster.members.filter((other) => other !== node && !other.isWitness);
  return others.length === 1 ? (others[0] ?? null) : null;
}

function undoneBy(cluster: Cluster, node: Node | null, refused: Fact): Fact | null {
  const attached = node === null ? null : attachmentOf(cluster, node).attached;
  if (attached !== null && isLater(attached, refused)) return attached;
  const match = cluster
    .messages(...MATCHES)
    .find((other) => isLater(other, refused) && (node === null || (cluster.askedOn(other) ?? cluster.nodeOf(other)) === node));
  return match ?? null;
}

/** Its data are by now those that the refusal missed: the identifier is no longer its own of that time. */
function renewed(cluster: Cluster, node: Node | null, own: string | null, others: string | null): Fact | null {
  const now = identifiersOf(cluster).find((one) => one.node === node);
  return now !== undefined && own !== null && now.value !== own && now.value === others ? now.fact : null;
}

/** Control files of two members that do not agree: the one that is not the primary's, or not the majority's, is the stranger. */
function byControl(cluster: Cluster): Foreigner[] {
  const all = identifiersOf(cluster);
  const count = (value: string): number => all.filter((one) => one.value === value).length;
  const ofPrimary = all.find((one) => primaryClaim(cluster, one.node) !== null);
  const most = [...all].sort((a, b) => count(b.value) - count(a.value))[0];
  const joining = cluster.messages(...JOINING).map((fact) => cluster.askedOn(fact) ?? cluster.nodeOf(fact));
  const others = all.filter((one) => !joining.includes(one.node));
  const joined = others.length === 1 && all.length > 1 ? others[0] : undefined;
  const right = ofPrimary ?? joined ?? (most !== undefined && count(most.value) > 1 ? most : undefined);
  if (right === undefined) return [];
  return all
    .filter((one) => one.value !== right.value && attachmentOf(cluster, one.node).attached === null)
    .map((one) => ({ node: one.node, facts: [right.fact, one.fact], own: one.value, others: right.value, undone: null }));
}
