import { rejoinFailed } from '../../../src/causes/switchover/rejoin-failed.ts';
import { causeTester } from '../../support/cause-tester.ts';

const promoted = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: current primary has been cleanly shut down at location 5/2A000028
NOTICE: STANDBY PROMOTE successful
DETAIL: server "teal2" (ID: 2) was successfully promoted to primary
`;
const failed = `ERROR: execution of "repmgr node rejoin" on demotion candidate "teal1" (ID: 1) failed
DETAIL: check log file "/tmp/node-rejoin.1795503835.log" on "teal1" for details
WARNING: switchover did not fully complete
DETAIL: node "teal2" (ID: 2) is now primary but node "teal1" (ID: 1) is not reachable
NOTICE: STANDBY SWITCHOVER has completed with issues
`;
const rejoin = `[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr'
NOTICE: rejoin target is node "teal2" (ID: 2)
`;
const done = 'NOTICE: NODE REJOIN successful\nDETAIL: node 1 is now attached to node 2\n';
const listing = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | standby |   running | teal2    | default  | 100      | 8        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | primary | * running |          | default  | 100      | 8        | host=10.4.0.2 user=repmgr dbname=repmgr
`;

causeTester(rejoinFailed, {
  present: [
    {
      name: 'kbha recovers standbys only, and does not take it for one',
      bundle: {
        'kbha.log': `[2026-03-11 02:20:41] [INFO] [thread pid: 30112] can not do auto-recovery because not confirmed a standby node
[2026-03-11 02:20:51] [INFO] [thread pid: 30112] can not do auto-recovery because not confirmed a standby node
`,
      },
      confidence: 'likely',
      severity: 'warning',
      evidence: ['kbha.log:1'],
    },
    {
      name: 'kbha took it back later',
      bundle: {
        'kbha.log': `[2026-03-11 02:20:41] [INFO] [thread pid: 30112] can not do auto-recovery because not confirmed a standby node
[2026-03-11 02:30:41] [NOTICE] [thread pid: 30112] recovery node "node1" (ID: 1) success
`,
      },
      confidence: 'certain',
      status: 'resolved',
      severity: 'warning',
      evidence: ['kbha.log:1'],
    },
    {
      name: 'repmgrd of the primary could not recover it (KingbaseES)',
      bundle: {
        'hamgr.log': `[2026-03-11 02:20:41] [ERROR] [thread pid: 30112] recovery node "node1" (ID: 1) failed
[2026-03-11 02:21:41] [ERROR] [thread pid: 30112] recovery node "node1" (ID: 1) failed
`,
      },
      node: 'node1',
    },
    {
      name: 'its events (KingbaseES)',
      bundle: {
        't.txt': `esrep=# select node_id,event,successful,event_timestamp,details from repmgr.events order by event_timestamp desc limit 2;
 node_id |        event         | successful |        event_timestamp        |                  details
---------+----------------------+------------+-------------------------------+-------------------------------------------
       2 | node_recovery_failed | f          | 2026-03-11 02:21:41.330112+08 | node "node1" (ID: 1) auto-recovery failed
       2 | node_recovery_failed | f          | 2026-03-11 02:20:41.230112+08 | node "node1" (ID: 1) auto-recovery failed
(2 rows)
`,
      },
      evidence: ['t.txt:4'],
    },
    {
      name: 'a switchover leaves the old primary down',
      bundle: { 'teal2/s.txt': promoted + failed },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal1',
      evidence: ['teal2/s.txt:5', 'teal2/s.txt:7'],
    },
    {
      name: 'a rejoin does not attach',
      bundle: {
        'teal1/s.txt': `${rejoin}ERROR: NODE REJOIN failed
DETAIL: no active record for local node "teal1" found in node "teal2"'s "pg_stat_replication" table
HINT: check the PostgreSQL log on the local node
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'not shut down cleanly, version 11',
      bundle: {
        'teal1/s.txt': `[postgres@teal1 ~]$ psql --version
psql (PostgreSQL) 11.22
[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr'
ERROR: database is not shut down cleanly
HINT: database should be restarted then shut down cleanly after crash recovery completes
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'pg_rewind by a script refuses a data directory that was not shut down cleanly',
      bundle: {
        'pod.log': `postgresql-repmgr 06:57:53.90 INFO  ==> Rejoining node...
postgresql-repmgr 06:57:53.92 INFO  ==> Running pg_rewind data to primary node...
pg_rewind: error: target server must be shut down cleanly
`,
      },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES: the demoted node does not become available',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[NOTICE] local node "node2" (ID: 2) will be promoted to primary; current primary "node1" (ID: 1) will be demoted to standby
[NOTICE] STANDBY PROMOTE successful
[ERROR] node "node2" (ID: 2) promoted to primary, but demotion candidate "node1" (ID: 1) did not become available
[WARNING] switchover did not fully complete
`,
      },
      confidence: 'certain',
      node: 'node1',
    },
    {
      name: "repmgr's event says f",
      bundle: {
        'teal2/e.txt': `${listing.replace('standby |   running | teal2 ', 'primary | - failed  | ?     ')}[postgres@teal2 ~]$ repmgr cluster event --limit 1
 Node ID | Name  | Event       | OK | Timestamp           | Details
---------+-------+-------------+----+---------------------+---------
 1       | teal1 | node_rejoin | f  | 2024-04-01 09:30:32 |
`,
      },
      node: 'teal1',
    },
    {
      name: 'the second attempt succeeded',
      bundle: { 'teal1/s.txt': `${rejoin}ERROR: NODE REJOIN failed\n${rejoin}${done}` },
      status: 'resolved',
      node: 'teal1',
    },
    {
      name: 'a later listing shows it attached',
      bundle: { 'teal2/s.txt': promoted + failed + listing },
      status: 'resolved',
      node: 'teal1',
    },
  ],
  absent: [{ name: 'it came back', because: 'came back', bundle: { 'teal1/s.txt': rejoin + done } }],
  unknown: [{ name: 'the paste ends where it begins', bundle: { 'teal1/s.txt': rejoin } }],
  lookalikes: [
    {
      name: 'kbha could not look at the node: that is the way there',
      bundle: {
        'kbha.log': `[2026-03-11 02:20:41] [INFO] unable to connect via ES to host "10.8.0.32", can't confirm if it's a standby node
`,
      },
    },
    {
      name: 'pg_rewind refused once, and went through after a clean stop',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ pg_rewind -D /pg/data --source-server='host=10.4.0.2 user=repmgr dbname=repmgr'
pg_rewind: servers diverged at WAL location 0/70021B8 on timeline 1
pg_rewind: error: target server must be shut down cleanly
[postgres@teal1 ~]$ pg_ctl -D /pg/data stop -m fast
waiting for server to shut down.... done
server stopped
[postgres@teal1 ~]$ pg_rewind -D /pg/data --source-server='host=10.4.0.2 user=repmgr dbname=repmgr'
pg_rewind: servers diverged at WAL location 0/70021B8 on timeline 1
pg_rewind: rewinding from last common checkpoint at 0/7002110 on timeline 1
pg_rewind: Done!
`,
      },
    },
    {
      name: 'its server still runs: a refusal that is right',
      bundle: {
        't.txt': `${rejoin}ERROR: database is still running in state "in archive recovery"
HINT: "repmgr node rejoin" cannot be executed on a running node
`,
      },
    },
    {
      name: 'a rewind lacks its prerequisites: that is the cause',
      bundle: {
        't.txt': `${rejoin}ERROR: --force-rewind specified but pg_rewind cannot be used
DETAIL: "wal_log_hints" is set to "off" and data checksums are disabled
ERROR: NODE REJOIN failed
`,
      },
    },
    {
      name: 'a switchover that went through',
      bundle: { 't.txt': `${promoted}NOTICE: switchover was successful\nNOTICE: STANDBY SWITCHOVER has completed successfully\n` },
    },
  ],
});
