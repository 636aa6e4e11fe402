import type { Fact } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';

export type Role = 'primary' | 'standby' | 'witness';

/** One word on a node's role, in order. */
export interface RoleSeen {
  readonly role: Role;
  readonly fact: Fact;
  /** `running`: what the server does; `record`: only what repmgr's metadata says. */
  readonly how: 'running' | 'record';
}

/** The role that a word of repmgr's names (`master` before 4); null for `FAILED` and the like. */
export const roleOf = (text: string): Role | null =>
  /primary|master/.test(text) ? 'primary' : /standby/.test(text) ? 'standby' : /witness/.test(text) ? 'witness' : null;

/** What a node's own outputs say of its role. */
export function ownRoles(facts: FactIndex): RoleSeen[] {
  const seen: RoleSeen[] = [];
  const add = (role: Role | null, fact: Fact, how: RoleSeen['how'] = 'running'): void => {
    if (role !== null) seen.push({ role, fact, how });
  };
  for (const fact of facts.all) {
    if (fact.kind === 'node-check' && fact.check === 'role')
      add(roleOf(/running as (\w+)/.exec(fact.detail ?? '')?.[1] ?? fact.detail ?? ''), fact);
    // `repmgr node status` prints the role of the record, whatever the server does
    else if (fact.kind === 'node-status' && fact.key === 'role') add(roleOf(fact.value), fact, 'record');
    else if (fact.kind === 'row' && (fact.relation === 'pg_is_in_recovery' || 'pg_is_in_recovery' in fact.values)) {
      const value = fact.values['pg_is_in_recovery'] ?? Object.values(fact.values)[0];
      add(value === 't' || value === 'true' ? 'standby' : value === 'f' || value === 'false' ? 'primary' : null, fact);
    } else if (fact.kind === 'control' && fact.key === 'database cluster state') {
      add(fact.value === 'in production' ? 'primary' : fact.value === 'in archive recovery' ? 'standby' : null, fact);
    } else if (fact.kind === 'row' && fact.relation === 'pg_stat_wal_receiver') add('standby', fact);
    else if (
      fact.kind === 'process' &&
      (fact.role === 'walreceiver' || (fact.role === 'startup' && /recovering|waiting/.test(fact.activity ?? '')))
    )
      add('standby', fact);
    else if (fact.kind === 'unit' && fact.active === 'active' && fact.sub === 'recovery') add('standby', fact);
    else if (fact.kind === 'process' && fact.role === 'walsender' && /streaming/.test(fact.activity ?? '')) continue;
  }
  return seen;
}
