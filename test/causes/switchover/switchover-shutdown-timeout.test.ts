import { switchoverShutdownTimeout } from '../../../src/causes/switchover/switchover-shutdown-timeout.ts';
import { causeTester } from '../../support/cause-tester.ts';

const started = (
  command = "/usr/pgsql-14/bin/pg_ctl  -D '/pg/data' -W -m fast stop",
) => `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: attempting to pause repmgrd on 2 nodes
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "teal1" (ID: 1)
NOTICE: issuing CHECKPOINT on node "teal1" (ID: 1)
DETAIL: executing server command "${command}"
`;
const waits = `INFO: checking for primary shutdown; 1 of 3 attempts ("shutdown_check_timeout")
INFO: checking for primary shutdown; 2 of 3 attempts ("shutdown_check_timeout")
INFO: checking for primary shutdown; 3 of 3 attempts ("shutdown_check_timeout")
`;
const gaveUp = `${waits}ERROR: shutdown of the primary server could not be confirmed
HINT: check the primary server status before performing any further actions
`;
const went = `INFO: checking for primary shutdown; 1 of 3 attempts ("shutdown_check_timeout")
NOTICE: current primary has been cleanly shut down at location 5/2A000028
NOTICE: promoting standby to primary
DETAIL: promoting server "teal2" (ID: 2) using pg_promote()
NOTICE: STANDBY PROMOTE successful
DETAIL: server "teal2" (ID: 2) was successfully promoted to primary
NOTICE: node "teal2" (ID: 2) promoted to primary, node "teal1" (ID: 1) demoted to standby
NOTICE: switchover was successful
NOTICE: STANDBY SWITCHOVER has completed successfully
`;

causeTester(switchoverShutdownTimeout, {
  present: [
    {
      name: 'the switchover gives up',
      bundle: { 'teal2/s.txt': started() + gaveUp },
      confidence: 'certain',
      severity: 'critical',
      node: 'teal1',
      evidence: ['teal2/s.txt:6', 'teal2/s.txt:11'],
    },
    {
      name: 'the archiver holds it, and it is down a little later',
      bundle: {
        'teal2/s.txt': started() + gaveUp,
        'teal1/s.txt': `[postgres@teal1 ~]$ ls /pg/data/pg_wal/archive_status
000000010000000500000027.ready  000000010000000500000028.ready  000000010000000500000029.ready
[postgres@teal1 ~]$ tail -1 /pg/data/log/postgresql.log
2024-04-12 23:22:04.600 UTC [1411] LOG:  database system is shut down
`,
      },
      node: 'teal1',
      evidence: ['teal1/s.txt:2', 'teal1/s.txt:4'],
    },
    {
      name: 'a smart stop waits for clients',
      bundle: { 'teal2/s.txt': started("/usr/pgsql-14/bin/pg_ctl -D '/pg/data' -W -m smart stop") + gaveUp },
      confidence: 'certain',
      node: 'teal1',
    },
    { name: 'the paste ends with the last attempt', bundle: { 'teal2/s.txt': started() + waits }, confidence: 'likely', node: 'teal1' },
    {
      name: 'it went down, but not cleanly',
      bundle: {
        'teal2/s.txt': `${started()}INFO: checking for primary shutdown; 1 of 60 attempts ("shutdown_check_timeout")
ERROR: current primary did not shut down cleanly, aborting
HINT: use -F/--force to promote current standby
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'KingbaseES, in brackets',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover --siblings-follow -F
[NOTICE] executing switchover on node "node2" (ID: 2)
[NOTICE] local node "node2" (ID: 2) will be promoted to primary; current primary "node1" (ID: 1) will be demoted to standby
[NOTICE] stopping current primary node "node1" (ID: 1)
[NOTICE] issuing CHECKPOINT on node "node1" (ID: 1)
[DETAIL] executing server command "/kes/bin/sys_ctl  -D '/kes/data' -l /kes/logfile -W -m fast stop"
[INFO] checking for primary shutdown; 1 of 60 attempts ("shutdown_check_timeout")
[INFO] checking for primary shutdown; 60 of 60 attempts ("shutdown_check_timeout")
[ERROR] shutdown of the primary server could not be confirmed
[HINT] check the primary server status before performing any further actions
`,
      },
      confidence: 'certain',
      node: 'node1',
    },
    { name: 'the next switchover succeeded', bundle: { 'teal2/s.txt': `${started()}${gaveUp}${started()}${went}` }, status: 'resolved' },
  ],
  absent: [{ name: 'it stopped in time', because: '5/2A000028', bundle: { 'teal2/s.txt': started() + went } }],
  unknown: [
    {
      name: 'the paste is cut off while it waits',
      asks: 'pg_controldata',
      bundle: { 'teal2/s.txt': `${started()}INFO: checking for primary shutdown; 1 of 60 attempts ("shutdown_check_timeout")\n` },
    },
  ],
  lookalikes: [
    {
      name: 'a rehearsal names the timeout',
      bundle: {
        't.txt': `NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: parameter "shutdown_check_timeout" is set to 60 seconds
INFO: prerequisites for executing STANDBY SWITCHOVER are met
`,
      },
    },
    {
      name: 'refused for a backlog before anything was stopped',
      bundle: {
        't.txt': `NOTICE: executing switchover on node "teal2" (ID: 2)
ERROR: number of pending archive files on demotion candidate "teal1" is critical
DETAIL: 402 pending archive files (critical threshold: 128)
`,
      },
    },
  ],
});
