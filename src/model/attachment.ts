/** Whether a standby receives WAL, by every view of it: its upstream's senders, repmgr's checks and listings, its own receiver. Logs are read in reception.ts. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { processesOf } from './processes.ts';
import { isLater, sendersOf, unclaimedSenders, upstreamOf } from './replication.ts';
import { slotsOf, userOfSlot } from './slots.ts';

export interface Attachment {
  /** The view that shows it attached; null where none does, or a better or later one says otherwise. */
  readonly attached: Fact | null;
  readonly detached: Fact | null;
  /** Every word that says so, in the order of the bundle. */
  readonly words: readonly Word[];
}

/** How much a view knows: the upstream itself, repmgr's look at it, the standby's own receiver. */
type Strength = 3 | 2 | 1;

export interface Word {
  readonly fact: Fact;
  readonly attached: boolean;
  readonly strength: Strength;
}

const word = (fact: Fact, attached: boolean, strength: Strength): Word => ({ fact, attached, strength });

const known = new WeakMap<Cluster, Map<Node, Attachment>>();

export function attachmentOf(cluster: Cluster, node: Node): Attachment {
  const before = known.get(cluster) ?? new Map<Node, Attachment>();
  known.set(cluster, before);
  const made = before.get(node) ?? judge(wordsOn(cluster, node));
  before.set(node, made);
  return made;
}

/** The strongest view decides, the last of its kind; a weaker one only where it comes later in the same text. */
function judge(all: readonly Word[]): Attachment {
  const words = [...all].sort((a, b) => a.fact.order - b.fact.order);
  const standing = words.filter((one) => !words.some((other) => other.strength >= 2 && isLater(other.fact, one.fact)));
  const best = Math.max(0, ...standing.map((one) => one.strength));
  const last = standing.filter((one) => one.strength === best).at(-1);
  return { attached: last?.attached ? last.fact : null, detached: last !== undefined && !last.attached ? last.fact : null, words };
}

function wordsOn(cluster: Cluster, node: Node): Word[] {
  if (node.isWitness) return [];
  return [
    ...bySenders(cluster, node),
    ...byChecks(cluster, node),
    ...byListings(cluster, node),
    ...byReceiver(cluster, node),
    ...bySlot(cluster, node),
  ].filter((one) => one.attached || !isOfItsStart(cluster, node, one.fact));
}

/** KingbaseES's script lists the cluster in the second in which it has started the standby; if that goes on it says so itself. */
export function isOfItsStart(cluster: Cluster, node: Node, fact: Fact): boolean {
  const { identity } = node;
  const script = (event: string) =>
    cluster.facts.of('message').filter((one) => one.program === 'script' && (one.event as string) === event);
  const started = script('script.db-started').some(
    ({ values, span }) =>
      (identity.address === values['host'] || identity.hosts.has(values['host'] ?? '')) &&
      span.source === fact.span.source &&
      span.line < fact.span.line &&
      fact.span.line - span.line <= 20,
  );
  return started && !script('script.standbys-missing').some(({ span }) => span.source === fact.span.source);
}

function bySenders(cluster: Cluster, node: Node): Word[] {
  const senders = sendersOf(cluster) ?? [];
  const own = senders.filter((sender) => sender.name !== null && sender.name === node.name && sender.state !== 'backup');
  if (own.length > 0) return own.map((sender) => word(sender.fact, true, 3));
  const upstream = upstreamOf(cluster, node);
  const isUpstreams = (asked: Node | null): boolean =>
    asked !== node && (upstream === null ? asked?.isPrimary !== false : asked === upstream);
  const none = cluster.facts
    .of('note')
    .filter((fact) => fact.topic === 'no-rows' && fact.values['relation'] === 'pg_stat_replication' && isUpstreams(cluster.nodeOf(fact)));
  // A filtered query (`where application_name = …`) shows no absence.
  const empty = none.filter((fact) => !/\bwhere\b/i.test(fact.values['query'] ?? '')).map((fact) => word(fact, false, 3));
  const others = senders.filter((sender) => isUpstreams(sender.node) && sender.name !== null);
  const last = others.at(-1);
  // what the records call inactive is not expected to receive; what streams under a name that is no node's may be this one
  if (isWrittenOff(cluster, node)) return [];
  if (last === undefined || node.name === null || !node.identity.registered || unclaimedSenders(cluster).length > 0) return empty;
  return [...empty, word(last.fact, false, 2)];
}

/** Its last record is inactive. */
const isWrittenOff = (cluster: Cluster, node: Node): boolean =>
  cluster.facts.rows('repmgr.nodes').findLast(({ values }) => values['node_name'] === node.name)?.values['active'] === 'f';

const inState = (state: string | undefined): boolean => state !== undefined && state !== '';

function byChecks(cluster: Cluster, node: Node): Word[] {
  const words: Word[] = [];
  for (const fact of node.facts.of('node-check')) {
    if (fact.check === 'upstream' && !/witness|is primary/.test(fact.detail ?? '')) words.push(word(fact, fact.status === 'OK', 2));
  }
  for (const fact of cluster.messages('status.attached-in-state', 'status.attached-state')) {
    const about = fact.values['node'];
    if ((about === undefined ? cluster.nodeOf(fact) === node : about === node.name) && inState(fact.values['state']))
      words.push(word(fact, true, 3));
  }
  for (const fact of cluster.messages('status.not-attached', 'switchover.not-attached', 'register.not-attached')) {
    const named = fact.event === 'register.not-attached' ? undefined : fact.values['node'];
    // at its registration a standby may have started a second ago
    const strength = fact.event === 'register.not-attached' ? 1 : 2;
    if (named === undefined ? cluster.nodeOf(fact) === node : named === node.name) words.push(word(fact, false, strength));
  }
  // a registration that is not forced finds the standby attached first; what was noticed a moment after a start is over then
  for (const fact of cluster.messages('register.standby-done')) {
    const forced = cluster.messages('register.not-attached').some((one) => one.level === 'warning' && one.segment === fact.segment);
    if (!forced && cluster.nodeOf(fact) === node) words.push(word(fact, true, 1));
  }
  if (node.name === null) return words;
  for (const fact of cluster.messages('follow.failed'))
    if (NOT_THERE.exec(fact.detail ?? '')?.[1] === node.name) words.push(word(fact, false, 2));
  for (const fact of cluster.messages('status.not-in-stat-replication'))
    if (fact.values['node'] === node.name && waitedInVain(cluster, fact)) words.push(word(fact, false, 2));
  for (const fact of cluster.facts.of('node-check')) {
    if (fact.check !== 'downstream' || fact.status !== 'CRITICAL') continue;
    if (fact.names.includes(node.name)) words.push(word(fact, false, 2));
  }
  for (const fact of cluster.messages('status.downstream-missing'))
    if (namesOf(fact.values['names']).includes(node.name)) words.push(word(fact, false, 2));
  return words;
}

/** What a follow found at the new upstream when its time was up. */
const NOT_THERE = /no active record for standby node "([^"]+)" found in node "[^"]+"/;

/** A follow or a rejoin looks for the standby at its new upstream again and again; one look too early says nothing. */
function waitedInVain(cluster: Cluster, fact: FactOf<'message'>): boolean {
  const looks = cluster
    .messages('status.not-in-stat-replication')
    .filter((other) => other.values['node'] === fact.values['node'] && other.span.source === fact.span.source);
  if (looks.reduce((sum, other) => sum + other.count, 0) < 3) return false;
  const set = cluster.messages('follow.setting-upstream').some((other) => isLater(fact, other));
  return set && !cluster.messages('follow.successful', 'rejoin.successful').some((other) => isLater(other, fact));
}

/** `node2 (ID: 2), node3 (ID: 3)` */
const namesOf = (list: string | undefined): string[] => (list ?? '').split(/,\s*/).map((name) => name.replace(/\s*\(ID:.*/, ''));

/** Marks before the upstream came with 4.4, and the timeline column with them: before that the column is the record's. */
function byListings(cluster: Cluster, node: Node): Word[] {
  return cluster.facts.of('cluster-row').flatMap((fact): Word[] => {
    if (fact.name !== node.name || !/standby/.test(fact.role) || fact.state !== 'running' || fact.upstream === null) return [];
    if (fact.upstreamMark === '!') return [word(fact, false, 2)];
    return fact.upstreamMark === '' && fact.timeline !== null && !isDisowned(cluster, fact) ? [word(fact, true, 2)] : [];
  });
}

/** The mark is lost in many pastes; the warning under the table is not. */
function isDisowned(cluster: Cluster, row: FactOf<'cluster-row'>): boolean {
  return cluster
    .messages('status.not-attached', 'status.attachment-unknown', 'status.not-in-stat-replication')
    .some(
      (fact) => fact.values['node'] === row.name && fact.span.source === row.span.source && Math.abs(fact.span.line - row.span.line) <= 40,
    );
}

/** A standby that runs, while nobody uses the slot that its primary keeps for it; of listings with marks the mark tells more. */
function bySlot(cluster: Cluster, node: Node): Word[] {
  const row = cluster.facts.of('cluster-row').findLast((fact) => fact.name === node.name);
  if (row === undefined || !/standby/.test(row.role) || row.state !== 'running') return [];
  return slotsOf(cluster)
    .filter((slot) => slot.active === false && !slot.logical && slot.owner?.isPrimary === true)
    .filter((slot) => row.upstream === null || row.upstream === slot.owner?.name)
    .flatMap((slot) => {
      const user = userOfSlot(cluster, slot);
      return user.is === 'node' && user.node === node ? [word(slot.fact, false, 1)] : [];
    });
}

/** What the standby itself has: the weakest word, since a receiver that hangs still says `streaming`. */
function byReceiver(cluster: Cluster, node: Node): Word[] {
  const words: Word[] = [];
  for (const fact of node.facts.rows('pg_stat_wal_receiver')) {
    if (fact.values['status'] === 'streaming') words.push(word(fact, true, 1));
    else if (fact.values['count'] === '0') words.push(word(fact, false, 1));
  }
  if (!node.isStandby) return words;
  for (const fact of node.facts.of('note'))
    if (fact.topic === 'no-rows' && fact.values['relation'] === 'pg_stat_wal_receiver') words.push(word(fact, false, 1));
  const replaying = processesOf(node).filter((fact) => fact.role === 'startup' && cluster.askedOn(fact) === node);
  const receiving = processesOf(node).filter((fact) => fact.role === 'walreceiver');
  for (const fact of replaying) if (!receiving.some((other) => other.segment === fact.segment)) words.push(word(fact, false, 1));
  for (const fact of receiving) if (/streaming/.test(fact.activity ?? '')) words.push(word(fact, true, 1));
  return words;
}
