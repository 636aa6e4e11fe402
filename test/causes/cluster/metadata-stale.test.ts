import { metadataStale } from '../../../src/causes/cluster/metadata-stale.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const C = 'host=10.7.0.3 user=repmgr dbname=repmgr';
const KA = 'host=10.8.0.1 user=esrep dbname=esrep port=54321';
const KB = 'host=10.8.0.2 user=esrep dbname=esrep port=54321';

causeTester(metadataStale, {
  present: [
    {
      name: 'kingbasecluster (V8R3) calls a standby down that is sent to',
      bundle: {
        't.txt': `[kingbase@node42 bin]$ ./ksql -U SYSTEM TEST -p 9999\nTEST=# show pool_nodes;\n node_id |  hostname | port  | status | lb_weight |  role   | select_cnt | load_balance_node | replication_delay\n---------+-----------+-------+--------+-----------+---------+------------+-------------------+-------------------\n 0       | 10.8.4.41 | 54321 | up     | 0.500000  | primary | 3120       | true              | 0\n 1       | 10.8.4.42 | 54321 | down   | 0.500000  | standby | 0          | false             | 0\n(2 rows)\n\nTEST=# select application_name, client_addr, state from sys_stat_replication;\n application_name | client_addr | state\n------------------+-------------+-----------\n node42           | 10.8.4.42   | streaming\n(1 row)\n`,
      },
      node: '10.8.4.42',
      confidence: 'likely',
      evidence: ['t.txt:6', 't.txt:12'],
    },
    {
      name: 'a registered standby is the only primary',
      bundle: {
        't.txt': show(
          row(1, 'dunl1', 'primary', '? unreachable', '?', A, null),
          row(2, 'dunl2', 'standby', '! running as primary', '! dunl1', B, 5),
          row(3, 'dunl3', 'standby', '  running', 'dunl1', C, 5),
        ),
      },
      node: 'dunl2',
      confidence: 'likely',
      severity: 'warning',
      evidence: ['t.txt:4'],
    },
    {
      name: 'a former primary runs as a standby, and nobody wrote it down',
      bundle: {
        't.txt': show(row(1, 'dunl1', 'primary', '! running as standby', '', A, 5), row(2, 'dunl2', 'primary', '* running', '', B, 5)),
      },
      node: 'dunl1',
      confidence: 'certain',
      evidence: ['t.txt:3'],
    },
    {
      name: 'an inactive record, and repmgrd refuses',
      bundle: {
        't.txt': `[postgres@dunl3 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '* running', '', A), row(3, 'dunl3', 'standby', '! running', 'dunl1', C))}
WARNING: following issues were detected
  - node "dunl3" (ID: 3) is running but the repmgr node record is inactive
[postgres@dunl3 ~]$ tail -3 /var/log/repmgrd.log
[2024-02-02 08:00:01] [NOTICE] starting monitoring of node "dunl3" (ID: 3)
[2024-02-02 08:00:01] [ERROR] this node is marked as inactive and cannot be used as a failover target
[2024-02-02 08:00:01] [INFO] repmgrd terminating...
`,
      },
      node: 'dunl3',
      confidence: 'certain',
      evidence: ['t.txt:5'],
    },
    {
      name: 'an inactive record of a standby that receives nothing: its mark came with that',
      bundle: {
        't.txt': `[postgres@dunl1 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '* running', '', A), row(3, 'dunl3', 'standby', '! running', '! dunl1', C))}
WARNING: following issues were detected
  - node "dunl3" (ID: 3) is running but the repmgr node record is inactive
  - node "dunl3" (ID: 3) is not attached to its upstream node "dunl1" (ID: 1)
`,
      },
      node: 'dunl3',
      confidence: 'possible',
    },
    {
      name: 'KingbaseES: no upstream is registered',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'standby', '  running', '', KA, 4), row(2, 'kes2', 'primary', '* running', '', KB, 4))}
[kingbase@kes1 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "kes1" (ID: 1)
[ERROR] local node "kes1" (ID: 1) is not a downstream of demotion candidate primary "kes2" (ID: 2)
[DETAIL] local node has no registered upstream node
[HINT] execute "repmgr standby register --force" to update the local node's metadata
`,
      },
      node: 'kes1',
      evidence: ['t.txt:9'],
    },
    {
      name: "the node's own check",
      bundle: {
        't.txt': `[postgres@dunl2 ~]$ repmgr node check
Node "dunl2":
	Server role: CRITICAL (node is registered as standby but running as primary)
	Replication lag: OK (N/A - node is primary)
`,
      },
      node: 'dunl2',
      confidence: 'certain',
      evidence: ['t.txt:3'],
    },
    {
      name: 'the table and the answer of the server',
      bundle: {
        't.txt': `[postgres@dunl2 ~]$ psql -d repmgr -c 'select * from repmgr.nodes'
 node_id | upstream_node_id | active | node_name |  type   | location | priority |                conninfo                | repluser | slot_name |   config_file
---------+------------------+--------+-----------+---------+----------+----------+----------------------------------------+----------+-----------+-----------------
       1 |                  | t      | dunl1     | primary | default  |      100 | host=10.7.0.1 user=repmgr dbname=repmgr | repmgr   |           | /etc/repmgr.conf
       2 |                1 | t      | dunl2     | standby | default  |      100 | host=10.7.0.2 user=repmgr dbname=repmgr | repmgr   |           | /etc/repmgr.conf
(2 rows)

[postgres@dunl2 ~]$ psql -d repmgr -Atc 'select pg_is_in_recovery()'
f
`,
      },
      node: 'dunl2',
    },
    {
      name: 'repmgrd finds no record of its node',
      bundle: {
        'dunl4/repmgrd.log': `[2024-02-02 08:00:01] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2024-02-02 08:00:01] [INFO] connecting to database "host=dunl4 user=repmgr dbname=repmgr"
[2024-02-02 08:00:01] [ERROR] no metadata record found for this node - terminating
[2024-02-02 08:00:01] [HINT] check that 'repmgr (primary|standby) register' was executed for this node
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a standby that does not receive has an old copy',
      bundle: {
        'dunl3/show.txt': `[postgres@dunl3 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '! running as standby', '', A, 5), row(2, 'dunl2', 'standby', '! running as primary', '', B, 6), row(3, 'dunl3', 'standby', '  running', '! dunl1', C, 5))}`,
        'dunl2/show.txt': `[postgres@dunl2 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'standby', '  running', 'dunl2', A, 6), row(2, 'dunl2', 'primary', '* running', '', B, 6), row(3, 'dunl3', 'standby', '  running', '! dunl2', C, 5))}`,
      },
      node: 'dunl3',
    },
    {
      name: 'another upstream is registered',
      bundle: {
        't.txt': `[postgres@dunl3 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "dunl3" (ID: 3)
ERROR: local node "dunl3" (ID: 3) is not a downstream of demotion candidate primary "dunl2" (ID: 2)
DETAIL: registered upstream node ID is 1
`,
      },
      node: 'dunl3',
    },
    {
      name: 'KingbaseES lists an unregistered node',
      bundle: {
        't.txt': show(row(1, 'kes1', 'primary', '* running', '', KA, 4), row(2, 'kes2', 'standby', 'x unregistered', 'kes1', KB, 4)),
      },
      node: 'kes2',
    },
    {
      name: 'registered since',
      bundle: {
        't.txt': `[postgres@dunl1 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '* running', '', A), row(2, 'dunl2', 'standby', '! running', 'dunl1', B))}
[postgres@dunl2 ~]$ repmgr standby register --force
INFO: connecting to local node "dunl2" (ID: 2)
INFO: connecting to primary database
INFO: standby registration complete
NOTICE: standby node "dunl2" (ID: 2) successfully registered
[postgres@dunl1 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '* running', '', A), row(2, 'dunl2', 'standby', '  running', 'dunl1', B))}
[postgres@dunl2 ~]$ tail -1 /var/log/repmgrd.log
[2024-02-02 08:00:01] [ERROR] this node is marked as inactive and cannot be used as a failover target
[postgres@dunl2 ~]$ repmgr standby register --force
NOTICE: standby node "dunl2" (ID: 2) successfully registered
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'records and roles agree',
      because: 'every record agrees',
      bundle: { 't.txt': show(row(1, 'dunl1', 'primary', '* running', '', A), row(2, 'dunl2', 'standby', '  running', 'dunl1', B)) },
    },
    {
      name: 'the old primary is failed after a failover (trap 8)',
      bundle: { 't.txt': show(row(1, 'dunl1', 'primary', '- failed', '?', A, null), row(2, 'dunl2', 'primary', '* running', '', B)) },
    },
  ],
  unknown: [
    {
      name: 'no listing',
      bundle: {
        't.txt':
          'ERROR: unable to connect to the primary database\nHINT: a primary node must be configured before registering a standby node\n',
      },
      asks: 'cluster show',
    },
  ],
  lookalikes: [
    {
      name: 'two primaries: split-brain tells it',
      bundle: {
        't.txt': show(
          row(1, 'dunl1', 'primary', '* running', '', A, 4),
          row(2, 'dunl2', 'standby', '! running as primary', '! dunl1', B, 5),
        ),
      },
    },
    {
      name: 'nobody is primary: primary-missing tells it',
      bundle: {
        't.txt': show(row(1, 'dunl1', 'primary', '! running as standby', '', A), row(2, 'dunl2', 'standby', '  running', '! dunl1', B)),
      },
    },
    {
      name: 'one host for all names',
      bundle: {
        't.txt': show(
          row(1, 'dunl1', 'primary', '! running as standby', '', 'host=localhost user=repmgr dbname=repmgr'),
          row(2, 'dunl2', 'standby', '  running', '! dunl1', 'host=localhost user=repmgr dbname=repmgr'),
        ),
      },
    },
    {
      name: "a witness's old copy",
      bundle: {
        'dunlw/show.txt': `[postgres@dunlw ~]$ hostname
dunlw
[postgres@dunlw ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '! running as standby', '', A), row(2, 'dunl2', 'standby', '! running as primary', '', B), row(9, 'dunlw', 'witness', '* running', 'dunl1', C, null))}`,
        'dunl2/show.txt': `[postgres@dunl2 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'standby', '  running', 'dunl2', A), row(2, 'dunl2', 'primary', '* running', '', B), row(9, 'dunlw', 'witness', '* running', '! dunl1', C, null))}`,
      },
    },
    {
      name: 'the listing of before a switchover and the answer of after it',
      bundle: {
        't.txt': `[postgres@dunl2 ~]$ psql -d repmgr -c 'select node_id, active, node_name, type from repmgr.nodes'
 node_id | active | node_name |  type
---------+--------+-----------+---------
       1 | t      | dunl1     | primary
       2 | t      | dunl2     | standby
(2 rows)

[postgres@dunl2 ~]$ repmgr standby switchover
NOTICE: node "dunl2" (ID: 2) promoted to primary, node "dunl1" (ID: 1) demoted to standby
NOTICE: STANDBY PROMOTE successful
NOTICE: STANDBY SWITCHOVER has completed successfully
[postgres@dunl2 ~]$ psql -d repmgr -Atc 'select pg_is_in_recovery()'
f
`,
      },
    },
    {
      name: 'a promotion that is refused since there is a primary (trap 10)',
      bundle: {
        't.txt': `[postgres@dunl2 ~]$ repmgr standby promote
ERROR: this replication cluster already has an active primary server
DETAIL: current primary is "dunl1" (ID: 1)
[postgres@dunl2 ~]$ repmgr cluster show
${show(row(1, 'dunl1', 'primary', '* running', '', A, 7), row(2, 'dunl2', 'standby', '  running', 'dunl1', B, 7))}`,
      },
    },
    {
      name: 'a program that is not in the path (KingbaseES trap 10)',
      bundle: {
        't.txt': `[kingbase@kes1 ~]$ repmgr cluster show
bash: repmgr: command not found...
[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '* running', '', KA, 4), row(2, 'kes2', 'standby', '  running', 'kes1', KB, 3))}`,
      },
    },
    {
      name: 'a mistyped node id',
      bundle: {
        't.txt': '[postgres@dunl2 ~]$ repmgr standby unregister --node-id=77\nERROR: node 77 (specified with --node-id) not found\n',
      },
    },
  ],
});
