import { replicationSlotMissing } from '../../../src/causes/replication/replication-slot-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | ned  | primary | * running |          | default  | 100      | 4        | host=ned user=repmgr dbname=repmgr\n 2  | oda  | standby |   running | ! ned    | default  | 100      | 4        | host=oda user=repmgr dbname=repmgr\n';
const refused = (second: number, name = 'repmgr_slot_2'): string =>
  `2025-02-11 09:20:${String(second).padStart(2, '0')}.412 UTC [66${second}] FATAL:  could not start WAL streaming: ERROR:  replication slot "${name}" does not exist\n`;
const check = (line: string): string => `Node "ned":\n\tServer role: OK (node is primary)\n\tMissing physical replication slots: ${line}\n`;
const streaming = '2025-02-11 09:31:02.000 UTC [70] LOG:  started streaming WAL from primary at 5/1C000000 on timeline 4\n';

causeTester(replicationSlotMissing, {
  present: [
    {
      name: 'a standby asks for it, as its statement shows',
      bundle: {
        's.log': `2020-03-23 07:31:21.989 UTC [257] repmgr@[unknown] ERROR:  replication slot "repmgr_slot_1001" does not exist
2020-03-23 07:31:21.989 UTC [257] repmgr@[unknown] STATEMENT:  START_REPLICATION SLOT "repmgr_slot_1001" 0/5000000 TIMELINE 1
`,
      },
      confidence: 'certain',
    },
    {
      name: 'the standby is refused; it is about its upstream',
      bundle: { 'ned/show.txt': SHOW, 'oda/server.log': refused(10) + refused(15) },
      confidence: 'certain',
      severity: 'critical',
      node: 'ned',
      evidence: ['oda/server.log:1'],
    },
    {
      name: 'only repmgr misses it',
      bundle: { 'ned/show.txt': SHOW, 'ned/check.txt': check('CRITICAL (1 physical replication slots are missing: repmgr_slot_2)') },
      node: 'ned',
      severity: 'warning',
    },
    {
      name: 'node status names it below its issues',
      bundle: {
        's.txt':
          'Node "ned":\n\tPostgreSQL version: 14.2\n\tRole: primary\n\nWARNING: following issue(s) were detected:\n  - replication slots missing for following 1 node(s):\n    - oda (ID: 2, slot name: "repmgr_slot_2")\n',
      },
      node: 'ned',
    },
    {
      name: "the standby's log, shown on its primary",
      bundle: {
        't.txt': `[postgres@ned ~]$ repmgr node check\n${check('CRITICAL (1 physical replication slots are missing: repmgr_slot_2)')}[postgres@ned ~]$ ssh oda tail -1 log\n${refused(10)}`,
      },
      node: 'ned',
      confidence: 'certain',
    },
    {
      name: 'Chinese, KingbaseES: a name of their own',
      bundle: {
        'k.md':
          '```\n[kingbase@kesb sys_log]$ tail -1 kingbase.log\n2025-02-11 09:20:10 CST 致命错误:  无法启动WAL流复制: 错误:  复制槽名 "kes_standby" 不存在\n```\n',
      },
      confidence: 'certain',
    },
    {
      name: 'made again',
      bundle: { 'ned/show.txt': SHOW.replace('! ned', 'ned'), 'oda/server.log': refused(10) + streaming },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the check is green',
      because: 'no slot is missing',
      bundle: { 'c.txt': check('OK (node has no missing physical replication slots)') },
    },
  ],
  unknown: [{ name: 'not attached, nothing tells why', bundle: { 'ned/show.txt': SHOW } }],
  lookalikes: [
    {
      name: 'a script drops a slot that is not there',
      bundle: {
        's.log': `2020-03-23 07:31:21.989 UTC [257] ERROR:  replication slot "repmgr_slot_1001" does not exist
2020-03-23 07:31:21.989 UTC [257] STATEMENT:  SELECT pg_drop_replication_slot('repmgr_slot_1001');
`,
      },
    },
    {
      name: 'somebody mistyped a name',
      bundle: {
        'ned.log':
          '2025-02-11 09:20:10.412 UTC [31] ERROR:  replication slot "old_barmann" does not exist\n2025-02-11 09:20:10.412 UTC [31] STATEMENT:  select pg_drop_replication_slot(\'old_barmann\');\n',
      },
    },
    {
      name: 'green in the second check',
      bundle: {
        'c.txt': `${check('CRITICAL (1 physical replication slots are missing: repmgr_slot_2)')}\n${check('OK (node has no missing physical replication slots)')}`,
      },
    },
  ],
});
