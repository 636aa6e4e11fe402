import { repmgrdPaused } from '../../../src/causes/cluster/repmgrd-paused.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { daemon, status } from './service.ts';

const P = daemon(1, 'wren1', 'primary', '* running', '', 'running', 'yes');
const S = daemon(2, 'wren2', 'standby', '  running', 'wren1', 'running', 'yes');
const P_NO = daemon(1, 'wren1', 'primary', '* running', '', 'running', 'no');
const S_NO = daemon(2, 'wren2', 'standby', '  running', 'wren1', 'running', 'no');

causeTester(repmgrdPaused, {
  present: [
    {
      name: 'on every node',
      bundle: { 't.txt': `[postgres@wren1 ~]$ repmgr service status\n${status(P, S)}` },
      node: null,
      confidence: 'certain',
      severity: 'warning',
      evidence: ['t.txt:4', 't.txt:5'],
    },
    { name: 'on one node', bundle: { 'wren1/status.txt': status(P_NO, S) }, node: 'wren2', confidence: 'certain' },
    {
      name: 'the primary is lost, and repmgrd does nothing',
      bundle: {
        'wren2/repmgrd.log': `[2022-10-04 21:50:23] [WARNING] unable to reconnect to node 1 after 3 attempts
[2022-10-04 21:50:23] [NOTICE] repmgrd on this node is paused
[2022-10-04 21:50:23] [DETAIL] no failover will be carried out
`,
        'wren2/repmgr.conf': "node_id=2\nnode_name='wren2'\nconninfo='host=wren2 user=repmgr dbname=repmgr'\nfailover=automatic\n",
      },
      node: 'wren2',
      confidence: 'likely',
      severity: 'critical',
      evidence: ['wren2/repmgrd.log:2'],
    },
    {
      name: 'in the monitor, and a switchover could not unpause (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./repmgr node check --repmgrd
WARNING (repmgrd running but paused)
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a switchover could not unpause it',
      bundle: {
        't.txt': `[postgres@wren2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "wren2" (ID: 2)
NOTICE: attempting to pause repmgrd on 3 nodes
NOTICE: switchover was successful
WARNING: unable to unpause repmgrd on 1 node(s)
`,
      },
      confidence: 'certain',
    },
    {
      name: 'over: unpaused later',
      bundle: {
        't.txt': `[postgres@wren1 ~]$ repmgr service status
${status(P_NO, S)}
[postgres@wren1 ~]$ repmgr service unpause
NOTICE: node 1 (wren1) unpaused
NOTICE: node 2 (wren2) unpaused
`,
      },
      node: 'wren2',
      status: 'resolved',
    },
  ],
  absent: [{ name: 'not paused', because: 'not paused', bundle: { 't.txt': status(P_NO, S_NO) } }],
  unknown: [
    {
      name: 'nothing is said of it',
      bundle: { 't.txt': '[postgres@wren2 ~]$ repmgr node check\nNode "wren2":\n\tServer role: OK (node is standby)\n' },
      asks: 'service status',
    },
    {
      name: 'a switchover that stopped after it had paused them',
      bundle: {
        't.txt': `[postgres@wren2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "wren2" (ID: 2)
NOTICE: attempting to pause repmgrd on 2 nodes
NOTICE: local node "wren2" (ID: 2) will be promoted to primary; current primary "wren1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "wren1" (ID: 1)
INFO: checking for primary shutdown; 60 of 60 attempts ("shutdown_check_timeout")
ERROR: shutdown of the primary server could not be confirmed
`,
      },
      asks: 'service status',
    },
    {
      name: 'paused by hand, and the text ends in the middle of the work',
      bundle: {
        't.txt': `[postgres@wren1 ~]$ repmgr service pause
NOTICE: node 1 (wren1) paused
NOTICE: node 2 (wren2) paused
[postgres@wren1 ~]$ sudo -n systemctl restart postgresql-14
`,
      },
    },
  ],
  lookalikes: [
    {
      name: 'a switchover pauses and unpauses by itself',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[NOTICE] attempting to pause repmgrd on 2 nodes
[INFO] pausing repmgrd on node "node1" (ID 1)
[INFO] pausing repmgrd on node "node2" (ID 2)
[NOTICE] local node "node2" (ID: 2) will be promoted to primary; current primary "node1" (ID: 1) will be demoted to standby
[NOTICE] stopping current primary node "node1" (ID: 1)
[NOTICE] current primary has been cleanly shut down at location 0/8C000028
[NOTICE] STANDBY PROMOTE successful
[NOTICE] switchover was successful
[INFO] unpausing repmgrd on node "node1" (ID 1)
[INFO] unpause node "node1" (ID 1) successfully
[INFO] unpausing repmgrd on node "node2" (ID 2)
[INFO] unpause node "node2" (ID 2) successfully
[NOTICE] STANDBY SWITCHOVER has completed successfully
`,
      },
    },
    {
      name: 'a rehearsal only says what it would do',
      bundle: {
        't.txt': `[postgres@wren1 ~]$ repmgr service pause --dry-run
INFO: would pause node 1 (wren1)
INFO: node 2 (wren2) would be paused
`,
      },
    },
    {
      name: 'replay is paused, not repmgrd',
      bundle: {
        't.txt': `[postgres@wren1 ~]$ repmgr cluster show
WARNING: following issues were detected
  - WAL replay is paused on node "wren2" (ID: 2) with WAL replay pending; this node cannot be manually promoted until WAL replay is resumed
`,
      },
    },
    {
      name: 'the log tells of a pause of long ago; now it is not',
      bundle: {
        'wren2/repmgrd.log':
          '[2022-10-04 21:50:23] [NOTICE] repmgrd on this node is paused\n[2022-10-04 21:50:23] [DETAIL] no failover will be carried out\n',
        'wren2/status.txt': status(P_NO, S_NO),
        'wren2/repmgr.conf': "node_id=2\nnode_name='wren2'\nconninfo='host=wren2 user=repmgr dbname=repmgr'\n",
      },
    },
  ],
});
