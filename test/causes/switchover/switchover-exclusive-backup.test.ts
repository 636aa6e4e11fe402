import { switchoverExclusiveBackup } from '../../../src/causes/switchover/switchover-exclusive-backup.ts';
import { causeTester } from '../../support/cause-tester.ts';

const listing = `[postgres@teal2 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | primary | * running |          | default  | 100      | 7        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | standby |   running | teal1    | default  | 100      | 7        | host=10.4.0.2 user=repmgr dbname=repmgr
`;
const refused = `[postgres@teal2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
ERROR: unable to perform a switchover while primary server is in exclusive backup mode
HINT: stop backup before attempting the switchover
`;

causeTester(switchoverExclusiveBackup, {
  present: [
    {
      name: 'refused',
      bundle: { 'teal2/s.txt': listing + refused },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal1',
      evidence: ['teal2/s.txt:8'],
    },
    {
      name: 'the server says so, too',
      bundle: {
        'teal2/s.txt': `${listing}${refused}[postgres@teal2 ~]$ psql -h 10.4.0.1 -c 'select pg_is_in_backup()'
 pg_is_in_backup
-----------------
 t
(1 row)
`,
      },
      evidence: ['teal2/s.txt:13'],
    },
    {
      name: 'KingbaseES',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[ERROR] unable to perform a switchover while primary server is in exclusive backup mode
[HINT] stop backup before attempting the switchover
`,
      },
      confidence: 'certain',
    },
    {
      name: 'ended since',
      bundle: {
        'teal2/s.txt': `${listing}${refused}[postgres@teal2 ~]$ psql -h 10.4.0.1 -c 'select pg_is_in_backup()'
 pg_is_in_backup
-----------------
 f
(1 row)
`,
      },
      status: 'resolved',
    },
    {
      name: 'the next run gets past it',
      bundle: {
        'teal2/s.txt': `${refused}[postgres@teal2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'PostgreSQL 15 has no such mode',
      because: 'PostgreSQL 15',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ psql --version
psql (PostgreSQL) 16.2
[postgres@teal2 ~]$ psql -c 'select version()'
                                 version
-------------------------------------------------------------------------
 PostgreSQL 16.2 on x86_64-pc-linux-gnu, compiled by gcc 12.2.0, 64-bit
(1 row)
[postgres@teal2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
ERROR: replication lag on this node is critical
`,
      },
    },
    {
      name: 'the server is in none',
      because: 'no exclusive backup',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ psql -c 'select pg_is_in_backup()'
 pg_is_in_backup
-----------------
 f
(1 row)
[postgres@teal2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
ERROR: replication lag on this node is critical
`,
      },
    },
  ],
  unknown: [{ name: 'no switchover in the bundle', bundle: { 't.txt': listing } }],
  lookalikes: [
    {
      name: 'a base backup runs',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ psql -c 'select application_name, state from pg_stat_replication'
 application_name |   state
------------------+-----------
 teal2            | streaming
 pg_basebackup    | backup
(2 rows)
[postgres@teal2 ~]$ repmgr standby switchover --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: prerequisites for executing STANDBY SWITCHOVER are met
`,
      },
    },
  ],
});
