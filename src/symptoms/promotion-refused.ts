import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the promotion failed or was refused: {text}', 'zh-CN': '提升失败或被拒绝：{text}' },
}));

const EVENTS = [
  'promote.failed',
  'promote.server-failed',
  'promote.replay-paused',
  'promote.not-a-standby',
  'promote.active-primary',
  'promote.prerequisites-not-met',
  'repmgrd.promote-failed',
  'repmgrd.promote-exit',
  'repmgrd.not-promoting',
  'ctl.promote-failed',
] as const;

export const promotionRefused = defineSymptom({
  id: 'promotion-refused',
  title: text({ en: 'Promotion failed or refused', 'zh-CN': '提升失败或被拒绝' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
