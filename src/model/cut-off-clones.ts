/** Clones and registrations that found no way to their upstream, which is no node that the bundle knows. */
import { connectedAfter } from './access.ts';
import { cloneSourceOf } from './clone-source.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import { nodeAt } from './logins.ts';
import type { Node } from './node.ts';
import { BY_REASON } from './reception.ts';
import { isLater, type MessageFact, targetOf } from './replication.ts';

export interface CutOff {
  readonly fact: MessageFact;
  /** Where the command was typed. */
  readonly from: Node | null;
  readonly host: string;
  readonly port: string | null;
}

const HERE = /^(?:localhost.*|127\.\d+\.\d+\.\d+|::1|\/.*)$/;

/** What libpq says of a host where nobody answers. */
const UNREACHED = [
  'connect.refused',
  'connect.timeout',
  'connect.no-route',
  'connect.unknown-host',
] as const satisfies readonly EventName[];

/** The last one of each node; none where a connection came about later. */
export function cutOffClones(cluster: Cluster): CutOff[] {
  const last = new Map<Node | null, CutOff>();
  for (const fact of cluster.messages(...UNREACHED)) if (fact.values['tool'] === 'pg_basebackup') addTool(cluster, fact, last);
  for (const fact of cluster.messages('connection.failed')) {
    if (fact.program !== 'repmgr' || BY_REASON[(fact.values['cause'] ?? fact.values['reason']) as EventName] !== 'unreachable') continue;
    const opener = cluster
      .messages('clone.connecting', 'register.connecting')
      .findLast((one) => one.segment === fact.segment && one.order < fact.order);
    if (opener === undefined || /local|Barman/.test(opener.text)) continue;
    const host = targetOf(fact) ?? cloneSourceOf(cluster, fact)?.host;
    const from = cluster.askedOn(fact);
    if (host === undefined || HERE.test(host) || nodeAt(cluster, host) !== null) continue;
    if (
      connectedAfter(cluster, fact, from) !== null ||
      cluster.messages('clone.checking', 'clone.checks-passed').some((one) => isLater(one, fact))
    )
      continue;
    last.set(from, { fact, from, host, port: fact.values['port'] ?? null });
  }
  return [...last.values()];
}

/** A base backup without repmgr, of a server that the bundle does not know, and that was not made later. */
function addTool(cluster: Cluster, fact: MessageFact, last: Map<Node | null, CutOff>): void {
  const host = targetOf(fact);
  const from = cluster.askedOn(fact);
  if (host === undefined || HERE.test(host) || nodeAt(cluster, host) !== null) return;
  if (cluster.messages('basebackup.done', 'clone.complete').some((one) => isLater(one, fact))) return;
  last.set(from, { fact, from, host, port: fact.values['port'] ?? null });
}
