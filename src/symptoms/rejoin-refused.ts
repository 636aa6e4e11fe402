import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the node could not rejoin: {text}', 'zh-CN': '节点无法重新加入集群：{text}' },
}));

const EVENTS = [
  'rejoin.failed',
  'rejoin.not-clean',
  'rejoin.still-running',
  'rejoin.still-shutting-down',
  'rejoin.rewind-failed',
  'rejoin.not-attached',
  'rejoin.primary-not-reachable',
  'rejoin.target-not-primary',
  'attach.timeline-ahead',
  'attach.diverged',
  'attach.foreign-cluster',
  'attach.lsn-ahead',
  'kbha.recovery-failed',
  'kbha.standby-not-confirmed',
  'kbha.several-primaries',
] as const;

export const rejoinRefused = defineSymptom({
  id: 'rejoin-refused',
  title: text({ en: 'Rejoin failed or refused', 'zh-CN': '重新加入失败或被拒绝' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
