import { text, texts } from '../core/text.ts';
import { endsOneProcess, isOfArchiver } from '../model/child-ends.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the server does not start: {text}', 'zh-CN': '服务器无法启动：{text}' },
}));

const EVENTS = [
  'ctl.start-failed',
  'startup.bind-failed',
  'startup.lock-file',
  'startup.data-directory-rights',
  'startup.data-directory-owner',
  'startup.data-directory-missing',
  'startup.access-denied',
  'startup.version-mismatch',
  'startup.settings-error',
  'startup.no-sockets',
  'startup.hba-error',
  'startup.tls',
  'startup.shared-memory',
  'startup.wal-level',
  'kingbase.license-expired',
  'kingbase.license-refused',
  'recovery.no-checkpoint',
  'shutdown.after-startup-failure',
  'library.missing',
  'slot.too-many-at-start',
] as const;

export const serverNotStarting = defineSymptom({
  id: 'server-not-starting',
  title: text({ en: 'The server does not start', 'zh-CN': '服务器无法启动' }),
  detect: (cluster) =>
    seenInMessages(cluster, EVENTS, said.seen, (fact) => !endsOneProcess(fact) && !isOfArchiver(cluster.nodeOf(fact), fact)),
});
