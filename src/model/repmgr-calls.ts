/** Calls of repmgr and starts of repmgrd that went through: they show that it found its configuration and read its records. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { isLater } from './replication.ts';
import type { Party } from './switchovers.ts';

const WORKED: readonly EventName[] = ['repmgrd.monitoring-started', 'repmgrd.monitoring', 'config.reloaded', 'switchover.completed'];

/** A listing or a check is printed only by a repmgr that has read its configuration and its records; `repmgr --version` needs neither. */
function worked(fact: Fact): boolean {
  if (fact.kind === 'cluster-row' || fact.kind === 'service-row' || fact.kind === 'node-status') return true;
  if (fact.kind === 'node-check') return fact.check !== 'other';
  return fact.kind === 'message' && (WORKED as readonly (string | null)[]).includes(fact.event);
}

/** The server where a fact was printed (of a message: where syslog says that it was), that without a name where nothing tells. */
export function serverAt(cluster: Cluster, fact: Fact): Node | null {
  return (fact.kind === 'message' ? cluster.nodeOf(fact) : null) ?? cluster.askedOn(fact) ?? cluster.nowhere;
}

/** What went through on a server, in the order of the bundle. */
export function workedOn(cluster: Cluster, server: Node): readonly Fact[] {
  return cluster.facts.all.filter((fact) => worked(fact) && serverAt(cluster, fact) === server);
}

/** The first that went through on a server after a fact; null where none did. */
export function workedAfter(cluster: Cluster, server: Node, fact: Fact): Fact | null {
  return workedOn(cluster, server).find((later) => isLater(later, fact)) ?? null;
}

/** Whom a word of a switchover is about where it names a node: the other side, which the bundle may not know otherwise. */
export function namedIn(cluster: Cluster, fact: FactOf<'message'>): Party | null {
  const name = fact.values['node'];
  return name === undefined || !/^switchover\./.test(fact.event ?? '') ? null : { node: cluster.node(name), name };
}

/** Messages of a server, those left out that a switchover said there of another node; and those on nodes that the bundle knows by name only. */
export function messagesOf(cluster: Cluster, server: Node, ...events: readonly EventName[]): readonly FactOf<'message'>[] {
  return server.messages(...events).filter((fact) => {
    const party = namedIn(cluster, fact);
    return party === null || party.node === server;
  });
}

export function strangersIn(cluster: Cluster, ...events: readonly EventName[]): ReadonlyMap<string, readonly FactOf<'message'>[]> {
  const strangers = new Map<string, FactOf<'message'>[]>();
  for (const fact of cluster.messages(...events)) {
    const party = namedIn(cluster, fact);
    if (party !== null && party.node === null && party.name !== null)
      strangers.set(party.name, [...(strangers.get(party.name) ?? []), fact]);
  }
  return strangers;
}
