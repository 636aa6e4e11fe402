import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the switchover did not finish: {text}', 'zh-CN': '切换未完成：{text}' },
}));

const EVENTS = [
  'switchover.shutdown-not-confirmed',
  'switchover.shutdown-unclean',
  'switchover.standby-behind',
  'switchover.aborting',
  'switchover.diverged',
  'switchover.rejoin-failed',
  'switchover.not-available',
  'switchover.not-connected',
  'switchover.incomplete',
  'switchover.completed-with-issues',
  'switchover.sibling-follow-failed',
  'switchover.unpause-failed',
  'switchover.runs-as-primary',
] as const;

export const switchoverIncomplete = defineSymptom({
  id: 'switchover-incomplete',
  title: text({ en: 'Switchover did not finish', 'zh-CN': '切换未完成' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
