/** Why a standby does not receive: what its receiver and its recovery say, what its upstream refused, and what was overcome since. */
import type { Fact } from '../core/fact.ts';
import { type Attachment, attachmentOf } from './attachment.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { isLater, type MessageFact, standbyOf } from './replication.ts';

/** What stands between a standby and its upstream. Each kind is a cause's own, but for the last four, which pass or say too little. */
export type Obstacle =
  | 'auth'
  | 'unreachable'
  | 'no-sender'
  | 'slot-missing'
  | 'slot-in-use'
  | 'slot-lost'
  | 'wal-removed'
  | 'diverged'
  | 'foreign'
  | 'no-source'
  | 'full'
  | 'not-ready'
  | 'broken-off'
  | 'other';

const BY_EVENT: Partial<Record<EventName, Obstacle>> = {
  'walreceiver.slot-missing': 'slot-missing',
  'walreceiver.slot-active': 'slot-in-use',
  'walreceiver.slot-lost': 'slot-lost',
  'walreceiver.segment-removed': 'wal-removed',
  'walreceiver.not-in-history': 'diverged',
  'walreceiver.ahead-of-upstream': 'diverged',
  'walreceiver.upstream-behind': 'diverged',
  'walreceiver.foreign-cluster': 'foreign',
  'walreceiver.timeout': 'broken-off',
  'walreceiver.receive-failed': 'broken-off',
  'walreceiver.send-failed': 'broken-off',
  'walreceiver.start-failed': 'other',
  'walreceiver.identify-failed': 'other',
  'walreceiver.connect-failed': 'other',
  'recovery.timeline-forked': 'diverged',
  'recovery.not-child': 'diverged',
  'recovery.minimum-not-contained': 'diverged',
  'recovery.no-source': 'no-source',
  'walsender.segment-removed': 'wal-removed',
  'walsender.not-in-history': 'diverged',
  'walsender.start-ahead': 'diverged',
  'walsender.too-many': 'no-sender',
  'walsender.not-permitted': 'auth',
};

/** What the upstream, libpq or the system say inside a receiver's message, or to repmgr and its tools. */
export const BY_REASON: Partial<Record<EventName, Obstacle>> = {
  'auth.no-hba-entry': 'auth',
  'auth.hba-rejects': 'auth',
  'auth.password-failed': 'auth',
  'auth.method-failed': 'auth',
  'auth.role-missing': 'auth',
  'auth.role-cannot-login': 'auth',
  'auth.database-missing': 'auth',
  'walsender.not-permitted': 'auth',
  'libpq.no-password': 'auth',
  'libpq.method-unsupported': 'auth',
  'libpq.tls-required': 'auth',
  'libpq.certificate': 'auth',
  'auth.certificate': 'auth',
  'startup.tls': 'auth',
  'connect.no-hba-entry': 'auth',
  'connect.hba-reject': 'auth',
  'connect.password-failed': 'auth',
  'connect.ident-failed': 'auth',
  'connect.authentication-failed': 'auth',
  'connect.no-password': 'auth',
  'connect.no-role': 'auth',
  'connect.tls-required': 'auth',
  'connect.certificate': 'auth',
  'connect.not-replication-role': 'auth',
  'net.refused': 'unreachable',
  'net.timeout': 'unreachable',
  'net.no-route': 'unreachable',
  'net.unknown-host': 'unreachable',
  'connect.refused': 'unreachable',
  'connect.timeout': 'unreachable',
  'connect.no-route': 'unreachable',
  'connect.unknown-host': 'unreachable',
  'connect.no-socket': 'unreachable',
  'os.missing': 'unreachable',
  'walsender.too-many': 'no-sender',
  'connect.walsenders-exhausted': 'no-sender',
  'connection.too-many': 'full',
  'connection.reserved': 'full',
  'connect.too-many-clients': 'full',
  'connection.starting-up': 'not-ready',
  'connection.shutting-down': 'not-ready',
  'connection.in-recovery': 'not-ready',
  'connection.not-yet-consistent': 'not-ready',
  'walsender.shutdown-refuses': 'not-ready',
  'walsender.stopping': 'not-ready',
  'libpq.closed': 'broken-off',
  'libpq.tls-closed': 'broken-off',
  'net.reset': 'broken-off',
};

const reasonOf = (fact: MessageFact): string | undefined => fact.values['cause'] ?? fact.values['reason'];

/** What a message of a receiver, of a recovery or of an upstream says to stand in the way; null where it says nothing of the kind. */
export function obstacleIn(fact: MessageFact): Obstacle | null {
  if (fact.program !== 'server' || fact.event === null) return null;
  // The catalogue's events are the keys of both tables; what is no key there gives undefined.
  const event = fact.event as EventName;
  if (event.startsWith('auth.')) return isReplication(fact) ? 'auth' : null;
  const own = BY_EVENT[event];
  if (own === undefined) return null;
  const inner = own === 'other' || own === 'broken-off' ? BY_REASON[reasonOf(fact) as EventName] : undefined;
  return inner ?? own;
}

/** Whether a rejected connection was for replication: the text says so, or the log's prefix does (`repmgr@[unknown]`). */
const isReplication = (fact: MessageFact): boolean =>
  fact.values['replication'] === 'yes' || (fact.values['database'] === '[unknown]' && fact.values['user'] !== undefined);

/** One obstacle in all its messages. */
export interface Met {
  readonly kind: Obstacle;
  readonly facts: readonly MessageFact[];
}

/** What the bundle tells of one standby's receiving. */
export interface Reception {
  /** Null: a standby that the bundle does not name, or cannot tell from others. */
  readonly standby: Node | null;
  readonly attachment: Attachment;
  /** What stands in the way as of the last word. */
  readonly obstacle: Met | null;
  /** What stood in the way, and what shows that it no longer does. */
  readonly overcome: readonly (Met & { readonly by: Fact })[];
}

const UNSEEN: Attachment = { attached: null, detached: null, words: [] };
const known = new WeakMap<Cluster, readonly Reception[]>();

/** One for each standby of the cluster, and one for messages whose standby the bundle does not tell. */
export function receptionsOf(cluster: Cluster): readonly Reception[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const met = new Map<Node | null, MessageFact[]>();
  for (const node of cluster.members) if (!node.isPrimary && !node.isWitness) met.set(node, []);
  for (const fact of cluster.facts.of('message')) {
    if (obstacleIn(fact) === null) continue;
    const standby = standbyOf(cluster, fact);
    met.set(standby, [...(met.get(standby) ?? []), fact]);
  }
  const made = [...met].map(([standby, facts]) => reception(cluster, standby, facts));
  known.set(cluster, made);
  return made;
}

export function receptionOf(cluster: Cluster, node: Node): Reception | null {
  return receptionsOf(cluster).find((one) => one.standby === node) ?? null;
}

const CURES = ['walreceiver.streaming', 'promotion.requested', 'recovery.new-timeline'] as const satisfies readonly EventName[];

function reception(cluster: Cluster, standby: Node | null, facts: readonly MessageFact[]): Reception {
  const attachment = standby === null || standby.isPrimary ? UNSEEN : attachmentOf(cluster, standby);
  const kinds = new Set(facts.map((fact) => obstacleIn(fact)));
  const judged = [...kinds].flatMap((kind) => {
    if (kind === null) return [];
    const met: Met = { kind, facts: facts.filter((fact) => obstacleIn(fact) === kind) };
    return [{ ...met, by: overcomeBy(cluster, standby, attachment, met) }];
  });
  return {
    standby,
    attachment,
    obstacle: lastOf(judged.filter(({ by }) => by === null)),
    overcome: judged.flatMap(({ by, ...met }) => (by === null ? [] : [{ ...met, by }])),
  };
}

const PASSING: readonly Obstacle[] = ['not-ready', 'broken-off', 'other'];

/** The obstacle that was met last; one that passes by itself only where nothing else stands. */
function lastOf(standing: readonly Met[]): Met | null {
  const lasting = standing.filter(({ kind }) => !PASSING.includes(kind));
  return [...(lasting.length > 0 ? lasting : standing)].sort((a, b) => (isLater(lastWord(a), lastWord(b)) ? 1 : -1)).at(-1) ?? null;
}

/** The last message of an obstacle: of the standby's own log, where that tells of it. */
function lastWord({ facts }: Met): MessageFact {
  const own = facts.filter(({ event }) => /^(?:walreceiver|recovery)\./.test(event ?? ''));
  const list = own.length > 0 ? own : facts;
  // A Met is made of at least one message.
  return list.reduce((last, fact) => (isLater(fact, last) ? fact : last));
}

/** What shows that an obstacle is gone: the receiver streams, the node was promoted, or a view shows it attached. */
function overcomeBy(cluster: Cluster, standby: Node | null, { attached }: Attachment, met: Met): Fact | null {
  const last = lastWord(met);
  const sources = new Set(met.facts.map((fact) => fact.span.source));
  const cure = cluster
    .messages(...CURES)
    .find(
      (fact) =>
        isLater(fact, last) && cures(fact, met) && (standby === null ? sources.has(fact.span.source) : cluster.nodeOf(fact) === standby),
    );
  if (cure !== undefined) return cure;
  if (attached !== null && (attached.span.source !== last.span.source || isLater(attached, last))) return attached;
  return standby?.isPrimary && standby.role.known ? standby.role.fact : null;
}

/** A standby beyond a fork still streams its own old timeline: only the new one tells that it was brought back. */
function cures(fact: MessageFact, { kind, facts }: Met): boolean {
  if (kind !== 'diverged' || fact.event !== 'walreceiver.streaming') return true;
  const wanted = Math.max(0, ...facts.map((one) => Number(one.values['newTimeline'] ?? 0)));
  return Number(fact.values['timeline'] ?? 0) >= wanted;
}

/** An obstacle of a kind: the one that stands, else the one that was overcome. */
export function metOf(reception: Reception, kind: Obstacle): { readonly met: Met; readonly by: Fact | null } | null {
  if (reception.obstacle?.kind === kind) return { met: reception.obstacle, by: null };
  const past = reception.overcome.find((one) => one.kind === kind);
  return past === undefined ? null : { met: past, by: past.by };
}
