import { switchoverStandbyBehind } from '../../../src/causes/switchover/switchover-standby-behind.ts';
import { causeTester } from '../../support/cause-tester.ts';

const stopped = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "teal1" (ID: 1)
INFO: checking for primary shutdown; 1 of 60 attempts ("shutdown_check_timeout")
NOTICE: current primary has been cleanly shut down at location 5/2A000028
`;
const sleeps = `NOTICE: waiting up to 3 seconds (parameter "wal_receive_check_timeout") for received WAL to flush to disk
INFO: sleeping 1 of maximum 3 seconds waiting for standby to flush received WAL to disk
INFO: sleeping 2 of maximum 3 seconds waiting for standby to flush received WAL to disk
INFO: sleeping 3 of maximum 3 seconds waiting for standby to flush received WAL to disk
`;
const behind = `WARNING: local node "teal2" is behind shutdown primary "teal1"
DETAIL: local node last receive LSN is 5/29000000, primary shutdown checkpoint LSN is 5/2A000028
`;
const aborts = 'NOTICE: aborting switchover\nHINT: use --always-promote to force promotion of standby\n';
const promoted = `NOTICE: promoting standby to primary
DETAIL: promoting server "teal2" (ID: 2) using pg_promote()
NOTICE: STANDBY PROMOTE successful
DETAIL: server "teal2" (ID: 2) was successfully promoted to primary
`;

causeTester(switchoverStandbyBehind, {
  present: [
    {
      name: 'behind, aborted',
      bundle: { 'teal2/s.txt': stopped + sleeps + behind + aborts },
      confidence: 'certain',
      severity: 'critical',
      node: 'teal2',
      evidence: ['teal2/s.txt:6', 'teal2/s.txt:11', 'teal2/s.txt:13'],
    },
    { name: 'the paste ends with the last second', bundle: { 'teal2/s.txt': stopped + sleeps }, confidence: 'likely', node: 'teal2' },
    {
      name: 'KingbaseES, in brackets',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[NOTICE] local node "node2" (ID: 2) will be promoted to primary; current primary "node1" (ID: 1) will be demoted to standby
[NOTICE] stopping current primary node "node1" (ID: 1)
[NOTICE] current primary has been cleanly shut down at location 1/1F000028
[INFO] sleeping 30 of maximum 30 seconds waiting for standby to flush received WAL to disk
[WARNING] local node "node2" is behind shutdown primary "node1"
[DETAIL] local node last receive LSN is 1/1E5BC000, primary shutdown checkpoint LSN is 1/1F000028
[NOTICE] aborting switchover
`,
      },
      confidence: 'certain',
      node: 'node2',
    },
    {
      name: 'promoted all the same',
      bundle: { 'teal2/s.txt': stopped + behind + promoted },
      status: 'resolved',
      node: 'teal2',
    },
    {
      name: 'the next switchover succeeded',
      bundle: {
        'teal2/s.txt': `${stopped}${sleeps}${behind}${aborts}${stopped}${promoted}NOTICE: STANDBY SWITCHOVER has completed successfully\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'a second or two of waiting, then promoted',
      because: 'received everything',
      bundle: {
        'teal2/s.txt': `${stopped}INFO: sleeping 1 of maximum 30 seconds waiting for standby to flush received WAL to disk
${promoted}`,
      },
    },
  ],
  unknown: [
    {
      name: 'cut off while it waits',
      asks: 'stat_wal_receiver',
      bundle: {
        'teal2/s.txt': `${stopped}INFO: sleeping 1 of maximum 30 seconds waiting for standby to flush received WAL to disk\n`,
      },
    },
  ],
  lookalikes: [
    {
      name: 'refused for its lag before anything was stopped',
      bundle: {
        't.txt': `NOTICE: executing switchover on node "teal2" (ID: 2)
ERROR: replication lag on this node is critical
DETAIL: lag is 912 seconds (critical threshold: 600)
`,
      },
    },
    {
      name: 'the primary never stopped',
      bundle: {
        't.txt': `NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: stopping current primary node "teal1" (ID: 1)
INFO: checking for primary shutdown; 60 of 60 attempts ("shutdown_check_timeout")
ERROR: shutdown of the primary server could not be confirmed
`,
      },
    },
  ],
});
