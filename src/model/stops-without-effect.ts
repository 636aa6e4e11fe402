/** Stop commands that did nothing: a switchover waited for the old primary to stop, and right afterwards it takes connections as a primary. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import { isLater } from './replication.ts';
import { type ServiceCommand, serviceCommandsOf } from './service-commands.ts';
import { type Switchover, switchoversOf } from './switchovers.ts';

export interface StopWithoutEffect {
  readonly command: ServiceCommand;
  /** The command that was run, the end of the waiting, the listing in which the server runs. */
  readonly facts: readonly Fact[];
}

/**
 * A server that is stopping, in whatever mode, refuses new connections: one that is listed as running primary by the very next command
 * was never told to stop. Where a guard watches over the server (kbha) it may have been started again.
 */
export function stopsWithoutEffect(cluster: Cluster): readonly StopWithoutEffect[] {
  if (cluster.flavour.guard !== null) return [];
  return switchoversOf(cluster).flatMap((run) => {
    const ended = run.said('switchover.shutdown-not-confirmed').at(-1);
    const command = serviceCommandsOf(cluster).findLast(
      ({ action, fact }) => action === 'stop' && run.messages.some((one) => one === fact),
    );
    const row = ended === undefined || run.reached('stopped') ? null : listedNext(cluster, run, ended);
    return ended === undefined || command === undefined || row === null ? [] : [{ command, facts: [command.fact, ended, row] }];
  });
}

/** The old primary in what the first command after the switchover printed. */
function listedNext(cluster: Cluster, run: Switchover, ended: Fact): FactOf<'cluster-row'> | null {
  const typed = cluster.facts
    .of('command')
    .filter((fact) => fact.via === 'prompt' && fact.span.source === ended.span.source && isLater(fact, ended));
  const second = typed[1];
  const row = cluster.facts
    .of('cluster-row')
    .find(
      (fact) =>
        fact.name === run.demoted.name &&
        fact.span.source === ended.span.source &&
        isLater(fact, ended) &&
        (second === undefined || isLater(second, fact)),
    );
  return row !== undefined && /primary|master/.test(row.role) && row.mark === '*' && row.state === 'running' ? row : null;
}
