/** Whether repmgrd runs on each node, whether it is paused, and what shows that the cluster counts on it. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { fruitlessSearches } from './process-searches.ts';
import { isLater, type MessageFact } from './replication.ts';

/** One word on a daemon. */
export interface DaemonSign {
  readonly daemon: 'repmgrd' | 'kbha';
  /** Null: the text does not tell where. */
  readonly node: Node | null;
  readonly state: 'running' | 'stopped';
  /** Null: not told. */
  readonly paused: boolean | null;
  readonly fact: Fact;
  /** A log's word: it tells what was then. */
  readonly past: boolean;
  readonly how: 'status' | 'check' | 'unit' | 'processes' | 'log' | 'command';
}

/** A process list with the text that shows that it is whole, or what it was filtered for. */
type ProcessFact = FactOf<'process'>;

const known = new WeakMap<Cluster, readonly DaemonSign[]>();

/** Every word on repmgrd and kbha, in the order of the bundle. */
export function daemonSigns(cluster: Cluster): readonly DaemonSign[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const signs = [
    ...cluster.facts.all.flatMap((fact) => signOf(cluster, fact) ?? []),
    ...[...processLists(cluster).values()].flatMap((list) => listSigns(cluster, list)),
    ...searchSigns(cluster),
  ].sort((a, b) => a.fact.order - b.fact.order);
  known.set(cluster, signs);
  return signs;
}

/** A daemon's own last breath in its log, and what others say of it. */
const ENDED: readonly string[] = [
  'repmgrd.stopping',
  'repmgrd.degraded-timeout',
  'daemon.stopped',
  'daemon.not-started',
  'repmgrd.sibling-without-repmgrd',
  'switchover.repmgrd-not-running',
  'script.repmgrd-start-failed',
] satisfies readonly (EventName | `script.${string}`)[];

/** Only a daemon that runs says this; what it says at a start that fails is left out. */
const ALIVE: readonly string[] = [
  'repmgrd.monitoring-started',
  'repmgrd.monitoring',
  'repmgrd.checking',
  'repmgrd.reconnect-failed',
  'repmgrd.upstream-reconnected',
  'repmgrd.election',
  'repmgrd.winner',
  'repmgrd.follow-started',
  'repmgrd.paused',
  'repmgrd.not-automatic',
  'repmgrd.child-connected',
  'repmgrd.child-disconnected',
  'repmgrd.child-reconnected',
  'daemon.started',
  'daemon.already-running',
  'script.repmgrd-started',
] satisfies readonly (EventName | `script.${string}`)[];

const PAUSED_DETAIL = /repmgrd paused by administrator/;

function signOf(cluster: Cluster, fact: Fact): DaemonSign | null {
  const sign = (node: Node | null, state: DaemonSign['state'], how: DaemonSign['how'], paused: boolean | null = null): DaemonSign => ({
    daemon: 'repmgrd',
    node,
    state,
    paused,
    fact,
    past: how === 'log' && fact.atText !== null,
    how,
  });
  switch (fact.kind) {
    case 'service-row': {
      if (!/^(?:not )?running$/.test(fact.repmgrd)) return null;
      return sign(rowNode(cluster, fact), fact.repmgrd === 'running' ? 'running' : 'stopped', 'status', fact.paused);
    }
    case 'node-check': {
      if (fact.check !== 'repmgrd' || fact.status === 'UNKNOWN') return null;
      const stopped = fact.status === 'CRITICAL';
      return sign(cluster.nodeOf(fact), stopped ? 'stopped' : 'running', 'check', stopped ? null : fact.status === 'WARNING');
    }
    case 'unit':
      return unitSign(fact, sign(cluster.nodeOf(fact), 'running', 'unit'));
    case 'message':
      return messageSign(cluster, fact, sign);
    default:
      return null;
  }
}

export const rowNode = (cluster: Cluster, row: { readonly name: string; readonly id: number }): Node | null =>
  (row.name === '' ? null : cluster.node(row.name)) ?? (row.id === 0 ? null : cluster.nodeById(row.id));

/** Debian's start script ends at once where `/etc/default/repmgrd` does not enable it: "active (exited)" means that nothing runs. */
function unitSign(fact: FactOf<'unit'>, sign: DaemonSign): DaemonSign | null {
  if (!isRepmgrdUnit(fact.unit)) return null;
  const { active, sub } = fact;
  if (/^(?:failed|inactive|dead)/.test(active ?? '') || /exited|dead/.test(sub ?? '')) return { ...sign, state: 'stopped' };
  return active === 'active' ? sign : null;
}

/** `repmgrd.service`, `repmgr-15.service`, `repmgr13`; a container of bitnami's `postgresql-repmgr` is the server. */
export const isRepmgrdUnit = (unit: string): boolean => /^repmgrd?[-@]?[\d.]*(?:\.service)?$/.test(unit);

function messageSign(
  cluster: Cluster,
  fact: MessageFact,
  sign: (node: Node | null, state: DaemonSign['state'], how: DaemonSign['how'], paused?: boolean | null) => DaemonSign,
): DaemonSign | null {
  const { event } = fact;
  if (event === null || fact.program === 'server') return null;
  const log = fact.atText !== null && fact.program === 'repmgrd';
  if (ENDED.includes(event)) {
    const other = event === 'repmgrd.sibling-without-repmgrd' || event === 'switchover.repmgrd-not-running';
    const node = other ? cluster.node(fact.values['node'] ?? '') : (hostNode(cluster, fact) ?? logNode(cluster, fact));
    return other && node === null ? null : sign(node, 'stopped', log ? 'log' : 'command');
  }
  if (!ALIVE.includes(event)) return null;
  const paused = event === 'repmgrd.paused' || PAUSED_DETAIL.test(fact.detail ?? '') ? true : null;
  return sign(hostNode(cluster, fact) ?? logNode(cluster, fact), 'running', log ? 'log' : 'command', paused);
}

/** The scripts of KingbaseES name a host: `repmgrd on "[10.1.1.1]" stop success`. */
function hostNode(cluster: Cluster, fact: MessageFact): Node | null {
  const { host } = fact.values;
  return host === undefined
    ? null
    : (cluster.nodes.find((node) => node.identity.address === host || node.identity.hosts.has(host)) ?? null);
}

/** Whose log it is: where it was taken, else the node that a line of the same text says it monitors from. */
export function logNode(cluster: Cluster, fact: Fact): Node | null {
  const placed = cluster.nodeOf(fact);
  if (placed !== null) return placed;
  const names = new Set(
    cluster
      .messages('repmgrd.monitoring', 'repmgrd.monitoring-started')
      .filter((one) => one.segment === fact.segment && (one.event === 'repmgrd.monitoring-started' || one.values['upstream'] !== undefined))
      .map((one) => one.values['node']),
  );
  const [only] = names;
  return names.size === 1 && only !== undefined ? cluster.node(only) : null;
}

/** Process rows by the output they stand in. */
function processLists(cluster: Cluster): Map<number, ProcessFact[]> {
  const lists = new Map<number, ProcessFact[]>();
  for (const fact of cluster.facts.of('process')) lists.set(fact.segment, [...(lists.get(fact.segment) ?? []), fact]);
  return lists;
}

/**
 * A list of processes shows a daemon; it shows its absence where it is whole (it holds the `ps` that made it) or was filtered for that
 * daemon (`ps -ef | grep repmgrd`). A whole list without a server says nothing: repmgrd may be meant to be down with it.
 */
function listSigns(cluster: Cluster, list: readonly ProcessFact[]): DaemonSign[] {
  const first = list[0];
  if (first === undefined) return [];
  const daemons = cluster.flavour.daemons.includes('kbha') ? (['repmgrd', 'kbha'] as const) : (['repmgrd'] as const);
  return daemons.flatMap((daemon): DaemonSign[] => {
    const base = { daemon, node: cluster.nodeOf(first), paused: null, past: false, how: 'processes' as const };
    const found = list.find((fact) => fact.role === daemon);
    if (found !== undefined) return [{ ...base, state: 'running', fact: found }];
    const grep = list.find((fact) => isGrepFor(fact.command, daemon));
    const filtered = list.some((fact) => /^(?:\S*\/)?e?grep\b/.test(fact.command));
    if (grep !== undefined) return [{ ...base, state: 'stopped', fact: grep }];
    const whole = list.find((fact) => /^ps\s/.test(fact.command));
    const server = list.some((fact) => fact.role === 'postmaster');
    return filtered || whole === undefined || !server ? [] : [{ ...base, state: 'stopped', fact: whole }];
  });
}

const isGrepFor = (command: string, daemon: string): boolean =>
  /^(?:\S*\/)?e?grep\b/.test(command) &&
  new RegExp(`\\b${daemon === 'repmgrd' ? 'repmgrd?' : daemon}\\b`).test(command) &&
  !/\s-\w*v/.test(command);

/** A search for a daemon found none. Where no cluster is known yet, as before its installation, that says nothing. */
function searchSigns(cluster: Cluster): DaemonSign[] {
  if (!cluster.nodes.some((node) => node.identity.registered)) return [];
  const daemons = cluster.flavour.daemons.includes('kbha') ? (['repmgrd', 'kbha'] as const) : (['repmgrd'] as const);
  return fruitlessSearches(cluster.facts).flatMap(({ pattern, fact }) =>
    daemons
      .filter((daemon) => new RegExp(`(?:^|[|/(\\s])${daemon === 'repmgrd' ? 'repmgrd?' : daemon}\\b`).test(plain(pattern)))
      .map((daemon) => ({
        daemon,
        node: cluster.nodeOf(fact),
        state: 'stopped' as const,
        paused: null,
        fact,
        past: false,
        how: 'processes' as const,
      })),
  );
}

/** `[k]bha` finds kbha and not itself. */
const plain = (pattern: string): string => pattern.replace(/\[(\w)\]/g, '$1');

/** What the last words on a daemon come to. */
export interface Daemon {
  readonly node: Node | null;
  readonly signs: readonly DaemonSign[];
  /** Null: words that contradict each other and of which none is known to be the later one, or none at all. */
  readonly last: DaemonSign | null;
}

export function daemonsOf(cluster: Cluster, daemon: DaemonSign['daemon']): readonly Daemon[] {
  const all = daemonSigns(cluster).filter((sign) => sign.daemon === daemon);
  const nodes = [...new Set(all.map((sign) => sign.node))];
  return nodes.map((node) => {
    const signs = all.filter((sign) => sign.node === node);
    return { node, signs, last: lastWord(signs) };
  });
}

/** What was asked outweighs what a log once wrote; of what weighs the same, the latest; none where they contradict each other. */
function lastWord(signs: readonly DaemonSign[]): DaemonSign | null {
  const now = signs.filter((sign) => !sign.past);
  const candidates = now.length > 0 ? now : signs;
  const standing = candidates.filter((sign) => !candidates.some((other) => isLater(other.fact, sign.fact)));
  if (new Set(standing.map((sign) => sign.state)).size !== 1) return null;
  return standing.at(-1) ?? null;
}

/** What shows that automatic failover is meant to work here; null where nothing does. */
export function relianceOn(cluster: Cluster, node: Node | null): Fact | null {
  const automatic = cluster.facts
    .of('setting')
    .filter((fact) => fact.program === 'repmgr' && fact.name === 'failover' && fact.value === 'automatic');
  const own = automatic.find((fact) => cluster.nodeOf(fact) === node) ?? automatic[0];
  if (own !== undefined) return own;
  const signs = daemonSigns(cluster).filter((sign) => sign.daemon === 'repmgrd');
  const elsewhere = signs.find((sign) => sign.state === 'running' && sign.node !== node);
  const before = signs.find((sign) => sign.how === 'log' && sign.node === node);
  const unit = cluster.facts
    .of('unit')
    .find((fact) => isRepmgrdUnit(fact.unit) && cluster.nodeOf(fact) === node && (fact.enabled === 'enabled' || fact.active === 'failed'));
  return elsewhere?.fact ?? before?.fact ?? unit ?? startedOnce(cluster, node) ?? failoverSeen(cluster);
}

/** repmgr's own events tell that its daemon ran there. */
function startedOnce(cluster: Cluster, node: Node | null): Fact | null {
  const rows = cluster.facts.rows('repmgr.events').filter(({ values }) => /^repmgrd_(?:local_)?start$/.test(values['event'] ?? ''));
  return rows.find(({ values }) => node !== null && cluster.nodeById(Number(values['node_id'])) === node) ?? null;
}

/** A primary that repmgr marked as failed beside one that runs: somebody took over. */
function failoverSeen(cluster: Cluster): Fact | null {
  for (const view of cluster.views) {
    const primaries = view.rows.filter((row) => row.role === 'primary');
    const failed = primaries.find((row) => row.mark === '-');
    if (failed !== undefined && primaries.some((row) => row.mark === '*')) return failed;
  }
  return null;
}

/** repmgr.conf of this node (or, where its own is not shown, of every node shown) says `failover=manual`: repmgrd may watch, but nobody counts on it. */
export function isManual(cluster: Cluster, node: Node | null): FactOf<'setting'> | null {
  const all = cluster.facts.of('setting').filter((fact) => fact.program === 'repmgr' && fact.name === 'failover');
  const own = all.filter((fact) => node !== null && cluster.nodeOf(fact) === node);
  const told = own.length > 0 ? own : all;
  const last = told.at(-1);
  return last !== undefined && told.every((fact) => fact.value === 'manual') ? last : null;
}

/** The primary is gone and nobody runs in its place, as the last listing or repmgrd's log has it: a failover is due now. */
export function isFailoverDue(cluster: Cluster): boolean {
  const listing = [...cluster.views, ...cluster.services].sort((a, b) => a.order - b.order).at(-1);
  if (listing !== undefined) {
    const running = listing.rows.some((row) => /primary/.test(row.role) && /^\*?\s*running$/.test(row.status));
    const promoted = listing.rows.some((row) => /running as primary/.test(row.status));
    return !running && !promoted && listing.rows.some((row) => /primary/.test(row.role) && /unreachable|failed/.test(row.status));
  }
  const lost = cluster.messages('repmgrd.reconnect-failed').at(-1);
  return lost !== undefined && !cluster.messages(...OVER).some((fact) => isLater(fact, lost));
}

/** The primary came back, or somebody took its place. */
export const OVER = [
  'repmgrd.recovered',
  'repmgrd.upstream-reconnected',
  'repmgrd.primary-reappeared',
  'repmgrd.follow-started',
  'repmgrd.became-primary',
  'promote.successful',
  'follow.successful',
] as const satisfies readonly EventName[];

/** One word on whether repmgrd is paused. */
export interface PauseSign {
  readonly node: Node | null;
  readonly paused: boolean;
  readonly fact: Fact;
  /** A log's word: it tells what was then. */
  readonly past: boolean;
}

/** repmgr's own word that it paused or unpaused nodes; what a rehearsal would do is left out. */
function pauseMessage(cluster: Cluster, fact: MessageFact): PauseSign[] {
  const sign = (node: Node | null, paused: boolean): PauseSign[] => [{ node, paused, fact, past: fact.atText !== null }];
  const named = cluster.node(fact.values['name'] ?? fact.values['node'] ?? '') ?? cluster.nodeById(Number(fact.values['id'] ?? Number.NaN));
  switch (fact.event) {
    case 'service.paused':
    case 'service.unpaused':
      return /would be/.test(fact.text) ? [] : sign(named, fact.event === 'service.paused');
    case 'service.not-unpaused':
    case 'switchover.not-unpausing':
      return sign(named, true);
    case 'switchover.unpausing':
    case 'switchover.unpaused':
      return sign(named, false);
    case 'switchover.unpause-failed':
      return sign(null, true);
    default:
      return [];
  }
}

/** Every word on a pause, in the order of the bundle. */
export function pauseSigns(cluster: Cluster): readonly PauseSign[] {
  const told = daemonSigns(cluster).flatMap(({ node, paused, fact, past }) => (paused === null ? [] : [{ node, paused, fact, past }]));
  const said = cluster.facts.of('message').flatMap((fact) => pauseMessage(cluster, fact));
  // `repmgr service unpause` reaches every node; what its output says of each comes behind it
  const typed = cluster.done
    .filter((action) => action.kind === 'unpause' && !action.dryRun)
    .flatMap((action) => [...cluster.members, null].map((node) => ({ node, paused: false, fact: action.fact, past: false })));
  return [...told, ...said, ...typed].sort((a, b) => a.fact.order - b.fact.order);
}
