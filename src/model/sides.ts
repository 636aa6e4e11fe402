/** From which end of the replication the outputs of a place speak, whoever they name. */
import type { Fact } from '../core/fact.ts';
import { FactIndex } from './facts.ts';
import type { Identity } from './identity.ts';
import { hostOf, keysOf, placeKey } from './places.ts';
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

/** Hosts of prompts that stand under headings of one node alone, where no other host stands under these. */
export function hostsUnderHeadings(
  facts: FactIndex,
  find: (label: string) => Identity | null,
): readonly { readonly key: string; readonly node: Identity; readonly fact: Fact }[] {
  const under = new Map<string, { readonly nodes: Set<Identity | null>; readonly fact: Fact }>();
  for (const fact of facts.all) {
    const host = hostOf(fact);
    if (host === null) continue;
    const known = under.get(host) ?? { nodes: new Set(), fact };
    under.set(host, known);
    known.nodes.add(fact.place.label === null ? null : find(fact.place.label));
  }
  return [...under].flatMap(([key, { nodes, fact }]) => {
    const [node, ...more] = nodes;
    const alone = [...under].every(([other, one]) => other === key || node == null || !one.nodes.has(node));
    return node == null || more.length > 0 || !alone ? [] : [{ key, node, fact }];
  });
}
