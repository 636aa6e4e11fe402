import { standbyDetached } from '../../../src/causes/replication/standby-detached.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = (
  mark: string,
  status = '  running',
): string => ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------------------
 1  | knot1 | primary | * running |          | default  | 100      | 1        | host=10.5.0.1 user=repmgr dbname=repmgr
 2  | knot2 | standby | ${status} | ${mark}knot1 | default  | 100      | 1        | host=10.5.0.2 user=repmgr dbname=repmgr
`;

const CHECK = (upstream: string): string => `
[postgres@knot2 ~]$ repmgr node check
Node "knot2":
	Server role: OK (node is standby)
	Replication lag: OK (0 seconds)
	Upstream connection: ${upstream}
`;

const DETACHED = 'CRITICAL (node "knot2" (ID: 2) is not attached to expected upstream node "knot1" (ID: 1))';

const SLOTS = (active: string): string => `postgres=# select slot_name, slot_type, active, restart_lsn from pg_replication_slots;
   slot_name   | slot_type | active | restart_lsn
---------------+-----------+--------+-------------
 repmgr_slot_2 | physical  | ${active}      | 0/F000000
(1 row)
`;

causeTester(standbyDetached, {
  present: [
    {
      name: 'it runs without an upstream, and nobody uses its slot on the primary',
      bundle: {
        't.txt': `[postgres@knot1 ~]$ repmgr cluster show\n${SHOW('').replace('| knot1 | default', '|       | default')}\n${SLOTS('f')}`,
      },
      node: 'knot2',
      confidence: 'likely',
      evidence: ['t.txt:10'],
    },
    {
      name: 'a follow that looks for it again and again',
      bundle: {
        't.txt': `NOTICE: setting node 103's upstream to node 102
WARNING: node "roach3" not found in "pg_stat_replication"
WARNING: node "roach3" not found in "pg_stat_replication"
WARNING: node "roach3" not found in "pg_stat_replication"
`,
      },
      node: 'roach3',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['t.txt:2'],
    },
    {
      name: 'a follow that waited in vain',
      bundle: {
        't.txt': `NOTICE: setting node 103's upstream to node 102
WARNING: node "roach3" not found in "pg_stat_replication"
ERROR: STANDBY FOLLOW failed
DETAIL: no active record for standby node "roach3" found in node "roach2"'s "pg_stat_replication" table
`,
      },
      node: 'roach3',
    },
    {
      name: "repmgr's check",
      bundle: { 'knot2/check.txt': CHECK(DETACHED) },
      node: 'knot2',
      confidence: 'certain',
      evidence: ['knot2/check.txt:5'],
    },
    { name: 'the mark in the listing', bundle: { 'knot1/show.txt': SHOW('! ') }, node: 'knot2', confidence: 'certain' },
    {
      name: 'its primary_conninfo was emptied',
      bundle: {
        'knot1/show.txt': SHOW('! '),
        'knot2/settings.txt': `       name       | setting
------------------+---------
 primary_conninfo |
(1 row)
`,
      },
      node: 'knot2',
      confidence: 'certain',
      evidence: ['knot2/settings.txt:3'],
    },
    {
      name: 'no receiver on the standby, on KingbaseES',
      bundle: {
        't.txt': `
[kingbase@kes2 bin]$ ./ksql -U system -d test -Atc "select sys_is_in_recovery()"
t
[kingbase@kes2 bin]$ ./ksql -U system -d test -Atc "select count(*) from sys_stat_wal_receiver"
0
`,
      },
      confidence: 'likely',
    },
    {
      name: 'started without an upstream, in Chinese',
      bundle: {
        'standby.log': `
2025-04-01 03:10:14.110 CST [56] 警告:  既没有指定primary_conninfo，也没有指定restore_command
2025-04-01 03:10:14.110 CST [56] 提示:  数据库服务器将会定期轮询pg_wal子目录以检查放置在那里的文件.
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a receiver that hangs: it says streaming, its upstream knows nothing of it',
      bundle: {
        'knot1/show.txt': SHOW('! '),
        'knot2/receiver.txt': `  pid |  status   | last_msg_receipt_time
------+-----------+-------------------------------
   36 | streaming | 2025-04-01 03:10:14.110+00
(1 row)
`,
      },
      node: 'knot2',
    },
  ],
  absent: [
    { name: 'attached', bundle: { 'knot1/show.txt': SHOW('') }, because: 'attached' },
    {
      name: 'the node itself does not run',
      bundle: {
        'knot1/show.txt': SHOW('? ', '? unreachable'),
        'knot1/check.txt': `
[postgres@knot1 ~]$ repmgr node check --downstream
CRITICAL (1 of 1 downstream nodes not attached; missing: knot2 (ID: 2))
`,
      },
      because: 'does not run',
    },
    {
      name: 'the receiver says why',
      bundle: {
        'knot1/show.txt': SHOW('! '),
        'knot2/server.log': `
2025-04-01 03:10:09.005 UTC [7010] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_2" does not exist
`,
      },
      because: 'slot does not exist',
    },
  ],
  unknown: [
    {
      name: 'nothing on its connection',
      bundle: { 'conf.txt': "node_id=2\nnode_name=knot2\nconninfo='host=10.5.0.2 user=repmgr dbname=repmgr'\n" },
    },
  ],
  lookalikes: [
    {
      name: 'the listing shows it attached, and its slot is an old one',
      bundle: { 't.txt': `[postgres@knot1 ~]$ repmgr cluster show\n${SHOW('')}\n${SLOTS('f')}` },
    },
    {
      name: 'it follows another standby now',
      bundle: {
        't.txt': `[postgres@knot1 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Connection string
----+-------+---------+-----------+----------+----------+-----------------------------------------
 1  | knot1 | primary | * running |          | default  | host=10.5.0.1 user=repmgr dbname=repmgr
 2  | knot2 | standby |   running | knot3    | default  | host=10.5.0.2 user=repmgr dbname=repmgr
 3  | knot3 | standby |   running | knot1    | default  | host=10.5.0.3 user=repmgr dbname=repmgr

${SLOTS('f')}`,
      },
    },
    {
      name: 'a follow that found it in the end',
      bundle: {
        't.txt': `NOTICE: setting node 103's upstream to node 102
WARNING: node "roach3" not found in "pg_stat_replication"
WARNING: node "roach3" not found in "pg_stat_replication"
WARNING: node "roach3" not found in "pg_stat_replication"
NOTICE: STANDBY FOLLOW successful
`,
      },
    },
    {
      name: 'a follow that has only begun to look',
      bundle: {
        't.txt': `NOTICE: setting node 103's upstream to node 102
WARNING: node "roach3" not found in "pg_stat_replication"
`,
      },
    },
    {
      name: 'a witness is never attached',
      bundle: { 'w.txt': CHECK('CRITICAL (node "knot2" (ID: 2) is a witness)').replace('node is standby', 'node is witness') },
    },
    {
      name: 'catching up, which repmgr calls not attached',
      bundle: {
        'knot2/check.txt': `${CHECK(DETACHED)}WARNING: node "knot2" attached in state "catchup"
`,
      },
    },
    {
      name: 'it streams under another name',
      bundle: {
        'knot1/show.txt': SHOW('! '),
        'knot1/senders.txt': ` application_name | client_addr |   state
------------------+-------------+-----------
 walreceiver      | 10.5.0.2    | streaming
(1 row)
`,
      },
    },
  ],
});
