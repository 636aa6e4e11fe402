import { replicationSlotConflict } from '../../../src/causes/replication/replication-slot-conflict.ts';
import { causeTester } from '../../support/cause-tester.ts';

const at = (minute: number, second: number): string =>
  `2025-09-02 03:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}.220 UTC`;
const busy = (minute: number, second: number): string =>
  `${at(minute, second)} [2114] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_3" is active for PID 18804\n`;
const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | tom  | primary | * running |          | default  | 100      | 4        | host=tom user=repmgr dbname=repmgr\n 3  | uma  | standby |   running | ! tom    | default  | 100      | 4        | host=uma user=repmgr dbname=repmgr\n';
const SLOT =
  ' slot_name     | slot_type | active | active_pid | restart_lsn \n---------------+-----------+--------+------------+-------------\n repmgr_slot_3 | physical  | t      |      18804 | 2C/4F000000\n(1 row)\n';
const sender = (name: string, address: string): string =>
  `  pid  | application_name | client_addr | state | sent_lsn \n-------+------------------+-------------+-------+----------\n 18804 | ${name} | ${address} | streaming | 2C/4F000148\n(1 row)\n`;

causeTester(replicationSlotConflict, {
  present: [
    {
      name: 'minutes long',
      bundle: { 'tom/show.txt': SHOW, 'uma/server.log': busy(11, 5) + busy(11, 10) + busy(14, 0) },
      confidence: 'likely',
      severity: 'critical',
      node: 'tom',
    },
    {
      name: 'the views show who has it',
      bundle: {
        'tom/show.txt': SHOW,
        'tom/slots.txt': SLOT,
        'tom/replication.txt': sender('pg_receivewal', '10.9.0.4'),
        'uma/server.log': busy(11, 5) + busy(11, 10),
      },
      confidence: 'certain',
      node: 'tom',
      evidence: ['tom/replication.txt:3'],
    },
    {
      name: 'a clone finds its slot in use',
      bundle: {
        'c.txt':
          '[postgres@umanew ~]$ repmgr -h tom -U repmgr -d repmgr -f /etc/repmgr.conf standby clone\nERROR: slot "repmgr_slot_3" already exists as an active slot\n',
      },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES, Chinese',
      bundle: {
        'k.md': `\`\`\`\n[kingbase@kesb sys_log]$ tail -3 kingbase.log\n${[5, 10]
          .map((second) => `${at(11, second)} [88] 致命错误:  无法启动WAL流复制: 错误:  复制槽 "repmgr_slot_3" 正用于 PID 18804\n`)
          .join('')}${at(13, 0)} [99] 致命错误:  无法启动WAL流复制: 错误:  复制槽 "repmgr_slot_3" 正用于 PID 18804\n\`\`\`\n`,
      },
      confidence: 'likely',
    },
    {
      name: 'minutes long, and over',
      bundle: {
        'uma.log': `${busy(11, 5)}${busy(14, 0)}${at(15, 0)} [2127] LOG:  started streaming WAL from primary at 2C/4F000000 on timeline 6\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'ten seconds after a crash',
      because: 'for a moment',
      bundle: {
        'uma.log': `${busy(11, 5)}${busy(11, 10)}${at(11, 15)} [2127] LOG:  started streaming WAL from primary at 2C/4F000000 on timeline 6\n`,
      },
    },
    {
      name: 'its own standby uses it',
      because: 'their own',
      bundle: { 'tom/show.txt': SHOW, 'tom/slots.txt': SLOT, 'tom/replication.txt': sender('uma', '10.9.0.3') },
    },
  ],
  unknown: [{ name: 'twice, and the log ends: it may pass', asks: 'stat_replication', bundle: { 'uma.log': busy(11, 5) + busy(11, 10) } }],
  lookalikes: [
    {
      name: 'a standby that streams is told to follow and finds the slot that it holds itself',
      bundle: {
        's.txt': `[postgres@n2 ~]$ repmgr -f /etc/repmgr.conf standby follow
NOTICE: attempting to find and follow current primary
ERROR: slot "repmgr_slot_2" already exists as an active slot

NOTICE: STANDBY FOLLOW failed
DETAIL: slot "repmgr_slot_2" already exists as an active slot
[postgres@n2 ~]$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+--------------------------------------
 1  | n1   | primary | * running |          | default  | 100      | 1        | host=10.1.0.1 user=repmgr dbname=repmgr
 2  | n2   | standby |   running | n1       | default  | 100      | 1        | host=10.1.0.2 user=repmgr dbname=repmgr
`,
      },
    },
    {
      name: 'an inactive slot of that name',
      bundle: { 's.log': `${at(11, 5)} [7] ERROR:  replication slot "repmgr_slot_3" already exists\n` },
    },
    { name: 'all slots are taken', bundle: { 's.log': `${at(11, 5)} [7] ERROR:  all replication slots are in use\n` } },
  ],
});
