import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'no automatic failover took place: {text}', 'zh-CN': '未发生自动故障切换：{text}' },
}));

const EVENTS = [
  'repmgrd.not-automatic',
  'repmgrd.priority-zero',
  'repmgrd.no-majority',
  'repmgrd.network-split',
  'repmgrd.election-cancelled',
  'repmgrd.other-location',
  'repmgrd.not-promoting',
  'repmgrd.paused',
] as const;

export const noFailover = defineSymptom({
  id: 'no-failover',
  title: text({ en: 'Nobody was promoted', 'zh-CN': '故障后无节点被提升' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
