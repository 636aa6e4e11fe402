import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the switchover is refused: {text}', 'zh-CN': '切换被拒绝：{text}' },
}));

const EVENTS = [
  'switchover.archive-backlog-critical',
  'switchover.lag-critical',
  'switchover.lag-unknown',
  'switchover.not-downstream',
  'switchover.not-attached',
  'switchover.replay-paused',
  'switchover.exclusive-backup',
  'switchover.rewind-not-possible',
  'switchover.ssh-failed',
  'switchover.siblings-ssh-failed',
  'switchover.remote-repmgr-missing',
  'switchover.config-file-missing',
  'switchover.config-ownership',
  'switchover.data-directory-incorrect',
  'switchover.data-directory-check-failed',
  'switchover.local-superuser-failed',
  'switchover.walsenders-insufficient',
  'switchover.slots-insufficient',
  'switchover.replication-back-failed',
  'switchover.replication-back-unknown',
  'switchover.archive-check-failed',
  'switchover.pause-failed',
  'switchover.pause-unreachable',
  'switchover.primary-not-reachable',
  'switchover.prerequisites-not-met',
  'switchover.not-on-standby',
  'switchover.remote-version',
  'switchover.remote-check-failed',
] as const;

export const switchoverRefused = defineSymptom({
  id: 'switchover-refused',
  title: text({ en: 'Switchover refused', 'zh-CN': '切换被拒绝' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
