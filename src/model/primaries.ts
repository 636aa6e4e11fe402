/** Which nodes run as primary, and whether two of them do so at the same time: roles in order, each with who said it. */
import type { Fact } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import { areTold } from './conninfos.ts';
import type { EventName } from './events.ts';
import { isStopped, lifeOfNode } from './life.ts';
import { type Listing, listingsOf } from './listings.ts';
import type { Node } from './node.ts';
import { once } from './once.ts';
import { isLater, type MessageFact } from './replication.ts';
import { roleOf } from './roles.ts';

/** One word on what a server runs as. */
export interface Claim {
  readonly node: Node;
  readonly role: 'primary' | 'standby';
  readonly fact: Fact;
  /** By the node itself: its answer, its log; false for what a listing says of it. */
  readonly own: boolean;
  /** A log's word on a moment that may be past. */
  readonly past: boolean;
  /** The listing that says so. */
  readonly listing: Listing | null;
}

const known = new WeakMap<Cluster, readonly Claim[]>();

/** Every word on what runs as what, records left out. */
export function claimsOf(cluster: Cluster): readonly Claim[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const claims: Claim[] = listingsOf(cluster).flatMap((listing) =>
    listing.rows.flatMap((row): Claim[] =>
      row.node === null || (row.runs !== 'primary' && row.runs !== 'standby')
        ? []
        : [{ node: row.node, role: row.runs, fact: row.fact, own: listing.viewer === row.node, past: false, listing }],
    ),
  );
  for (const node of cluster.nodes) {
    if (node.isWitness) continue;
    for (const seen of node.roles) {
      const { fact } = seen;
      if (seen.how === 'record' || seen.role === 'witness' || fact.kind === 'cluster-row' || fact.kind === 'service-row') continue;
      // A control file says "in production" of a server that crashed, too.
      if (fact.kind === 'control' || (fact.kind === 'message' && !CHANGED.includes(fact.event ?? ''))) continue;
      const own = fact.kind !== 'message' && cluster.askedOn(fact) === node;
      claims.push({ node, role: seen.role, fact, own, past: fact.kind === 'message' && fact.atText !== null, listing: null });
    }
    claims.push(...logged(node));
  }
  claims.push(...said(cluster));
  claims.sort((a, b) => a.fact.order - b.fact.order);
  known.set(cluster, claims);
  return claims;
}

/** Role changes that repmgr reports as done; who is to be promoted or demoted says nothing of what runs. */
const CHANGED: readonly string[] = [
  'promote.successful',
  'switchover.roles-changed',
  'switchover.successful',
] satisfies readonly EventName[];

const SAID = {
  'status.standby-as-primary': 'primary',
  'status.inactive-standby-as-primary': 'primary',
  'switchover.runs-as-primary': 'primary',
  'status.primary-as-standby': 'standby',
  'status.inactive-primary-as-standby': 'standby',
} as const satisfies Partial<Record<EventName, Claim['role']>>;

/** What repmgr says in words: the warnings under a listing, `registered as standby but running as primary`. */
function said(cluster: Cluster): Claim[] {
  return cluster.facts.of('message').flatMap((fact): Claim[] => {
    const { event } = fact;
    if (event === null || fact.program === 'server') return [];
    const named = fact.values['node'];
    const node = named === undefined ? cluster.askedOn(fact) : cluster.node(named);
    const runs =
      event === 'repmgrd.role-mismatch' ? roleOf(fact.values['state'] ?? '') : event in SAID ? SAID[event as keyof typeof SAID] : null;
    if (node === null || (runs !== 'primary' && runs !== 'standby')) return [];
    // whoever was asked may have found himself under that name
    if (named !== undefined && !areTold(cluster, node)) return [];
    return [{ node, role: runs, fact, own: named === undefined, past: fact.atText !== null, listing: null }];
  });
}

const STANDBY: readonly string[] = [
  'recovery.standby-mode',
  'startup.ready-read-only',
  'walreceiver.streaming',
] satisfies readonly EventName[];
const PROMOTED: readonly string[] = ['recovery.complete', 'ctl.promoted', 'promote.successful'] satisfies readonly EventName[];

/** Roles by a node's own log: a server that is ready and never entered standby mode is a primary. */
function logged(node: Node): Claim[] {
  const claims: Claim[] = [];
  const standby = new Map<string, boolean>();
  const say = (role: Claim['role'], fact: MessageFact): void =>
    void claims.push({ node, role, fact, own: true, past: fact.atText !== null, listing: null });
  for (const fact of node.facts.of('message')) {
    const { event } = fact;
    const { source } = fact.span;
    if (event === null) continue;
    if (event === 'startup.begins') standby.set(source, false);
    else if (STANDBY.includes(event)) {
      standby.set(source, true);
      say('standby', fact);
    } else if (PROMOTED.includes(event)) {
      standby.set(source, false);
      say('primary', fact);
    } else if (event === 'startup.ready' && standby.get(source) === false) say('primary', fact);
  }
  return claims;
}

const standing = once((cluster: Cluster): readonly Claim[] => {
  const all = claimsOf(cluster);
  const overtakes = (other: Claim, claim: Claim): boolean =>
    other !== claim && other.node === claim.node && isLater(other.fact, claim.fact) && !repeats(cluster, other, claim);
  return all.filter((claim) => !all.some((other) => overtakes(other, claim)));
});

/** A warning below a listing says in words what a row of it shows. */
function repeats(cluster: Cluster, said: Claim, row: Claim): boolean {
  const { fact } = said;
  if (row.listing === null || fact.kind !== 'message' || said.role !== row.role || fact.atText !== null) return false;
  return !listingsOf(cluster).some(
    (listing) => listing !== row.listing && listing.rows.some((one) => isLater(one.fact, row.fact) && isLater(fact, one.fact)),
  );
}

/** The words on a node that no later word on it has overtaken. */
export const standingClaims = (cluster: Cluster, node: Node): readonly Claim[] => standing(cluster).filter((claim) => claim.node === node);

/**
 * The word that shows a node to run as primary now; null where it does not, or was found stopped. Its own answers outweigh what
 * others list, what was asked outweighs what a log once wrote.
 */
export function primaryClaim(cluster: Cluster, node: Node): Claim | null {
  const claims = standingClaims(cluster, node);
  const rank = (claim: Claim): number => (claim.past ? 0 : 2) + (claim.own ? 1 : 0);
  const best = Math.max(...claims.map(rank));
  const first = claims.filter((claim) => rank(claim) === best);
  const claim = first.find((one) => one.role === 'primary') ?? null;
  if (claim === null || first.some((one) => one.role === 'standby')) return null;
  return isStopped(lifeOfNode(cluster, node)) ? null : claim;
}

/** Two nodes that run as primary at one time, and how it is known. */
export interface Pair {
  readonly first: Claim;
  readonly second: Claim;
  /** `listing`: one listing shows both; `answers`: each says so itself; `log`: one went on while the other was promoted. */
  readonly by: 'listing' | 'answers' | 'log';
}

/** Every pair of primaries that the bundle shows, also those of an earlier moment. */
export function pairsInListings(cluster: Cluster): readonly Pair[] {
  return listingsOf(cluster).flatMap((listing) => {
    const primaries = claimsOf(cluster).filter((claim) => claim.listing === listing && claim.role === 'primary');
    const [first, second] = primaries;
    return first === undefined || second === undefined ? [] : [{ first, second, by: 'listing' as const }];
  });
}

/** The pair of primaries as of the last words; null where at most one node runs as primary. */
export function twoPrimaries(cluster: Cluster): Pair | null {
  const claims = cluster.members.flatMap((node) => primaryClaim(cluster, node) ?? []);
  // a host that no member has may be the host of a member that has none
  const homeless = cluster.members.some((node) => node.identity.hosts.size === 0 && !node.isWitness);
  const strangers = homeless ? [] : cluster.nodes.filter((node) => !cluster.members.includes(node));
  const others = strangers.flatMap((node) => primaryClaim(cluster, node) ?? []);
  const all = [...claims, ...others];
  for (const [index, first] of all.entries()) {
    for (const second of all.slice(index + 1)) {
      const listed = inOneListing(cluster, first.node, second.node);
      if (listed !== null) return listed;
      if (atOnce(cluster, first, second)) return { first, second, by: first.past || second.past ? 'log' : 'answers' };
    }
  }
  return null;
}

/** A last word on each of two nodes stands in one listing. */
function inOneListing(cluster: Cluster, a: Node, b: Node): Pair | null {
  const words = (node: Node): readonly Claim[] =>
    standingClaims(cluster, node).filter((claim) => claim.role === 'primary' && claim.listing !== null);
  for (const first of words(a)) {
    const second = words(b).find((claim) => claim.listing === first.listing);
    if (second !== undefined) return { first, second, by: 'listing' };
  }
  return null;
}

/**
 * Whether two claims hold at one time. A claim of A from before B's promotion says nothing of afterwards: B was seen as a standby
 * at that moment or later. Where neither is known to be older both count, unless one was looked for and gave no answer.
 */
function atOnce(cluster: Cluster, first: Claim, second: Claim): boolean {
  if (first.past || second.past)
    return wentOn(cluster, first, second) || wentOn(cluster, second, first) || answeredSince(first, second) || answeredSince(second, first);
  return !isOvertaken(cluster, first, second) && !isOvertaken(cluster, second, first);
}

/** By the logs: the one was a primary before, and still wrote after the other had been promoted. */
function wentOn(cluster: Cluster, old: Claim, promoted: Claim): boolean {
  const since = promoted.fact.at === null ? Number.NaN : Date.parse(promoted.fact.at);
  const wasPrimary = standingClaims(cluster, old.node).some(
    ({ role, fact }) => role === 'primary' && fact.at !== null && Date.parse(fact.at) < since,
  );
  const after = (fact: MessageFact): boolean => fact.program === 'server' && fact.at !== null && Date.parse(fact.at) > since;
  return wasPrimary && old.node.facts.of('message').some(after);
}

/** Asked below the log that shows the other one's promotion, the one still says that it is a primary. */
function answeredSince(old: Claim, promoted: Claim): boolean {
  const { fact } = promoted;
  const isPromotion = fact.kind === 'message' && PROMOTED.includes(fact.event ?? '');
  const isAnswer = !old.past && old.own && old.listing === null;
  return isPromotion && isAnswer && old.fact.span.source === fact.span.source && isLater(old.fact, fact);
}

function isOvertaken(cluster: Cluster, claim: Claim, by: Claim): boolean {
  const before = claimsOf(cluster).filter((one) => one.node === by.node && one.role === 'standby');
  // the same listing, or one taken beside it on the same node, still sees the other one as a standby
  const sawStandby = before.some(
    ({ listing, fact }) =>
      listing !== null &&
      (listing === claim.listing || (claim.listing === null && listing.viewer === claim.node && !isLater(claim.fact, fact))),
  );
  if (sawStandby || before.some((one) => isLater(one.fact, claim.fact) && isLater(by.fact, one.fact))) return true;
  const gone = lifeOfNode(cluster, claim.node).unanswered;
  return gone !== null && !isLater(claim.fact, gone.fact) && !mutual(cluster, claim.node, by.node);
}

/** Each of two nodes takes the other for gone while it runs as primary itself: the network is split. */
function mutual(cluster: Cluster, a: Node, b: Node): boolean {
  const seesGone = (viewer: Node, other: Node): boolean =>
    listingsOf(cluster).some(
      (listing) =>
        listing.viewer === viewer &&
        listing.rows.some((row) => row.node === viewer && row.runs === 'primary') &&
        listing.rows.some((row) => row.node === other && (row.answer === 'unreachable' || row.answer === 'failed')),
    );
  return seesGone(a, b) && seesGone(b, a);
}
