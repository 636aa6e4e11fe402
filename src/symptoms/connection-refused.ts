import type { Fact } from '../core/fact.ts';
import { text, texts } from '../core/text.ts';
import { receptionsOf } from '../model/reception.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'a connection failed: {text}', 'zh-CN': '连接失败：{text}' },
}));

const EVENTS = [
  'connection.failed',
  'connection.local-failed',
  'connection.primary-failed',
  'walreceiver.connect-failed',
  'connect.no-hba-entry',
  'connect.hba-reject',
  'connect.password-failed',
  'connect.no-password',
  'connect.ident-failed',
  'connect.refused',
  'connect.no-route',
  'connect.timeout',
  'connect.unknown-host',
  'connect.too-many-clients',
  'connect.no-database',
  'connect.no-role',
] as const;

export const connectionRefused = defineSymptom({
  id: 'connection-refused',
  title: text({ en: 'A connection is refused', 'zh-CN': '连接被拒绝' }),
  detect(cluster) {
    // what a receiver has overcome since is no complaint
    const over = new Set<Fact>(receptionsOf(cluster).flatMap(({ overcome }) => overcome.flatMap(({ facts }) => facts)));
    return seenInMessages(cluster, EVENTS, said.seen, (fact) => !over.has(fact));
  },
});
