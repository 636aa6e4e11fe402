/** Connections of standbys that break and come back: counted in receivers' logs, in senders' logs, by repmgrd, and in repmgr's events. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { type MessageFact, standbyOf } from './replication.ts';

export interface Flapping {
  readonly node: Node | null;
  readonly name: string | null;
  /** How often it broke off, by the source that counts most. */
  readonly breaks: number;
  /** How often it came back, where that source tells. */
  readonly returns: number | null;
  /** From the first break to the last, in milliseconds; null where times are not told. */
  readonly span: number | null;
  /** One side gave up on silence: a timeout, rather than a connection that was cut. */
  readonly timeouts: boolean;
  readonly facts: readonly Fact[];
}

const BROKEN = ['walreceiver.timeout', 'walreceiver.receive-failed', 'walreceiver.send-failed'] as const satisfies readonly EventName[];
const LOST = ['walsender.timeout', 'walsender.standby-lost'] as const satisfies readonly EventName[];
/** The upstream was away, or the standby itself began anew: then breaking off is no wonder. */
const AWAY = /^(?:net\.refused|connection\.(?:starting-up|shutting-down|in-recovery))$/;

export function flappingsOf(cluster: Cluster): readonly Flapping[] {
  const all = [...byReceivers(cluster), ...bySenders(cluster), ...byDaemons(cluster), ...byEvents(cluster), ...byUpstreamEvents(cluster)];
  const best = new Map<string, Flapping>();
  for (const one of all) {
    const key = one.node?.label ?? one.name ?? '';
    const known = best.get(key);
    // the other side of the same connection may tell why
    const timeouts = one.timeouts || known?.timeouts === true;
    best.set(key, { ...(known !== undefined && one.breaks <= known.breaks ? known : one), timeouts });
  }
  return [...best.values()];
}

const timeIn = (text: string | null): number =>
  Date.parse(`${/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/.exec(text ?? '')?.[0].replace(' ', 'T') ?? ''}Z`);

const DAY = 86_400_000;

/** The same log goes on without a break for a day and for much longer than it held before. */
export function calmSince(cluster: Cluster, one: Flapping): Fact | null {
  const last = one.facts.at(-1);
  if (last?.kind !== 'message' || one.span === null) return null;
  const broke = timeIn(last.lastAtText ?? last.atText);
  const quiet = Math.max(DAY, (3 * one.span) / one.breaks);
  return (
    cluster
      .messages('repmgrd.monitoring')
      .findLast((fact) => fact.span.source === last.span.source && timeIn(fact.lastAtText ?? fact.atText) - broke >= quiet) ?? null
  );
}

const countOf = (facts: readonly { readonly count?: number }[]): number => facts.reduce((sum, fact) => sum + (fact.count ?? 1), 0);

/** Milliseconds between the first and the last. Times of one source are compared as they stand there: the zone is the same. */
function spanOf(facts: readonly Fact[]): number | null {
  const times = facts
    .flatMap((fact) => (fact.kind === 'message' ? [fact.atText, fact.lastAtText] : [fact.at]))
    .map(timeIn)
    .filter((time) => !Number.isNaN(time));
  return times.length < 2 ? null : Math.max(...times) - Math.min(...times);
}

function grouped<F extends Fact>(facts: readonly F[], key: (fact: F) => string): F[][] {
  const groups = new Map<string, F[]>();
  for (const fact of facts) groups.set(key(fact), [...(groups.get(key(fact)) ?? []), fact]);
  return [...groups.values()];
}

function byReceivers(cluster: Cluster): Flapping[] {
  const broken = cluster.messages(...BROKEN).filter((fact) => fact.event !== 'walreceiver.receive-failed' || isCut(fact));
  return grouped(broken, (fact) => fact.span.source).map((facts) => {
    const first = facts[0];
    const here = (fact: Fact): boolean => first !== undefined && fact.span.source === first.span.source && fact.order >= first.order;
    const streams = cluster.messages('walreceiver.streaming').filter(here);
    const away = cluster.messages('walreceiver.connect-failed').filter((fact) => here(fact) && AWAY.test(fact.values['cause'] ?? ''));
    const starts = cluster.messages('startup.begins').filter(here);
    const breaks = Math.max(0, countOf(facts) - away.length - countOf(starts));
    return {
      node: first === undefined ? null : standbyOf(cluster, first),
      name: null,
      breaks: Math.min(breaks, countOf(streams) + 1),
      returns: countOf(streams),
      span: spanOf([...facts, ...streams]),
      timeouts: facts.some((fact) => fact.event === 'walreceiver.timeout'),
      facts: [...facts, ...streams].sort((a, b) => a.order - b.order),
    };
  });
}

/** Broken off, rather than told why it may not go on. */
function isCut(fact: MessageFact): boolean {
  const { cause } = fact.values;
  return cause === undefined || /^(?:libpq|net|connection\.terminated|connect)/.test(cause);
}

function bySenders(cluster: Cluster): Flapping[] {
  return grouped(cluster.messages(...LOST), (fact) => `${fact.span.source} ${standbyOf(cluster, fact)?.label ?? ''}`).map((facts) => {
    const first = facts[0];
    return {
      node: first === undefined ? null : standbyOf(cluster, first),
      name: null,
      breaks: countOf(facts),
      returns: null,
      span: spanOf(facts),
      timeouts: facts.some((fact) => fact.event === 'walsender.timeout'),
      facts,
    };
  });
}

/** `standby node "n2" (ID: 2) has disconnected` / `has reconnected after 6 seconds`: the primary's repmgrd, or KingbaseES's hamgr.log. */
function byDaemons(cluster: Cluster): Flapping[] {
  const all = cluster
    .messages('repmgrd.child-disconnected', 'repmgrd.child-reconnected')
    .filter((fact) => fact.program === 'repmgrd' || fact.atText !== null);
  return grouped(all, (fact) => `${fact.span.source} ${fact.values['node'] ?? ''}`).map((facts) => {
    const gone = facts.filter((fact) => fact.event === 'repmgrd.child-disconnected');
    const back = facts.filter((fact) => fact.event === 'repmgrd.child-reconnected');
    const name = facts[0]?.values['node'] ?? null;
    return {
      node: cluster.node(name ?? ''),
      name,
      breaks: countOf(gone),
      returns: countOf(back),
      span: spanOf(facts),
      timeouts: false,
      facts,
    };
  });
}

function byEvents(cluster: Cluster): Flapping[] {
  const rows = cluster.facts.of('row').filter((row) => /^child_node_(?:dis|re)connect$/.test(row.values['event'] ?? ''));
  return grouped(rows, (row) => childOf(row) ?? '').map((facts) => {
    const name = facts[0] === undefined ? null : childOf(facts[0]);
    const gone = facts.filter((row) => row.values['event'] === 'child_node_disconnect');
    return {
      node: cluster.node(name ?? ''),
      name,
      breaks: gone.length,
      returns: facts.length - gone.length,
      span: spanOf(facts),
      timeouts: false,
      facts,
    };
  });
}

/** What the repmgrd of a standby says of its upstream: one that went and was not found again is no connection that flaps. */
function byUpstreamEvents(cluster: Cluster): Flapping[] {
  const rows = cluster.facts.of('row').filter((row) => /^repmgrd_upstream_(?:dis|re)connect$/.test(row.values['event'] ?? ''));
  return grouped(rows, (row) => row.values['node_id'] ?? '').map((facts) => {
    const gone = facts.filter((row) => row.values['event'] === 'repmgrd_upstream_disconnect');
    const returns = facts.length - gone.length;
    const id = facts[0]?.values['node_id'] ?? '';
    const node = id === '' ? null : cluster.nodeById(Number(id));
    const name = facts[0]?.values['name'] ?? (id === '' ? null : `node ${id}`);
    return { node, name, breaks: Math.min(gone.length, returns + 1), returns, span: spanOf(facts), timeouts: false, facts };
  });
}

/** `standby node "crm_2" (ID: 2) has disconnected` */
const childOf = (row: FactOf<'row'>): string | null => /node "([^"]+)"/.exec(row.values['details'] ?? '')?.[1] ?? null;
