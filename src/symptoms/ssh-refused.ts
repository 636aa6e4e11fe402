import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'ssh to the other node failed: {text}', 'zh-CN': '到另一节点的 ssh 失败：{text}' },
}));

const EVENTS = [
  'switchover.ssh-failed',
  'switchover.siblings-ssh-failed',
  'status.ssh-failed',
  'ssh.denied',
  'ssh.permission-denied',
  'ssh.host-key',
  'ssh.unreachable',
  'clone.ssh-failed',
  'kbha.login-failed',
] as const;

export const sshRefused = defineSymptom({
  id: 'ssh-refused',
  title: text({ en: 'ssh does not work', 'zh-CN': 'ssh 不可用' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
