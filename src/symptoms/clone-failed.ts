import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the clone failed: {text}', 'zh-CN': '克隆失败：{text}' },
}));

const EVENTS = [
  'clone.backup-failed',
  'clone.config-copy-failed',
  'clone.directory-in-use',
  'clone.directory-not-empty',
  'clone.directory-unusable',
  'clone.foreign-cluster',
  'clone.setting-too-low',
  'clone.ssh-failed',
  'clone.walsenders-insufficient',
  'barman.failed',
  'barman.no-backup',
  'connection.replication-needed',
  'extension.not-available',
  'extension.not-installed',
  'basebackup.no-space',
  'basebackup.stream-failed',
  'basebackup.slot-exists',
  'basebackup.slots-taken',
  'basebackup.slot-missing',
] as const;

export const cloneFailed = defineSymptom({
  id: 'clone-failed',
  title: text({ en: 'Clone failed', 'zh-CN': '克隆备机失败' }),
  // with --force the directory is emptied, and the clone goes on
  detect: (cluster) =>
    seenInMessages(
      cluster,
      EVENTS,
      said.seen,
      (fact) =>
        // a source that does not archive is a symptom of its own
        fact.values['name'] !== 'archive_command' &&
        (fact.event !== 'clone.directory-not-empty' || fact.level === 'error' || fact.hint !== null),
    ),
});
