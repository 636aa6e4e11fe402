/** Whether each node's server runs, as its own log and outputs and the other nodes tell it, and which word is the last. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import { byId, givesUp, missedByPause, reached } from './answered.ts';
import { endsOneProcess, isOfArchiver } from './child-ends.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { REJECTS, RUNS, START_FAILURES, STARTED, STOPS } from './life-events.ts';
import { type Answer, listingOfIssue, listingsOf } from './listings.ts';
import type { Node } from './node.ts';
import { isTakenOut, poolNodes, streamsAllTheSame } from './pool-nodes.ts';
import { fruitlessSearches } from './process-searches.ts';
import { processesOf } from './processes.ts';
import { isLater, type MessageFact } from './replication.ts';

/**
 * `running` takes connections; `rejecting` runs and takes none; `stopped` is not there; `failed` is what repmgr calls a node that did
 * not answer and that it marked inactive; `unreachable` did not answer whoever asked.
 */
export type LifeState = 'running' | 'rejecting' | 'stopped' | 'failed' | 'unreachable';

export interface Sign {
  readonly node: Node;
  readonly state: LifeState;
  readonly fact: Fact;
  /** Told on the node itself: by its server's log, or by somebody who asked on its own host. */
  readonly own: boolean;
  /** A log's word: it tells what was then. */
  readonly past: boolean;
  /** Why, as an event's name: `connect.refused`, `startup.bind-failed`. */
  readonly reason: string | null;
}

/** What one node's signs come to. */
export interface Life {
  readonly node: Node;
  readonly signs: readonly Sign[];
  /** The last word of those that touched the server: it answered, it refused, it was found gone. */
  readonly touched: Sign | null;
  /** The last word of those that got no answer, where no later one did. */
  readonly unanswered: Sign | null;
}

const known = new WeakMap<Cluster, ReadonlyMap<Node, Life>>();

export function livesOf(cluster: Cluster): ReadonlyMap<Node, Life> {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const signs = [
    ...listed(cluster),
    ...pooled(cluster),
    ...crossed(cluster),
    ...cluster.nodes.flatMap((node) => ownSigns(cluster, node)),
    ...asked(cluster),
  ];
  const lives = new Map(
    cluster.nodes.map((node) => [
      node,
      lifeOf(
        node,
        signs.filter((sign) => sign.node === node).sort((a, b) => a.fact.order - b.fact.order),
      ),
    ]),
  );
  known.set(cluster, lives);
  return lives;
}

export function lifeOfNode(cluster: Cluster, node: Node): Life {
  return livesOf(cluster).get(node) ?? { node, signs: [], touched: null, unanswered: null };
}

/** The server is shown to be down, and nothing later shows it up. */
export function isStopped(life: Life): boolean {
  return life.touched?.state === 'stopped';
}

function lifeOf(node: Node, signs: readonly Sign[]): Life {
  const touching = signs.filter((sign) => sign.state === 'running' || sign.state === 'rejecting' || sign.state === 'stopped');
  const overtakes = (later: Sign, sign: Sign): boolean =>
    (isLater(later.fact, sign.fact) && !saysLess(later, sign)) || isThereAllTheSame(node, later, sign);
  // Files have no order: what was asked outweighs what a log once wrote, the node's own word outweighs another's.
  // Of two that weigh the same, one that got an answer: a server may refuse one address and answer at another.
  const answered = (sign: Sign): number => (sign.state !== 'running' ? 0 : isProcess(sign) ? -1 : 1);
  const rank = (sign: Sign): number => (sign.past ? 0 : 4) + (sign.own ? 2 : 0) + answered(sign);
  const ranked = [...touching].sort((a, b) => rank(b) - rank(a) || b.fact.order - a.fact.order);
  const touched = ranked.find((sign) => !touching.some((other) => overtakes(other, sign))) ?? null;
  const silent = signs.filter((sign) => sign.state === 'failed' || sign.state === 'unreachable');
  const answers = signs.filter((sign) => !sign.own && (sign.state === 'running' || sign.state === 'rejecting'));
  // It was down when nobody got an answer, and was started since: nothing tells that it cannot be reached now.
  const started = signs.filter((sign) => sign.own && sign.state === 'running' && STARTED.includes(sign.reason ?? ''));
  // What a log once could not reach counts no more where somebody got an answer when the bundle was made.
  const isPast = (sign: Sign): boolean => sign.past && answers.some((other) => !other.past && !isLater(sign.fact, other.fact));
  // Where its own repmgrd lost it and had it back, nobody else was asked.
  const own = signs.filter((sign) => sign.own && sign.state === 'running');
  const last = silent.filter(
    (sign) => !isPast(sign) && ![...silent, ...answers, ...(sign.own ? own : started)].some((other) => isLater(other.fact, sign.fact)),
  );
  const unanswered = last.at(-1) ?? null;
  return { node, signs, touched, unanswered };
}

/** A process that is there need not take connections; a unit that runs nothing need not be the one that started the server. */
function saysLess(later: Sign, sign: Sign): boolean {
  if (!isProcess(later)) return false;
  if (later.state === 'running') return sign.state === 'rejecting';
  return later.fact.kind === 'unit' && /inactive/.test(later.fact.active ?? '') && sign.state === 'running' && sign.own;
}

/**
 * Nobody listened where somebody asked, and the process of the node's server was seen: it listens on another port, address or socket
 * directory. Only a list that is known to be older says nothing of that moment.
 */
function isThereAllTheSame(node: Node, seen: Sign, asked: Sign): boolean {
  if (asked.state !== 'stopped' || !/^connect\./.test(asked.reason ?? '') || isLater(asked.fact, seen.fact)) return false;
  if (seen.state !== 'running' || seen.fact.kind !== 'process' || seen.fact.role !== 'postmaster') return false;
  const directory = /\s-D\s*(\S+)/.exec(seen.fact.command)?.[1];
  return directory !== undefined && node.dataDir !== null && directory.replace(/\/+$/, '') === node.dataDir.replace(/\/+$/, '');
}

/** Seen from outside: a process in a list, a unit's state. */
export function isProcess({ reason }: Sign): boolean {
  return reason === 'process' || reason === 'unit';
}

/** What the listings say of each node. */
function listed(cluster: Cluster): Sign[] {
  return listingsOf(cluster).flatMap((listing) =>
    listing.rows.flatMap((row): Sign[] => {
      if (row.node === null) return [];
      const state = row.answer === 'unknown' ? 'running' : row.answer;
      const own = row.node === listing.viewer && state === 'running';
      return [{ node: row.node, state, fact: row.fact, own, past: false, reason: null }];
    }),
  );
}

/** What kingbasecluster's list says of each. */
function pooled(cluster: Cluster): Sign[] {
  return poolNodes(cluster.facts).flatMap((fact): Sign[] => {
    const node = cluster.node(fact.values['hostname'] ?? '');
    if (node === null) return [];
    const sent = isTakenOut(fact) ? streamsAllTheSame(cluster.facts, fact) : null;
    if (sent !== null) return [{ node, state: 'running', fact: sent, own: false, past: false, reason: null }];
    const state = isTakenOut(fact) ? 'failed' : fact.values['status'] === 'up' ? 'running' : null;
    return state === null ? [] : [{ node, state, fact, own: false, past: false, reason: null }];
  });
}

/** The cells of `cluster matrix` and `crosscheck`: who got a connection to whom. */
function crossed(cluster: Cluster): Sign[] {
  return cluster.facts.of('matrix').flatMap((fact): Sign[] => {
    const node = cluster.node(fact.to) ?? (fact.toId === null ? null : cluster.nodeById(fact.toId));
    if (node === null || fact.status === 'unknown') return [];
    const own = fact.fromId === fact.toId;
    return [{ node, state: fact.status === 'works' ? 'running' : 'unreachable', fact, own, past: false, reason: null }];
  });
}

const isStartFailure = (fact: MessageFact): boolean =>
  (START_FAILURES as readonly string[]).includes(fact.event ?? '') &&
  (fact.level === 'fatal' || fact.level === 'panic' || fact.event === 'startup.bind-failed') &&
  !endsOneProcess(fact);

/** What the node's own log, processes, units and answers say. */
function ownSigns(cluster: Cluster, node: Node): Sign[] {
  const signs: Sign[] = [];
  const add = (state: LifeState, fact: Fact, past: boolean, reason: string | null = null): void =>
    void signs.push({ node, state, fact, own: true, past, reason });
  const servers = new Map<string, Server>();
  for (const fact of node.facts.all) {
    if (fact.kind === 'message') {
      if (isOfArchiver(node, fact)) continue;
      const server = servers.get(fact.span.source) ?? { running: null, failed: new Set<string>() };
      servers.set(fact.span.source, server);
      const state = stateOf(fact, server);
      if (state !== null) add(state, fact, fact.atText !== null, fact.event);
    } else if (cluster.askedOn(fact) !== node) continue;
    else if (fact.kind === 'row' && (/^pg_/.test(fact.relation ?? '') || 'pg_is_in_recovery' in fact.values)) add('running', fact, false);
    else if (fact.kind === 'setting' && (fact.via === 'pg_settings' || fact.via === 'show')) add('running', fact, false);
    else if (fact.kind === 'node-status') add('running', fact, false);
    else if (fact.kind === 'node-check' && fact.about?.name !== undefined) add('running', fact, false);
    else if (fact.kind === 'note' && fact.topic === 'no-rows' && /^pg_/.test(fact.values['relation'] ?? '')) add('running', fact, false);
    else if (fact.kind === 'control' && /^(?:shut down|shut down in recovery)$/.test(fact.value)) add('stopped', fact, false, 'control');
    else if (fact.kind === 'unit') {
      const state = unitState(fact);
      if (state !== null) add(state, fact, false, 'unit');
    }
  }
  return [...signs, ...processSigns(cluster, node), ...searchSigns(cluster, node)];
}

/** What a search for the server itself looks for: `kingbase`, `postgres:`, `bin/postgres`, `postmaster`. */
const SERVER_SEARCH = /^(?:\S*\/)?(?:\[?k\]?ingbase|\[?p\]?ostgres|postmaster):?$/;

/** Somebody looked for the server's processes and found none. Before an installation, where nothing else tells of a server, that is as it should be. */
function searchSigns(cluster: Cluster, node: Node): Sign[] {
  const told = node.identity.registered || node.facts.of('message').some((fact) => fact.program === 'server' || fact.program === 'system');
  if (!told) return [];
  return fruitlessSearches(node.facts)
    .filter(({ pattern, fact }) => SERVER_SEARCH.test(pattern) && cluster.askedOn(fact) === node)
    .map(({ fact }) => ({ node, state: 'stopped', fact, own: true, past: false, reason: 'no-process' }));
}

/** The server of one log while it is read: the process that runs, and those whose start failed. */
interface Server {
  running: string | null;
  readonly failed: Set<string>;
}

/** A second start beside a running server fails and says "shut down", too: that is not the running one's end. */
function stateOf(fact: MessageFact, server: Server): LifeState | null {
  const { event, pid } = fact;
  if (event === null) return null;
  if (event === 'startup.ready' || event === 'startup.ready-read-only') server.running = pid;
  const beside = server.running !== null && pid !== null && pid !== server.running;
  if (isStartFailure(fact)) {
    if (pid !== null) server.failed.add(pid);
    return beside && /^startup\.(?:bind-failed|no-sockets|lock-file)$/.test(event) ? null : 'stopped';
  }
  if (STOPS.includes(event)) {
    if (beside && pid !== null && server.failed.has(pid)) return null;
    server.running = null;
    return 'stopped';
  }
  if (event === 'startup.begins' && beside) return null;
  if (RUNS.includes(event)) return 'running';
  return REJECTS.includes(event) ? 'rejecting' : null;
}

/** Debian's `postgresql.service` is a shell around the clusters: "active (exited)" says nothing. */
function unitState(fact: FactOf<'unit'>): LifeState | null {
  if (!/postgres|pgsql|kingbase|edb-as/i.test(fact.unit) || /repmgr|pgpool|pgbouncer|exporter|backup|operator/i.test(fact.unit))
    return null;
  // a pod of several containers: which of them is down is not shown
  if (/^[1-9]\d*\/\d+ ready/.test(fact.detail ?? '')) return /^active/.test(fact.active ?? '') ? 'running' : null;
  if (/failed|inactive|dead/.test(fact.active ?? '')) return 'stopped';
  return /^active/.test(fact.active ?? '') && !/exited/.test(`${fact.active} ${fact.detail ?? ''}`) ? 'running' : null;
}

const SERVER_ROLES: readonly string[] = ['postmaster', 'archiver', 'walsender', 'walreceiver', 'startup', 'backend', 'background'];

/** A list of processes shows the server; it shows its absence only where the list is whole: it holds the `ps` that made it, and no `grep`. */
function processSigns(cluster: Cluster, node: Node): Sign[] {
  const lists = new Map<number, FactOf<'process'>[]>();
  for (const fact of processesOf(node)) {
    if (cluster.askedOn(fact) !== node) continue;
    lists.set(fact.segment, [...(lists.get(fact.segment) ?? []), fact]);
  }
  return [...lists.values()].flatMap((list): Sign[] => {
    const server = list.find((fact) => SERVER_ROLES.includes(fact.role));
    const self = list.find((fact) => /^ps\s/.test(fact.command));
    if (server !== undefined) return [{ node, state: 'running', fact: server, own: true, past: false, reason: 'process' }];
    const filtered = list.some((fact) => /^(?:\S*\/)?e?grep\b/.test(fact.command));
    return self === undefined || filtered ? [] : [{ node, state: 'stopped', fact: self, own: true, past: false, reason: 'no-process' }];
  });
}

const SILENT = ['connect.refused', 'connect.no-socket', 'connect.no-route', 'connect.timeout', 'connect.unknown-host'];
const REFUSES = [
  'connect.starting-up',
  'connect.shutting-down',
  'connect.in-recovery',
  'connect.hot-standby-off',
  'connect.too-many-clients',
];
/** The server is there and checks who asks. */
export const AUTHENTICATION = [
  'connect.no-hba-entry',
  'connect.hba-reject',
  'connect.password-failed',
  'connect.ident-failed',
  'connect.authentication-failed',
  'connect.no-password',
  'connect.no-role',
  'connect.no-database',
  'connect.tls-required',
  'connect.certificate',
  'connect.ssl',
] as const satisfies readonly EventName[];

/** What somebody got who tried to connect: repmgr, repmgrd, psql. */
function asked(cluster: Cluster): Sign[] {
  return cluster.facts.of('message').flatMap((fact): Sign[] => {
    if (fact.program === 'server') return [];
    const shut = shutBySwitchover(cluster, fact);
    if (shut !== null) return [shut];
    if (fact.event === 'switchover.pause-failed') return missedByPause(cluster, fact);
    const reason = fact.event?.startsWith('connect.') ? fact.event : (fact.values['reason'] ?? pinged(fact));
    const gaveUp = givesUp(fact) || fact.event === 'status.unreachable';
    if (reason === null && !gaveUp) return reached(cluster, fact);
    const node = targetOf(cluster, fact);
    if (node === null) return [];
    const row = rowOfItem(cluster, fact, node);
    if (row !== null) return row === 'unknown' || row === 'running' ? [] : [{ node, state: row, fact, own: false, past: false, reason }];
    const here = cluster.askedOn(fact) === node;
    const past = fact.atText !== null;
    const sign = (state: LifeState): Sign[] => [{ node, state, fact, own: here, past, reason }];
    if (reason === null) return sign('unreachable');
    // Nobody listens on the node's own address: its server is not there, or listens elsewhere. Both are told apart by what else is known.
    if (SILENT.includes(reason)) return sign(here && /refused|no-socket/.test(reason) ? 'stopped' : 'unreachable');
    if (REFUSES.includes(reason)) return sign('rejecting');
    return (AUTHENTICATION as readonly string[]).includes(reason) ? sign('running') : [];
  });
}

/** An item under a listing belongs to the row of its node: it adds the reason. */
function rowOfItem(cluster: Cluster, fact: MessageFact, node: Node): Answer | null {
  if (fact.event !== 'status.unreachable') return null;
  return listingOfIssue(cluster, fact)?.rows.find((row) => row.node === node)?.answer ?? null;
}

/** `PQping() returned "PQPING_REJECT"`: it runs and takes no connections; NO_RESPONSE: nobody answered. */
function pinged(fact: MessageFact): string | null {
  const value = /^connection\.(?:ping-failed|pqping)$/.test(fact.event ?? '') ? `${fact.values['value'] ?? ''} ${fact.detail ?? ''}` : '';
  return /PQPING_REJECT/.test(value) ? 'connect.starting-up' : /PQPING_NO_RESPONSE/.test(value) ? 'connect.timeout' : null;
}

/** The node that a failed connection was meant for: by its address and port, by its name, else the one where it was tried. */
export function targetOf(cluster: Cluster, fact: MessageFact): Node | null {
  const { host, port, conninfo, node } = fact.values;
  // repmgr 3 names nobody when it gives up: it is who did not answer last
  if (fact.event === 'repmgrd.reconnect-failed' && node === undefined && fact.values['id'] === undefined) {
    const tried = cluster.messages('connection.failed').findLast((one) => one.order < fact.order && one.segment === fact.segment);
    return tried?.values['reason'] === undefined ? null : targetOf(cluster, tried);
  }
  if (node !== undefined) return cluster.node(node) ?? byId(cluster, fact.values['id']);
  const params = conninfo === undefined ? {} : parseConninfo(conninfo).values;
  const detail = fact.detail ?? '';
  // libpq's own words, in the versions from 14 on and before
  const words =
    /connection to server at "([^"]+)"(?: \([^)]*\))?, port (\d+)/.exec(detail) ?? /running on host "([^"]+)"[^?]*port (\d+)/.exec(detail);
  const address = host ?? params['host'] ?? /(?:^|\s)host=(\S+)/.exec(detail)?.[1] ?? words?.[1] ?? null;
  const number = port ?? params['port'] ?? /(?:^|\s)port=(\d+)/.exec(detail)?.[1] ?? words?.[2] ?? null;
  const place = cluster.askedOn(fact);
  const socket = fact.event === 'connect.no-socket' || fact.values['reason'] === 'connect.no-socket';
  const asked = /\.s\.(?:PGSQL|KINGBASE)\.(\d+)/.exec(`${fact.text} ${detail}`)?.[1];
  if (socket && place?.port != null && asked !== undefined && Number(asked) !== place.port) return null;
  if (socket || fact.event === 'connection.local-failed') return place;
  if (address === null) return byId(cluster, fact.values['id']) ?? (askedHere(cluster, fact) || isOnlyServer(cluster, fact) ? place : null);
  if (/^(?:localhost|127\.0\.0\.1|::1)$/.test(address) || address.startsWith('/')) {
    const same = place !== null && (place.port === null || number === null || Number(number) === place.port);
    return same ? place : null;
  }
  const fits = cluster.nodes.filter(
    (one) =>
      (one.identity.address === address || one.identity.hosts.has(address) || one.name === address) &&
      (number === null || one.port === null || one.port === Number(number)),
  );
  if (fits.length > 0) return fits.length === 1 ? (fits[0] ?? null) : null;
  // `host05.stage.net`, asked on the host whose prompt says host05
  const [label = '', ...domain] = address.split('.');
  return place !== null && domain.length > 0 && /[a-z]/i.test(label) && place.identity.hosts.has(label) ? place : null;
}

/** Said by a client that was called without a host: it asked the server beside it. */
function askedHere(cluster: Cluster, fact: MessageFact): boolean {
  if (fact.program !== 'tool') return false;
  const call = cluster.facts.of('command').findLast((one) => one.order < fact.order && one.span.source === fact.span.source);
  return call !== undefined && /^(?:\S*\/)?(?:psql|ksql)\b/.test(call.text) && !/\s-\w*h|--host|host(?:addr)?=|:\/\//.test(call.text);
}

/** A server that is there and turned repmgr away, where the bundle tells of one server only. */
function isOnlyServer(cluster: Cluster, fact: MessageFact): boolean {
  if (fact.event !== 'connection.failed' || !REFUSES.includes(fact.values['reason'] ?? '') || cluster.nodes.length > 1) return false;
  const before = cluster.facts.of('message').filter((one) => one.span.source === fact.span.source && isLater(fact, one));
  return !before.slice(-3).some((one) => one.values['node'] !== undefined || one.values['upstream'] !== undefined);
}

/** A switchover says that it stopped the demotion candidate, whose name stands in the lines before. */
function shutBySwitchover(cluster: Cluster, fact: MessageFact): Sign | null {
  if (fact.event !== 'switchover.shutdown-clean') return null;
  const named = cluster
    .messages('switchover.stopping-primary', 'switchover.will-promote', 'switchover.standby-behind')
    .filter((other) => other.span.source === fact.span.source && Math.abs(other.span.line - fact.span.line) <= 120)
    .map((other) => (other.event === 'switchover.stopping-primary' ? other.values['node'] : other.values['other']))
    .find((name) => name !== undefined);
  const node = named === undefined ? null : cluster.node(named);
  return node === null ? null : { node, state: 'stopped', fact, own: false, past: false, reason: fact.event };
}
