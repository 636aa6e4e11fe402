import { splitBrain } from '../../../src/causes/cluster/split-brain.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const recovery = (value: 't' | 'f'): string => ` pg_is_in_recovery \n-------------------\n ${value}\n(1 row)\n`;

/** Answers of a server below each of some heads. */
const under = (...heads: string[]): string =>
  heads.map((head) => `${head}\n\npostgres=# select pg_is_in_recovery();\n${recovery('f')}`).join('\n');

const HEADS: readonly (readonly [string, string])[] = [
  ['Primary:', 'Standby:'],
  ['主库：', '备库：'],
  ['旧主库', '新主库'],
  ['Node A:', 'Node B:'],
  ['-- on the master', '-- on the standby'],
  ['在主机上执行：\n\n[kingbase@localhost ~]$ date', '在备机上执行：\n\n[kingbase@localhost ~]$ date'],
];
const NO_HEADS: readonly (readonly [string, string])[] = [
  ['Primary cause:', 'Standby configuration steps:'],
  ['Primary:', 'New primary:'],
  ['Standby, before:', 'Primary, after:'],
  ['Step A:', 'Step B:'],
  ['Primary:\n\n[postgres@lark ~]$ date', 'Standby:\n\n[postgres@lark ~]$ date'],
];

const asked = (...lines: string[]) => lines.map((line, at) => `postgresql-repmgr 14:38:54.9${at} ${line}\n`).join('');
const CONFLICT = "WARN  ==> Conflict of pretending primary role nodes (previously: 'jay-1:5432', now: 'jay-0:5432')";
const ASSUMES = 'INFO  ==> There are no nodes with primary role. Assuming the primary role...';

causeTester(splitBrain, {
  present: [
    {
      name: 'a container that starts as a primary although the others name different ones',
      bundle: { 'jay-0/start.log': asked(CONFLICT, 'INFO  ==> This node was acting as a primary before restart!', ASSUMES) },
      confidence: 'likely',
      evidence: ['jay-0/start.log:1', 'jay-0/start.log:3'],
    },
    {
      name: 'a listing with its warning, and below it the log of how it came to that',
      bundle: {
        'jay-1/t.txt': `[postgres@jay-1 ~]$ repmgr cluster show
 ID | Name  | Role    | Status               | Upstream | Location | Connection string
----+-------+---------+----------------------+----------+----------+-----------------------------------
 1  | jay-1 | primary | * running            |          | default  | host=jay-1 user=repmgr dbname=repmgr
 2  | jay-2 | standby | ! running as primary | jay-1    | default  | host=jay-2 user=repmgr dbname=repmgr

WARNING: following issues were detected
  - node "jay-2" (ID: 2) is registered as standby but running as primary

jay-2:

[2018-05-29 08:17:01] [WARNING] unable to reconnect to node 1 after 3 attempts
[2018-05-29 08:17:03] [NOTICE] this node is the winner, will now promote itself and inform other nodes
`,
      },
      status: 'active',
      confidence: 'certain',
      evidence: ['jay-1/t.txt:4', 'jay-1/t.txt:5'],
    },
    { name: 'a container that finds different primaries', bundle: { 'jay-2/start.log': asked(CONFLICT) }, confidence: 'possible' },
    ...HEADS.map(([one, other]) => ({
      name: `machines that only words on their roles tell apart: ${one.split('\n')[0]} ${other.split('\n')[0]}`,
      bundle: { 't.txt': under(one, other) },
      confidence: 'likely' as const,
      severity: 'critical' as const,
    })),
    {
      name: 'two machines that only the heads name, asked after the promotion of one',
      bundle: {
        't.txt': `lark-b, 14:06
[2024-02-29 14:06:14] [WARNING] unable to reconnect to node 1 after 6 attempts
[2024-02-29 14:06:14] [INFO] primary node  "lark-a" (ID: 1) and this node have the same location ("default")
[2024-02-29 14:06:15] [NOTICE] STANDBY PROMOTE successful

lark-a, 14:08, the network is back. It never stopped:
postgres=# select pg_is_in_recovery(), count(*) from orders;
 f | 118
`,
      },
      confidence: 'likely',
      severity: 'critical',
    },
    {
      name: 'two sections of a document, each called after a machine',
      bundle: {
        't.md': `### lark1

\`\`\`
postgres=# select pg_is_in_recovery();
 pg_is_in_recovery
-------------------
 f
(1 row)
\`\`\`

### lark2

\`\`\`
postgres=# select pg_is_in_recovery();
 pg_is_in_recovery
-------------------
 f
(1 row)
\`\`\`
`,
      },
      confidence: 'likely',
      severity: 'critical',
    },
    {
      name: 'a listing in quotation marks',
      bundle: {
        't.md': `Both nodes are primary now:

"1  | lark1 | primary | * running            |         | running | 1017 | no  | n/a
 2  | lark2 | standby | ! running as primary |         | running | 933  | no  | n/a
 3  | lark3 | witness | * running            | ! lark2 | running | 894  | no  | 6 second(s) ago
 - node "lark2" (ID: 2) is registered as standby but running as primary"
`,
      },
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'one listing shows both',
      bundle: {
        'n1/show.txt': show(
          row(1, 'lark1', 'primary', '* running', '', A, 4),
          row(2, 'lark2', 'standby', '! running as primary', '! lark1', B, 5),
        ),
      },
      confidence: 'certain',
      severity: 'critical',
      node: null,
      evidence: ['n1/show.txt:3', 'n1/show.txt:4'],
    },
    {
      name: 'an inactive primary that came back beside the new one',
      bundle: {
        't.txt': `[postgres@lark2 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '! running', '', A, 4), row(2, 'lark2', 'primary', '* running', '', B, 5))}
WARNING: following issues were detected
  - node "lark1" (ID: 1) is running but the repmgr node record is inactive
`,
      },
      confidence: 'certain',
    },
    {
      name: 'each of two listings looks healthy, and each takes the other node for gone',
      bundle: {
        'lark1/show.txt': `[postgres@lark1 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '? unreachable', '? lark1', B, null))}`,
        'lark2/show.txt': `[postgres@lark2 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '- failed', '?', A, null), row(2, 'lark2', 'primary', '* running', '', B, 5))}`,
      },
      confidence: 'likely',
    },
    {
      name: 'both answer f (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'standby', '  running', 'kes2', 'host=10.8.0.1 user=esrep dbname=esrep port=54321', 2), row(2, 'kes2', 'primary', '* running', '', 'host=10.8.0.2 user=esrep dbname=esrep port=54321', 2))}
[kingbase@kes1 bin]$ ./sys_ctl -D /kes/data promote
等待服务器进程加载 .... 完成
服务器加载完毕
[kingbase@kes1 bin]$ ./ksql -U esrep esrep -c 'select sys_is_in_recovery()'
 sys_is_in_recovery 
--------------------
 f
(1 row)
[kingbase@kes2 bin]$ ./ksql -U esrep esrep -c 'select sys_is_in_recovery()'
 sys_is_in_recovery 
--------------------
 f
(1 row)
`,
      },
      confidence: 'likely',
    },
    {
      name: 'by the logs: the old primary wrote on after the other was promoted',
      bundle: {
        'lark1/show.txt': show(row(1, 'lark1', 'primary', '* running', '', A, 4)),
        'lark1/server.log': `2025-04-02 10:00:00.100 UTC [90] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2025-04-02 10:00:00.300 UTC [90] LOG:  database system is ready to accept connections
2025-04-02 11:20:00.300 UTC [95] LOG:  checkpoint complete: wrote 41 buffers (0.3%); 0 WAL file(s) added, 0 removed, 1 recycled; write=4.0 s, sync=0.0 s, total=4.1 s
`,
        'lark2/repmgr.conf.txt': `node_id=2
node_name='lark2'
conninfo='${B}'
`,
        'lark2/server.log': `2025-04-02 10:00:10.100 UTC [70] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2025-04-02 10:00:10.200 UTC [73] LOG:  entering standby mode
2025-04-02 10:00:10.300 UTC [70] LOG:  database system is ready to accept read-only connections
2025-04-02 11:02:00.100 UTC [73] LOG:  received promote request
2025-04-02 11:02:00.500 UTC [73] LOG:  archive recovery complete
2025-04-02 11:02:00.600 UTC [70] LOG:  database system is ready to accept connections
`,
      },
      confidence: 'likely',
    },
    {
      name: 'kbha refuses to recover a node',
      bundle: {
        'kbha.log': '[2024-08-01 02:11:40] [WARNING] there may be multiple nodes running as primary, can not do recovery for failed node\n',
      },
      confidence: 'likely',
      evidence: ['kbha.log:1'],
    },
    {
      name: 'over: a later listing shows one',
      bundle: {
        't.txt': `[postgres@lark1 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '! running as primary', '! lark1', B, 5))}
[postgres@lark1 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '  running', 'lark1', B, 4))}`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'one primary, one standby',
      because: 'one node runs as primary: lark1',
      bundle: { 't.txt': show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '  running', 'lark1', B, 4)) },
    },
    {
      name: 'the old primary is failed: a failover, no split (trap 8)',
      because: 'one node runs as primary: lark2',
      bundle: { 't.txt': show(row(1, 'lark1', 'primary', '- failed', '?', A, null), row(2, 'lark2', 'primary', '* running', '', B, 5)) },
    },
  ],
  unknown: [
    {
      name: 'one node is seen, and it is a primary',
      bundle: { 'lark1/q.txt': `[postgres@lark1 ~]$ psql -c 'select pg_is_in_recovery()'\n${recovery('f')}` },
      asks: 'cluster show',
    },
  ],
  lookalikes: [
    { name: 'the first container of a new cluster', bundle: { 'jay-0/start.log': asked(ASSUMES) } },
    {
      name: 'different records at a start, one primary since',
      bundle: {
        't.txt': `${asked(CONFLICT, ASSUMES)}
[postgres@jay-0 ~]$ repmgr cluster show
 ID   | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
------+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1000 | jay-0 | primary | * running |          | default  | 100      | 3        | host=jay-0 user=repmgr dbname=repmgr
 1001 | jay-1 | standby |   running | jay-0    | default  | 100      | 3        | host=jay-1 user=repmgr dbname=repmgr
`,
      },
    },
    ...NO_HEADS.map(([one, other]) => ({
      name: `heads that tell no two machines apart: ${one.split('\n')[0]} ${other.split('\n')[0]}`,
      bundle: { 't.txt': under(one, other) },
    })),
    {
      name: 'two sections of a document, each called after a step',
      bundle: {
        't.md': `### step1

postgres=# select pg_is_in_recovery();
 pg_is_in_recovery
-------------------
 f
(1 row)

### step2

postgres=# select pg_is_in_recovery();
 pg_is_in_recovery
-------------------
 f
(1 row)
`,
      },
    },
    {
      name: 'asked above the promotion of the other one',
      bundle: {
        't.txt': `lark-a, 14:01:
postgres=# select pg_is_in_recovery(), count(*) from orders;
 f | 118

lark-b, 14:06
[2024-02-29 14:06:14] [WARNING] unable to reconnect to node 1 after 6 attempts
[2024-02-29 14:06:15] [NOTICE] STANDBY PROMOTE successful
`,
      },
    },
    {
      name: 'one listing from before and one from after a failover',
      bundle: {
        't.txt': `[postgres@lark1 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '  running', 'lark1', B, 4))}
then lark1 burned down

[postgres@lark2 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '- failed', '?', A, null), row(2, 'lark2', 'primary', '* running', '', B, 5))}`,
      },
    },
    {
      name: 'the same in files that have no order',
      bundle: {
        'lark1/show.txt': `[postgres@lark1 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '* running', '', A, 4), row(2, 'lark2', 'standby', '  running', 'lark1', B, 4))}`,
        'lark2/show.txt': `[postgres@lark2 ~]$ repmgr cluster show
${show(row(1, 'lark1', 'primary', '? unreachable', '?', A, null), row(2, 'lark2', 'standby', '! running as primary', '? lark1', B, 5))}`,
      },
    },
    {
      name: 'a prompt that no member is told for, and the member that it may be',
      bundle: {
        't.txt': `[postgres@vm-two ~]$ psql -Atc 'select pg_is_in_recovery()'
f
and on some node, after the promotion by hand:
${show(row(1, 'lark1', 'primary', '- failed', '', A, null), row(2, 'lark2', 'standby', '! running as primary', '', B, 5), row(3, 'lark3', 'standby', '  running', 'lark1', 'host=10.7.0.3 user=repmgr dbname=repmgr', 5))}`,
      },
    },
    {
      name: 'both names lead to the asked node',
      bundle: {
        't.txt': show(
          row(1, 'lark1', 'primary', '* running', '', 'host=localhost user=repmgr dbname=repmgr', 1),
          row(2, 'lark2', 'standby', '! running as primary', '! lark1', 'host=localhost user=repmgr dbname=repmgr', 1),
        ),
      },
    },
    {
      name: 'a switchover between two answers',
      bundle: {
        't.txt': `[postgres@lark1 ~]$ psql -c 'select pg_is_in_recovery()'
${recovery('f')}
[postgres@lark2 ~]$ repmgr standby switchover
NOTICE: node "lark2" (ID: 2) promoted to primary, node "lark1" (ID: 1) demoted to standby
NOTICE: switchover was successful
DETAIL: node "lark2" is now primary and node "lark1" is attached as standby
[postgres@lark2 ~]$ psql -c 'select pg_is_in_recovery()'
${recovery('f')}`,
      },
    },
    {
      name: 'by the logs: stopped before the other was promoted',
      bundle: {
        'lark1/server.log': `2025-04-02 10:00:00.100 UTC [90] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2025-04-02 10:00:00.300 UTC [90] LOG:  database system is ready to accept connections
2025-04-02 11:00:00.300 UTC [90] LOG:  received fast shutdown request
2025-04-02 11:00:01.300 UTC [90] LOG:  database system is shut down
`,
        'lark2/server.log': `2025-04-02 10:00:10.200 UTC [73] LOG:  entering standby mode
2025-04-02 11:02:00.500 UTC [73] LOG:  archive recovery complete
2025-04-02 11:02:00.600 UTC [70] LOG:  database system is ready to accept connections
`,
        'x/show.txt': show(row(1, 'lark1', 'primary', '- failed', '?', A, null), row(2, 'lark2', 'primary', '* running', '', B, 5)),
      },
    },
  ],
});
