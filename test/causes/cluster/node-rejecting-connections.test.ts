import { nodeRejectingConnections } from '../../../src/causes/cluster/node-rejecting-connections.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const K = (last: number): string => `host=10.8.0.${last} user=esrep dbname=esrep port=54321`;

causeTester(nodeRejectingConnections, {
  present: [
    {
      name: "repmgr's own server has no connection left, and no other is known",
      bundle: {
        'repmgrd.log': `[2023-02-01 22:30:01] [ERROR] connection to database failed
[2023-02-01 22:30:01] [DETAIL] FATAL:  sorry, too many clients already
`,
      },
      confidence: 'likely',
      severity: 'warning',
      evidence: ['repmgrd.log:1'],
    },
    {
      name: 'a standby that replays is listed as unreachable (trap 11)',
      bundle: {
        'knot1/show.txt': show(
          row(1, 'knot1', 'primary', '* running', '', A),
          row(2, 'knot2', 'standby', '? unreachable', '? knot1', B, null),
        ),
        'knot2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2023-02-01 22:30:02.118 UTC [4502] FATAL:  the database system is not yet accepting connections
`,
      },
      node: 'knot2',
      confidence: 'likely',
      severity: 'warning',
      evidence: ['knot2/server.log:2'],
    },
    {
      name: 'the primary has no connection left',
      bundle: {
        't.txt': `[postgres@knot2 ~]$ repmgr cluster show
${show(row(1, 'knot1', 'primary', '? running', '?', A, null), row(2, 'knot2', 'standby', '  running', '? knot1', B))}
[postgres@knot2 ~]$ psql -h 10.7.0.1 -U repmgr repmgr
psql: error: connection to server at "10.7.0.1", port 5432 failed: FATAL:  sorry, too many clients already
`,
      },
      node: 'knot1',
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'only the mark',
      bundle: {
        't.txt': show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '? running', '? knot1', B, null)),
      },
      node: 'knot2',
      confidence: 'likely',
    },
    {
      name: 'KingbaseES, Chinese: in crash recovery',
      bundle: {
        'kes2/show.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '? unreachable', '?', K(1), null), row(2, 'kes2', 'standby', '  running', '? kes1', K(2)))}`,
        'kes1/kingbase.log': `2024-08-08 10:00:02.118 CST [4502] 致命错误:  数据库系统启动中
2024-08-08 10:02:02.118 CST [4602] 致命错误:  数据库系统启动中
`,
      },
      node: 'kes1',
      severity: 'critical',
    },
  ],
  absent: [
    {
      name: 'it takes them',
      because: 'takes connections',
      bundle: { 't.txt': show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '  running', 'knot1', B)) },
    },
    {
      name: 'it was starting, and is ready',
      bundle: {
        'knot2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2023-02-01 22:30:02.118 UTC [4502] FATAL:  the database system is starting up
2023-02-01 22:31:32.118 UTC [4602] FATAL:  the database system is starting up
2023-02-01 22:31:33.118 UTC [4400] LOG:  database system is ready to accept read-only connections
`,
      },
    },
    {
      name: 'it is not there at all',
      because: 'not there',
      bundle: { 't.txt': show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '- failed', '? knot1', B, null)) },
    },
  ],
  unknown: [
    {
      name: 'unreachable: it may be starting',
      bundle: {
        't.txt': show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '? unreachable', '? knot1', B, null)),
      },
      asks: 'tail',
    },
  ],
  lookalikes: [
    {
      name: 'another node that repmgrd looks for is stopping',
      bundle: {
        'repmgrd.log': `[2023-02-01 22:30:01] [INFO] attempting to reconnect to node "knot2" (ID: 2)
[2023-02-01 22:30:01] [ERROR] connection to database failed
[2023-02-01 22:30:01] [DETAIL]
FATAL:  the database system is shutting down
`,
      },
    },
    {
      name: 'rejected for its access rules',
      bundle: {
        't.txt': `[postgres@knot1 ~]$ repmgr cluster show --verbose
${show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '? running', '? knot1', B, null))}
WARNING: following issues were detected
  - when attempting to connect to node "knot2" (ID: 2), following error encountered :
"connection to server at "10.7.0.2", port 5432 failed: FATAL:  no pg_hba.conf entry for host "10.7.0.1", user "repmgr", database "repmgr", no encryption"
`,
      },
    },
    {
      name: 'the moment of a restart at the end of an excerpt',
      bundle: {
        'knot2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2023-02-01 22:30:00.318 UTC [4502] FATAL:  the database system is starting up
`,
      },
    },
    {
      name: 'a probe inside a follow that went through (trap 14)',
      bundle: {
        't.txt': `[postgres@knot2 ~]$ repmgr standby follow
NOTICE: attempting to find and follow current primary
NOTICE: setting node 2's upstream to node 1
NOTICE: restarting server using "pg_ctl -w -D '/srv/pg' restart"
ERROR: connection to database failed
DETAIL:
connection to server at "10.7.0.2", port 5432 failed: FATAL:  the database system is starting up

NOTICE: STANDBY FOLLOW successful
DETAIL: standby attached to upstream node "knot1" (ID: 1)
[postgres@knot2 ~]$ repmgr cluster show
${show(row(1, 'knot1', 'primary', '* running', '', A), row(2, 'knot2', 'standby', '  running', 'knot1', B))}`,
      },
    },
    {
      name: 'no free walsender',
      bundle: {
        'knot2/server.log': `2023-02-01 22:30:02.118 UTC [4502] FATAL:  could not connect to the primary server: connection to server at "10.7.0.1", port 5432 failed: FATAL:  number of requested standby connections exceeds max_wal_senders (currently 3)
`,
      },
    },
  ],
});
