/** From which end of the replication the outputs of a place speak, whoever they name. */
import type { Fact } from '../core/fact.ts';
import { FactIndex } from './facts.ts';
import { placeKey } from './places.ts';
import { ownRoles } from './roles.ts';

type Side = 'sends' | 'receives';

/** Whether what stands at two places cannot be of one server: at one it receives, at the other it sends to a standby. */
export function areBothEnds(facts: FactIndex, one: string, other: string): boolean {
  const [a, b] = [one, other].map((key) => sidesOf(facts.all.filter((fact) => placeKey(fact) === key)));
  return a !== undefined && b !== undefined && a.size === 1 && b.size === 1 && !a.has([...b][0] as Side);
}

function sidesOf(facts: readonly Fact[]): Set<Side> {
  const sides = new Set<Side>();
  for (const { role, how } of ownRoles(new FactIndex(facts))) {
    if (how === 'running' && role !== 'witness') sides.add(role === 'primary' ? 'sends' : 'receives');
  }
  for (const fact of facts) {
    if (fact.kind === 'row' && (fact.relation === 'pg_stat_replication' || fact.relation === 'pg_replication_slots')) sides.add('sends');
    if (fact.kind === 'message' && fact.program === 'server' && fact.event?.startsWith('walreceiver.')) sides.add('receives');
  }
  return sides;
}
