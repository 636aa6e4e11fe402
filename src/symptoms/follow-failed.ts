import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the standby could not follow: {text}', 'zh-CN': '备机未能跟随上游：{text}' },
}));

const EVENTS = ['follow.failed', 'follow.no-primary', 'repmgrd.follow-failed', 'follow.target-unknown'] as const;

export const followFailed = defineSymptom({
  id: 'follow-failed',
  title: text({ en: 'Follow failed', 'zh-CN': '跟随新主机失败' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
