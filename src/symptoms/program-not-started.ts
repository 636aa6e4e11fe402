import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'a program cannot be started: {text}', 'zh-CN': '程序无法启动：{text}' },
}));

export const programNotStarted = defineSymptom({
  id: 'program-not-started',
  title: text({ en: 'A program cannot be started', 'zh-CN': '程序无法启动' }),
  detect: (cluster) => seenInMessages(cluster, ['sh.library-missing'], said.seen),
});
