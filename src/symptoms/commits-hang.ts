import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'commits wait for a standby: {text}', 'zh-CN': '提交等待备机确认：{text}' },
}));

const EVENTS = ['sync.wait-cancelled'] as const;

export const commitsHang = defineSymptom({
  id: 'commits-hang',
  title: text({ en: 'Commits hang', 'zh-CN': '提交挂起' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
