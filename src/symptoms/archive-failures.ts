import { text, texts } from '../core/text.ts';
import { backupThatWaits } from '../model/archive-outcome.ts';
import { isOfArchiver } from '../model/child-ends.ts';
import type { Cluster } from '../model/cluster.ts';
import { evidence } from '../model/evidence.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom, type Seen } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the archive command fails: {text}', 'zh-CN': '归档命令失败：{text}' },
  awaited: { en: 'a base backup waits for the archive, for {seconds} seconds already', 'zh-CN': '基础备份在等待归档，已等待 {seconds} 秒' },
  library: { en: 'the archiver ends at once: {text}', 'zh-CN': '归档进程启动即退出：{text}' },
  refuses: { en: 'the server cannot archive as it is set up: {text}', 'zh-CN': '按现有设置服务器无法归档：{text}' },
}));

const FAILED = [
  'archiver.command-failed',
  'archiver.gave-up',
  'archiver.signal',
  'backup-tool.archive-failed',
  'backrest.archive-timeout',
  'backrest.no-repository',
] as const;
const SET_UP_WRONG = ['archiver.not-configured', 'archiver.both-set', 'archiver.module-invalid'] as const;

/** A base backup of others that waits for it. */
function awaited(cluster: Cluster): Seen[] {
  const backup = backupThatWaits(cluster);
  if (backup === null) return [];
  const summary = said.awaited({ seconds: backup.seconds });
  return [{ node: cluster.nodeOf(backup.fact)?.name ?? null, summary, evidence: [evidence(backup.fact, summary)] }];
}

export const archiveFailures = defineSymptom({
  id: 'archive-failures',
  title: text({ en: 'Archiving fails', 'zh-CN': '归档失败' }),
  detect: (cluster) => [
    ...seenInMessages(cluster, FAILED, said.seen),
    ...seenInMessages(cluster, ['library.missing'], said.library, (fact) => isOfArchiver(cluster.nodeOf(fact), fact)),
    ...awaited(cluster),
    ...seenInMessages(cluster, SET_UP_WRONG, said.refuses),
    ...seenInMessages(cluster, ['clone.setting-too-low'], said.refuses, (fact) => fact.values['name'] === 'archive_command'),
  ],
});
