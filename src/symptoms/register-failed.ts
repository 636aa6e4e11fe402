import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the registration failed: {text}', 'zh-CN': '注册失败：{text}' },
}));

const EVENTS = [
  'register.not-attached',
  'register.not-synchronised',
  'register.primary-exists',
  'register.primary-failed',
  'register.name-taken',
  'register.needs-standby',
  'register.upstream-inactive',
  'register.is-standby',
  'witness.failed',
] as const;

export const registerFailed = defineSymptom({
  id: 'register-failed',
  title: text({ en: 'Registration failed', 'zh-CN': '注册失败' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
