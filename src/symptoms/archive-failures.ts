import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts({
  seen: { en: 'the archive command fails: {text}', 'zh-CN': '归档命令失败：{text}' },
  refuses: { en: 'the server cannot archive as it is set up: {text}', 'zh-CN': '按现有设置服务器无法归档：{text}' },
});

const FAILED = [
  'archiver.command-failed',
  'archiver.gave-up',
  'archiver.signal',
  'backup-tool.archive-failed',
  'backrest.archive-timeout',
  'backrest.no-repository',
] as const;
const SET_UP_WRONG = ['archiver.not-configured', 'archiver.both-set', 'archiver.module-invalid'] as const;

export const archiveFailures = defineSymptom({
  id: 'archive-failures',
  title: text({ en: 'Archiving fails', 'zh-CN': '归档失败' }),
  detect: (cluster) => [...seenInMessages(cluster, FAILED, said.seen), ...seenInMessages(cluster, SET_UP_WRONG, said.refuses)],
});
