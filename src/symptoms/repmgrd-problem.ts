import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'repmgrd does not run as it should: {text}', 'zh-CN': 'repmgrd 运行异常：{text}' },
}));

const EVENTS = [
  'repmgrd.pid-file-exists',
  'repmgrd.pid-file-failed',
  'repmgrd.not-configured',
  'repmgrd.shared-memory',
  'repmgrd.no-record',
  'repmgrd.role-mismatch',
  'repmgrd.inactive-node',
  'repmgrd.degraded-timeout',
  'repmgrd.no-primary',
  'daemon.not-started',
  'switchover.repmgrd-not-running',
  'repmgrd.sibling-without-repmgrd',
  'extension.not-installed',
  'version.extension-older',
  'version.extension-newer',
] as const;

export const repmgrdProblem = defineSymptom({
  id: 'repmgrd-problem',
  title: text({ en: 'repmgrd has a problem', 'zh-CN': 'repmgrd 异常' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
