/** What each node's signs of life come to: down, silent, there without taking connections, or back; and whether a stop was meant. */
import { givesUp } from './answered.ts';
import type { Cluster } from './cluster.ts';
import { AUTHENTICATION, isStopped, type Life, lifeOfNode, type Sign, targetOf } from './life.ts';
import { listingsOf, recordedRole } from './listings.ts';
import type { Node } from './node.ts';
import { primaryClaim } from './primaries.ts';
import { isLater } from './replication.ts';

export type Outage =
  /** Its server is not there: found stopped, marked failed by repmgr, or its host refuses the port. */
  | { readonly is: 'down'; readonly sign: Sign; readonly seen: Sign | null; readonly sure: boolean; readonly meant: boolean }
  /** Somebody got no answer, and nothing tells of the server. */
  | {
      readonly is: 'silent';
      readonly sign: Sign;
      /** The line that says why the way ends, where one does. */
      readonly why: Sign | null;
      /** Its own word that it runs: it answered there, or only its process was seen. */
      readonly runs: Sign | null;
    }
  /** It is there and takes no connections. */
  | { readonly is: 'rejecting'; readonly sign: Sign; readonly sure: boolean }
  /** It was listed as failed, and runs since. */
  | { readonly is: 'back'; readonly sign: Sign; readonly before: Sign }
  | { readonly is: 'runs'; readonly sign: Sign }
  | { readonly is: 'unknown' };

export function outageOf(cluster: Cluster, node: Node): Outage {
  const life = lifeOfNode(cluster, node);
  const { touched, unanswered } = life;
  const refused = life.signs.length > 0 ? null : unheard(cluster, node);
  if (refused !== null) return { is: 'down', sign: refused, seen: refused, sure: false, meant: false };
  const silent = standingSilence(life);
  if (isStopped(life) && touched !== null)
    return { is: 'down', sign: touched, seen: silent, sure: !touched.past || silent !== null, meant: isMeant(cluster, node, touched) };
  if (touched?.state === 'rejecting' && isAuthentication(life, touched)) return { is: 'runs', sign: touched };
  if (touched?.state === 'rejecting' && isLasting(life, touched)) return { is: 'rejecting', sign: touched, sure: !touched.past };
  const runs = touched?.state === 'running' ? touched : null;
  if (silent !== null) {
    const home = isOwnRow(cluster, node, silent);
    const here = runs !== null && !runs.past && runs.own && !(home && isLater(silent.fact, runs.fact)) ? runs : null;
    const why = whyOf(life, silent);
    const refused = why?.reason === 'connect.refused';
    if (here === null && (silent.state === 'failed' || refused || home))
      return { is: 'down', sign: refused ? why : silent, seen: silent, sure: refused, meant: false };
    return { is: 'silent', sign: silent, why, runs: here };
  }
  if (runs === null || unanswered !== null) return { is: 'unknown' };
  const before = life.signs.findLast((sign) => sign.state === 'failed' && isLater(runs.fact, sign.fact));
  return before === undefined ? { is: 'runs', sign: runs } : { is: 'back', sign: runs, before };
}

/**
 * `standby register` got no connection to the server beside it, for which it gives no reason, and takes it for not running: mostly
 * a clone that nobody has started. Null where anything else tells of that server.
 */
function unheard(cluster: Cluster, node: Node): Sign | null {
  const fact = cluster
    .messages('connection.local-failed')
    .findLast((one) => /standby which is not running/.test(one.hint ?? '') && one.values['reason'] === undefined);
  if (fact === undefined || targetOf(cluster, fact) !== node) return null;
  const heard = node.facts.all.some((one) => one.kind === 'process' || (one.kind === 'message' && one.program === 'server'));
  if (heard || cluster.messages('register.standby-done').length > 0) return null;
  return { node, state: 'unreachable', fact, own: true, past: false, reason: null };
}

/** The listing was made on the node itself, and got no answer from its own server: no network lies between the two. */
function isOwnRow(cluster: Cluster, node: Node, { fact }: Sign): boolean {
  const { kind } = fact;
  return (
    (kind === 'cluster-row' || kind === 'service-row') &&
    listingsOf(cluster).some(({ viewer, rows }) => viewer === node && rows.some((row) => row.fact === fact))
  );
}

/**
 * What a log could not reach counts where it gave up: a single try that failed may have been followed by one that did not. What was
 * said before such a try stands, where nothing has answered since.
 */
function standingSilence({ signs, unanswered }: Life): Sign | null {
  if (unanswered === null || counts(unanswered)) return unanswered;
  const before = signs.findLast((sign) => /failed|unreachable/.test(sign.state) && counts(sign));
  const answered = signs.some(({ state, fact }) => !/failed|unreachable/.test(state) && before !== undefined && isLater(fact, before.fact));
  return before === undefined || answered || !isLater(unanswered.fact, before.fact) ? null : before;
}

const counts = ({ past, fact }: Sign): boolean => !past || (fact.kind === 'message' && givesUp(fact));

/** The line of the same text that gives the reason. */
function whyOf({ signs }: Life, silent: Sign): Sign | null {
  const near = signs.filter((sign) => sign.reason !== null && sign.fact.span.source === silent.fact.span.source);
  return silent.reason !== null ? silent : (near.findLast((sign) => sign.state === 'unreachable' || sign.state === 'failed') ?? null);
}

/** It turned away who asked, not everybody: the reason stands in the same text. */
function isAuthentication({ signs }: Life, sign: Sign): boolean {
  const same = signs.filter((one) => one.fact.span.source === sign.fact.span.source && one.state === 'rejecting');
  return same.some(({ reason }) => (AUTHENTICATION as readonly (string | null)[]).includes(reason));
}

const MINUTE = 60_000;

/**
 * A start that a log shows is over in a moment, and an excerpt may end in it: it counts where it was asked from outside, lasted for a
 * minute, or where others found the node silent.
 */
function isLasting({ signs, unanswered }: Life, sign: Sign): boolean {
  if (!sign.past || unanswered !== null || /too-many|reserved|^connection\.no-process/.test(sign.reason ?? '')) return true;
  const alike = signs.filter((other) => other.state === 'rejecting' && other.fact.span.source === sign.fact.span.source);
  const [first] = alike;
  const from = first?.fact.at ?? null;
  return from !== null && sign.fact.at !== null && Date.parse(sign.fact.at) - Date.parse(from) >= MINUTE;
}

/** Said by whoever was told to stop it. */
const REQUESTED = /^(?:ctl\.stopped|script\.db-stopped|switchover\.shutdown-clean)$/;
const ORDERLY = /^(?:shutdown\.complete|control|unit)$/;

/** Somebody stopped it: by a command that was typed before, or by a request that its log shows. */
function isMeant(cluster: Cluster, node: Node, sign: Sign): boolean {
  if (sign.reason === null) return false;
  if (REQUESTED.test(sign.reason)) return true;
  if (!ORDERLY.test(sign.reason)) return false;
  const typed = cluster
    .doneOn(node, 'stop', 'restart', 'switchover', 'rejoin', 'rewind', 'clone')
    .some((done) => !done.dryRun && isLater(sign.fact, done.fact));
  const requests = node.messages('shutdown.smart', 'shutdown.fast', 'shutdown.immediate').filter((fact) => isLater(sign.fact, fact));
  const starts = node.messages('startup.begins', 'startup.ready', 'startup.ready-read-only').filter((fact) => isLater(sign.fact, fact));
  const request = requests.at(-1);
  return typed || (request !== undefined && starts.every((start) => isLater(request, start)));
}

/** The node that runs as primary in its place. */
export function successorOf(cluster: Cluster, node: Node): Node | null {
  return cluster.nodes.find((other) => other !== node && primaryClaim(cluster, other) !== null) ?? null;
}

/** The primary by its record, else by what it ran as before; in repmgr 3's listings the failed node that others name as upstream. */
export function wasPrimary(cluster: Cluster, node: Node): boolean {
  const recorded = recordedRole(cluster, node);
  if (recorded !== 'primary' && isHeldForPrimary(cluster, node)) return true;
  if (recorded !== null) return recorded === 'primary';
  if (standsAlone(cluster, node)) return true;
  const others = listingsOf(cluster).flatMap((listing) => listing.rows);
  const named = others.some((row) => row.upstream === node.name) && !others.some((row) => row.recorded === 'primary');
  return node.isPrimary || (node.name !== null && named) || wasVotedOut(cluster, node);
}

/** repmgr 3 prints `FAILED` in place of the role: what has no upstream in a listing with that column is a master by its record. */
const standsAlone = (cluster: Cluster, node: Node): boolean =>
  cluster.facts
    .of('cluster-row')
    .some((row) => row.name === node.name && /^FAILED$/.test(row.status) && row.upstream === null && row.excerpt.split('|').length === 4);

/** The script that would make the node a standby found a primary's data directory there; the list of the pool has its new role already. */
function isHeldForPrimary(cluster: Cluster, node: Node): boolean {
  return cluster.messages('cluster.not-recovered').some((fact) => {
    const told = cluster.nodeOf(fact);
    const others = cluster.nodes.filter((other) => other !== node && primaryClaim(cluster, other) === null);
    return told === null ? others.length === 0 : told === node;
  });
}

/** repmgrd gave it up, and a standby of it won the vote. */
function wasVotedOut(cluster: Cluster, node: Node): boolean {
  const lost = lifeOfNode(cluster, node).unanswered?.fact;
  if (lost?.kind !== 'message' || lost.event !== 'repmgrd.reconnect-failed') return false;
  return cluster.messages('repmgrd.winner').some((fact) => fact.span.source === lost.span.source && isLater(fact, lost));
}

/** What an orderly end writes, be it to a log or to who stopped it. */
const ENDED: readonly string[] = ['shutdown.complete', 'ctl.stopped', 'script.db-stopped'];

/**
 * A server that is down by its node's own word, and whose control file says `in production`, with no orderly end that may have come
 * after that: repmgr rejoins it by a rewind only.
 */
export function hasCrashed(cluster: Cluster, node: Node): boolean {
  const outage = outageOf(cluster, node);
  const state = node.facts.of('control').findLast((fact) => fact.key === 'database cluster state');
  if (outage.is !== 'down' || !outage.sign.own || state?.value !== 'in production') return false;
  const own = lifeOfNode(cluster, node).signs.filter((sign) => sign.own);
  const ran = (end: Sign): boolean => own.some((sign) => sign.state === 'running' && isLater(sign.fact, end.fact));
  return !own.some((sign) => ENDED.includes(sign.reason ?? '') && !isLater(state, sign.fact) && !ran(sign));
}
