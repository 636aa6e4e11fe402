import type { Cluster } from '../../model/cluster.ts';
import type { Diagnosis } from '../differential.ts';
import type { Answer, Ask } from './answer.ts';
import { archivedUntil } from './archived-until.ts';
import { lastBackup } from './last-backup.ts';
import { maySwitchOver } from './may-switch-over.ts';

const asks: readonly Ask[] = [maySwitchOver, archivedUntil, lastBackup];

/** What the person at the console asks, in the order in which it is asked. */
export function answersOf(cluster: Cluster, diagnosis: Diagnosis): readonly Answer[] {
  return asks.flatMap((ask) => ask(cluster, diagnosis.findings) ?? []);
}
