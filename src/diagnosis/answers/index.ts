import type { Cause } from '../../causes/cause.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Diagnosis } from '../differential.ts';
import type { Answer, Ask, TitleOf } from './answer.ts';
import { archivedUntil } from './archived-until.ts';
import { lastBackup } from './last-backup.ts';
import { maySwitchOver } from './may-switch-over.ts';
import { timeToFull } from './time-to-full.ts';

const asks: readonly Ask[] = [maySwitchOver, archivedUntil, lastBackup, timeToFull];

/** What the person at the console asks, in the order in which it is asked. */
export function answersOf(cluster: Cluster, diagnosis: Diagnosis, causes: readonly Cause[]): readonly Answer[] {
  const titles = new Map(causes.map((cause) => [cause.id, cause.title]));
  const titleOf: TitleOf = (id) => titles.get(id) ?? { en: id, 'zh-CN': id };
  return asks.flatMap((ask) => ask(cluster, diagnosis.findings, titleOf) ?? []);
}
