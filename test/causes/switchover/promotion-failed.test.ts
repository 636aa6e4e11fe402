import { promotionFailed } from '../../../src/causes/switchover/promotion-failed.ts';
import { causeTester } from '../../support/cause-tester.ts';

const began = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby promote
NOTICE: promoting standby to primary
DETAIL: promoting server "teal2" (ID: 2) using pg_promote()
NOTICE: waiting up to 60 seconds (parameter "promote_check_timeout") for promotion to complete
`;
const stayed = `ERROR: STANDBY PROMOTE failed, node is still a standby
DETAIL: node still in recovery after 60 seconds
HINT: the node may need more time to promote itself, check the PostgreSQL log for details
`;
const done = 'NOTICE: STANDBY PROMOTE successful\nDETAIL: server "teal2" (ID: 2) was successfully promoted to primary\n';

causeTester(promotionFailed, {
  present: [
    {
      name: 'still a standby',
      bundle: { 'teal2/s.txt': began + stayed },
      confidence: 'certain',
      severity: 'critical',
      node: 'teal2',
      evidence: ['teal2/s.txt:2', 'teal2/s.txt:5'],
    },
    {
      name: "repmgrd's promote command failed",
      bundle: {
        'teal2/repmgrd.log': `[2024-04-01 09:30:31] [NOTICE] starting monitoring of node "teal2" (ID: 2)
[2024-04-01 09:30:31] [NOTICE] this node is the only available candidate and will now promote itself
[2024-04-01 09:30:31] [ERROR] promote command failed
[2024-04-01 09:30:31] [DETAIL] promote command exited with error code 8
`,
      },
      confidence: 'likely',
      node: 'teal2',
    },
    {
      name: 'only the event table tells',
      bundle: {
        'teal2/e.txt': `[postgres@teal2 ~]$ repmgr cluster event --limit 2
 Node ID | Name  | Event                  | OK | Timestamp           | Details
---------+-------+------------------------+----+---------------------+---------
 2       | teal2 | repmgrd_promote_error  | t  | 2024-04-01 09:30:32 |
 2       | teal2 | repmgrd_start          | t  | 2024-03-01 09:30:32 | monitoring connection to upstream node "teal1" (ID: 1)
`,
      },
      confidence: 'likely',
    },
    {
      name: 'KingbaseES, inside a switchover',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[NOTICE] current primary has been cleanly shut down at location 1/1F000028
[NOTICE] promoting standby to primary
[DETAIL] promoting server "node2" (ID: 2) using sys_promote()
[ERROR] STANDBY PROMOTE failed, node is still a standby
[DETAIL] node still in recovery after 60 seconds
`,
      },
      confidence: 'certain',
      node: 'node2',
    },
    {
      name: 'the second attempt succeeded',
      bundle: { 'teal2/s.txt': `${began}${stayed}${began}${done}` },
      status: 'resolved',
      node: 'teal2',
    },
  ],
  absent: [
    {
      name: 'refused, since a primary runs: that is right',
      because: 'that is right',
      bundle: {
        'teal2/s.txt': `[postgres@teal2 ~]$ repmgr standby promote
ERROR: this replication cluster already has an active primary server
DETAIL: current primary is "teal1" (ID: 1)
`,
      },
    },
    { name: 'it succeeded', because: 'succeeded', bundle: { 'teal2/s.txt': began + done } },
  ],
  unknown: [{ name: 'the paste ends where it waits', bundle: { 'teal2/s.txt': began } }],
  lookalikes: [
    {
      name: 'the command found the primary again, and refused',
      bundle: {
        't.txt': `[2016-04-29 09:34:01] [NOTICE] this node is the best candidate to be the new master, promoting...
[2016-04-29 09:34:02] [ERROR] this replication cluster already has an active master server
[2016-04-29 09:34:02] [ERROR] promote command failed. You could check and try it manually.
`,
      },
    },
    {
      name: 'nobody was to be promoted: failover is manual',
      bundle: {
        'teal2/repmgrd.log': `[2024-04-01 09:30:31] [WARNING] unable to reconnect to node "teal1" (ID: 1) after 6 attempts
[2024-04-01 09:30:31] [NOTICE] this node is not configured for automatic failover so will not be considered as promotion candidate
`,
      },
    },
    {
      name: 'the promote command calls itself: that is the cause',
      bundle: {
        'teal2/s.txt': `[2022-03-19 23:25:08] [NOTICE] promoting standby to primary
[2022-03-19 23:25:08] [DETAIL] promoting server "teal2" (ID: 2) using "/usr/pgsql-12/bin/repmgr standby promote -f /etc/repmgr.conf"
[2022-03-19 23:25:09] [ERROR] unable to promote server from standby to primary
`,
      },
    },
  ],
});
