/** Nodes that somebody reached or did not reach on the way, as repmgr and repmgrd mention it. */
import type { Cluster } from './cluster.ts';
import type { Sign } from './life.ts';
import type { Node } from './node.ts';
import type { MessageFact } from './replication.ts';

export const byId = (cluster: Cluster, id: string | undefined): Node | null => (id === undefined ? null : cluster.nodeById(Number(id)));

/** repmgrd says this of its own node once it has read its record there. */
const READ_ITS_RECORD = /^repmgrd\.(?:inactive-node|role-mismatch|monitoring-started|local-back)$/;

/** A switchover that ends well has found both nodes running; repmgrd says when it has its upstream back. */
export function reached(cluster: Cluster, fact: MessageFact): Sign[] {
  if (READ_ITS_RECORD.test(fact.event ?? '')) {
    const here = cluster.askedOn(fact);
    return here === null ? [] : [{ node: here, state: 'running', fact, own: true, past: fact.atText !== null, reason: null }];
  }
  if (hasBack(fact)) {
    const found = cluster.node(fact.values['upstream'] ?? fact.values['node'] ?? '') ?? byId(cluster, fact.values['id']);
    return found === null ? [] : [{ node: found, state: 'running', fact, own: false, past: fact.atText !== null, reason: null }];
  }
  if (fact.event === 'promote.active-primary') {
    const found = cluster.node(/current primary is "([^"]+)"/.exec(fact.detail ?? '')?.[1] ?? '');
    return found === null ? [] : [{ node: found, state: 'running', fact, own: false, past: fact.atText !== null, reason: null }];
  }
  if (fact.event !== 'switchover.successful' && fact.event !== 'switchover.roles-changed') return [];
  const { primary, standby, node, other } = fact.values;
  return [primary ?? node, standby ?? other].flatMap((name) => {
    const found = name === undefined ? null : cluster.node(name);
    return found === null ? [] : [{ node: found, state: 'running' as const, fact, own: false, past: fact.atText !== null, reason: null }];
  });
}

function hasBack(fact: MessageFact): boolean {
  if (/^repmgrd\.(?:upstream-reconnected|child-(?:re)?connected)$/.test(fact.event ?? '')) return true;
  if (fact.event === 'repmgrd.monitoring') return fact.values['state'] === 'normal';
  return fact.event === 'repmgrd.recovered' && /has recovered|succeeded|reconnected to/.test(fact.text);
}

/** Whom a switchover could not reach to pause repmgrd there: its DETAIL names them. */
export function missedByPause(cluster: Cluster, fact: MessageFact): Sign[] {
  const names = [...(fact.detail ?? '').matchAll(/"([^"]+)" \(ID:? ?\d+\)/g)].flatMap((match) => cluster.node(match[1] ?? '') ?? []);
  return names.map((node) => ({
    node,
    state: 'unreachable',
    fact,
    own: false,
    past: fact.atText !== null,
    reason: fact.values['reason'] ?? null,
  }));
}

/** repmgrd tried for long enough, or did not start for want of its upstream. */
export const givesUp = (fact: MessageFact): boolean =>
  fact.event === 'repmgrd.reconnect-failed' || (fact.event === 'repmgrd.upstream-not-reachable' && /, terminating/.test(fact.text));
