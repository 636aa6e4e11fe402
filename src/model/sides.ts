/** From which end of the replication the outputs of a place speak, whoever they name. */
import type { Fact } from '../core/fact.ts';
import { FactIndex } from './facts.ts';
import { keysOf, placeKey } from './places.ts';
import { ownRoles } from './roles.ts';

type Side = 'sends' | 'receives';

/**
 * Whether a place without a host may be of the machine of some prompts. What stands above all of them is theirs unless it speaks from one
 * end of the replication and they do not: a ticket begins with the log of the one server and goes on at the prompt of the other.
 */
export function mayBeOfHosts(facts: FactIndex, key: string, hosts: ReadonlySet<string>): boolean {
  const first = keysOf(facts).get(key);
  return [...hosts].every((host) => {
    const prompt = keysOf(facts).get(host);
    if (first === undefined || prompt === undefined || first.order > prompt.order) return true;
    const [above, below] = [sidesAt(facts, key), sidesAt(facts, host)];
    return above.size === 0 || (above.size === below.size && [...above].every((side) => below.has(side)));
  });
}

function sidesAt(facts: FactIndex, key: string): Set<Side> {
  const own = facts.all.filter((fact) => placeKey(fact) === key);
  return new Set([...rolesIn(own), ...own.flatMap((fact) => sideOf(fact) ?? [])]);
}

function rolesIn(facts: readonly Fact[]): Side[] {
  const roles = ownRoles(new FactIndex(facts)).filter(({ role, how }) => how === 'running' && role !== 'witness');
  return roles.map(({ role }) => (role === 'primary' ? 'sends' : 'receives'));
}

function sideOf(fact: Fact): Side | null {
  if (fact.kind === 'row') return fact.relation === 'pg_stat_replication' || fact.relation === 'pg_replication_slots' ? 'sends' : null;
  // a crash recovery writes messages of recovery, too, and none of these
  return fact.kind === 'message' &&
    fact.program === 'server' &&
    /^(?:walreceiver|standby|recovery\.(?:standby-mode|restartpoint))/.test(fact.event ?? '')
    ? 'receives'
    : null;
}
