import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts({
  seen: { en: 'the archive command fails: {text}', 'zh-CN': '归档命令失败：{text}' },
});

const EVENTS = [
  'archiver.command-failed',
  'archiver.gave-up',
  'archiver.signal',
  'archiver.not-configured',
  'archiver.both-set',
  'archiver.module-invalid',
  'backup-tool.archive-failed',
] as const;

export const archiveFailures = defineSymptom({
  id: 'archive-failures',
  title: text({ en: 'Archiving fails', 'zh-CN': '归档失败' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
