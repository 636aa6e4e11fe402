/** A repmgr user with the rights that repmgr's documentation names, and no superuser. */
import type { Lab } from './cluster/lab.ts';

export function withoutSuperuser(lab: Lab, primary: number, more = ''): void {
  for (const sql of [
    `grant pg_monitor, pg_checkpoint to ${lab.dress.databaseUser}`,
    // what the lab itself needs
    `grant execute on function pg_switch_wal() to ${lab.dress.databaseUser}`,
    `alter role ${lab.dress.databaseUser} nosuperuser ${more}`,
  ])
    lab.query(primary, sql);
}
