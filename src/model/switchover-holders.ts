/** What keeps a server from stopping: the archiver, a stop that waits for clients, a standby that does not take what is sent. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { processesOf } from './processes.ts';
import type { Switchover } from './switchovers.ts';

export type Holder = 'archiver' | 'clients';

/** The holder that the bundle shows, with the lines that show it; null where it shows none. */
export function holderOf(cluster: Cluster, run: Switchover): { readonly what: Holder; readonly facts: readonly Fact[] } | null {
  const smart = stoppedSmart(cluster, run);
  if (smart.length > 0) return { what: 'clients', facts: smart };
  const busy = archiverFacts(cluster, run);
  return busy.length > 0 ? { what: 'archiver', facts: busy } : null;
}

/** A smart stop waits for every client to leave. */
function stoppedSmart(cluster: Cluster, run: Switchover): readonly Fact[] {
  const logged = cluster.messages('shutdown.smart');
  const command = run.said('switchover.checkpoint', 'switchover.stopping-primary').filter((fact) => isSmart(fact.values['command']));
  const configured = cluster.facts
    .of('setting')
    .filter((fact) => fact.program === 'repmgr' && fact.name === 'service_stop_command' && isSmart(fact.value));
  return [...command, ...logged.slice(-1), ...configured.slice(-1)];
}

export const isSmart = (command: string | undefined): boolean => /\s(?:-m\s*|--mode[= ])s(?:mart)?\b/.test(command ?? '');

/** The archiver is at work on the node that shall stop, or a backlog waits there. */
function archiverFacts(cluster: Cluster, run: Switchover): readonly Fact[] {
  const warned = run.said('switchover.archive-backlog-critical', 'switchover.archive-backlog-warning');
  const nodes: readonly Node[] =
    run.demoted.node === null ? cluster.nodes.filter((node) => node !== run.candidate.node) : [run.demoted.node];
  const working = nodes.flatMap((node) =>
    processesOf(node).filter((fact) => fact.role === 'archiver' && /^(?:archiving|failed on)/.test(fact.activity ?? '')),
  );
  const waiting = nodes.flatMap((node) => ((node.archiving.lastPending?.count ?? 0) > 1 ? [node.archiving.lastPending?.fact] : []));
  return [...warned.slice(0, 1), ...working.slice(-1), ...(warned.length === 0 ? waiting : [])].filter((fact) => fact !== undefined);
}

/** The server's own word that it is down, after the switchover asked it to stop. */
export function stoppedSince(cluster: Cluster, run: Switchover): Fact | null {
  const { demoted, candidate } = run;
  const facts = cluster.nodes
    .filter((node) => node !== candidate.node && (demoted.node === null || node === demoted.node))
    .map((node) => node.facts);
  const logged = facts.flatMap((index) => index.messages('shutdown.complete')).at(-1);
  if (logged !== undefined) return logged;
  const state = facts.flatMap((index) => index.of('control').filter(isDownState)).at(-1);
  if (state !== undefined) return state;
  const rows = cluster.facts.of('cluster-row').filter((row) => row.name === demoted.name && /failed|unreachable/.test(row.state));
  const first = run.messages[0];
  return rows.filter((row) => first !== undefined && row.order > first.order).at(-1) ?? null;
}

const isDownState = (fact: FactOf<'control'>): boolean => fact.key === 'database cluster state' && /^shut down/.test(fact.value);
