import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'a recovery stopped: {text}', 'zh-CN': '恢复过程停止：{text}' },
}));

const EVENTS = [
  'recovery.wal-ends-early',
  'recovery.restore-failed',
  'recovery.timeline-forked',
  'recovery.not-child',
  'recovery.no-checkpoint',
  'recovery.minimum-not-contained',
  'recovery.target-timeline-missing',
  'walsender.segment-removed',
  'rewind.wal-missing',
  'recovery.invalid-pages',
] as const;

export const recoveryStopped = defineSymptom({
  id: 'recovery-stopped',
  title: text({ en: 'Recovery stopped', 'zh-CN': '恢复停止' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
