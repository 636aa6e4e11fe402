import { nodeUnreachable } from '../../../src/causes/cluster/node-unreachable.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const K = (last: number): string => `host=10.8.0.${last} user=esrep dbname=esrep port=54321`;
const lost = show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '? unreachable', '? ouzel1', B, null));

causeTester(nodeUnreachable, {
  present: [
    {
      name: 'a standby, and nothing else is known',
      bundle: { 't.txt': lost },
      node: 'ouzel2',
      confidence: 'likely',
      severity: 'warning',
      evidence: ['t.txt:4'],
    },
    {
      name: 'the primary of a KingbaseES cluster',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '? unreachable', '?', K(1), null), row(2, 'kes2', 'standby', '  running', '? kes1', K(2)))}`,
      },
      node: 'kes1',
      severity: 'critical',
    },
    {
      name: 'no route',
      bundle: {
        't.txt': `[postgres@ouzel1 ~]$ repmgr cluster show --verbose
${lost}
WARNING: following issues were detected
  - when attempting to connect to node "ouzel2" (ID: 2), following error encountered :
"connection to server at "10.7.0.2", port 5432 failed: No route to host
	Is the server running on that host and accepting TCP/IP connections?"
  - node "ouzel2" (ID: 2) is registered as an active standby but is unreachable
`,
      },
      node: 'ouzel2',
      confidence: 'certain',
    },
    {
      name: 'it runs by its own word',
      bundle: {
        'ouzel1/show.txt': `[postgres@ouzel1 ~]$ repmgr cluster show\n${lost}`,
        'ouzel2/q.txt': `[postgres@ouzel2 ~]$ psql -Atc 'select pg_is_in_recovery()'\nt\n`,
      },
      node: 'ouzel2',
      confidence: 'certain',
    },
    {
      name: 'repmgrd gave up',
      bundle: {
        'ouzel2/repmgrd.log': `[2024-06-01 00:13:47] [NOTICE] starting monitoring of node "ouzel2" (ID: 2)
[2024-06-01 00:13:47] [WARNING] unable to connect to upstream node "ouzel1" (ID: 1)
[2024-06-01 00:14:47] [INFO] checking state of node "ouzel1" (ID: 1), 6 of 6 attempts
[2024-06-01 00:14:47] [WARNING] unable to reconnect to node "ouzel1" (ID: 1) after 6 attempts
`,
      },
      node: 'ouzel1',
      evidence: ['ouzel2/repmgrd.log:4'],
    },
    {
      name: 'repmgrd gave the primary up and promoted itself',
      bundle: {
        'r.log': `[2019-09-10 08:11:20] [WARNING] unable to connect to upstream node "ouzel1" (ID: 1)
[2019-09-10 08:11:25] [WARNING] unable to reconnect to node 1 after 3 attempts
[2019-09-10 08:11:25] [NOTICE] this node is the only available candidate and will now promote itself
[2019-09-10 08:11:27] [NOTICE] STANDBY PROMOTE successful
[2019-09-10 08:11:27] [DETAIL] server "ouzel2" (ID: 2) was successfully promoted to primary
`,
      },
      node: 'ouzel1',
      severity: 'warning',
    },
    {
      name: 'an x in the matrix',
      bundle: {
        't.txt': ` Name   | ID | 1 | 2
--------+----+---+---
 ouzel1 | 1  | * | x
 ouzel2 | 2  | ? | ?
`,
      },
      node: 'ouzel2',
    },
  ],
  absent: [
    {
      name: 'it answers',
      because: 'ouzel2 answers',
      bundle: { 't.txt': show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '  running', 'ouzel1', B)) },
    },
    {
      name: 'it is down, by its own host',
      because: 'is down',
      bundle: {
        't.txt': `[postgres@ouzel1 ~]$ repmgr cluster show\n${lost}\n[postgres@ouzel2 ~]$ pg_ctl -D /var/lib/pgsql/15/data status\npg_ctl: no server running\n`,
      },
    },
  ],
  unknown: [{ name: 'nobody asked', bundle: { 't.txt': `[postgres@ouzel2 ~]$ hostname\nouzel2\n` } }],
  lookalikes: [
    {
      name: 'lost when the network was split, and a second primary since',
      bundle: {
        't.txt': `ouzel2:
[2024-02-29 14:06:14] [WARNING] unable to reconnect to node "ouzel1" (ID: 1) after 6 attempts
[2024-02-29 14:06:15] [NOTICE] STANDBY PROMOTE successful

ouzel1:
postgres=# select pg_is_in_recovery(), count(*) from orders;
 f | 118
`,
      },
    },
    {
      name: 'it was lost for a moment: the promotion found it there again',
      bundle: {
        'repmgrd.log': `[2021-09-02 11:10:01] [WARNING] unable to connect to upstream node "ouzel1" (ID: 1)
[2021-09-02 11:10:11] [WARNING] unable to reconnect to node "ouzel1" (ID: 1) after 6 attempts
[2021-09-02 11:10:12] [ERROR] this replication cluster already has an active primary server
[2021-09-02 11:10:12] [DETAIL] current primary is "ouzel1" (ID: 1)
`,
      },
    },
    {
      name: 'it was failed when it was listed, and has rejoined since on its own word',
      bundle: {
        't.txt': `${show(row(1, 'ouzel1', 'primary', '- failed', '?', A, null), row(2, 'ouzel2', 'primary', '* running', '', B))}
[postgres@ouzel1 ~]$ repmgr node rejoin -d 'host=10.7.0.2 user=repmgr dbname=repmgr'
NOTICE: rejoin target is node "ouzel2" (ID: 2)
NOTICE: NODE REJOIN successful
DETAIL: node 1 is now attached to node 2
`,
      },
    },
    {
      name: 'a blip that repmgrd reports as over',
      bundle: {
        'ouzel2/repmgrd.log': `[2024-06-01 00:13:47] [NOTICE] starting monitoring of node "ouzel2" (ID: 2)
[2024-06-01 00:13:47] [WARNING] unable to ping "host=ouzel1 user=repmgr dbname=repmgr"
[2024-06-01 00:13:47] [DETAIL] PQping() returned "PQPING_NO_RESPONSE"
[2024-06-01 00:13:59] [NOTICE] reconnected to upstream node "ouzel1" (ID: 1) after 12 seconds, resuming monitoring
`,
      },
    },
    {
      name: 'one node has no ssh, and its database answers',
      bundle: {
        't.txt': ` Name   | ID | 1 | 2
--------+----+---+---
 ouzel1 | 1  | * | *
 ouzel2 | 2  | ? | ?
WARNING: following problems detected:
  node 2 inaccessible via SSH
`,
      },
    },
    {
      name: 'it rejects, which says that it is there',
      bundle: {
        't.txt': show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '? running', '? ouzel1', B, null)),
      },
    },
    {
      name: 'two listings of two nodes: one sees it run, and so it says itself (trap 9)',
      bundle: {
        'ouzel1/show.txt': `[postgres@ouzel1 ~]$ repmgr cluster show
${show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '  running', 'ouzel1', B))}`,
        'ouzel2/show.txt': `[postgres@ouzel2 ~]$ repmgr cluster show
${show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '  running', 'ouzel1', B))}`,
      },
    },
    {
      name: 'the old primary came back as a standby',
      bundle: {
        'r.log': `[2019-09-10 08:11:25] [WARNING] unable to reconnect to node "ouzel1" (ID: 1) after 3 attempts
[2019-09-10 08:11:25] [NOTICE] this node is the only available candidate and will now promote itself
[2019-09-10 08:12:27] [NOTICE] new standby "ouzel1" (ID: 1) has connected
`,
      },
    },
    {
      name: 'rows of a later listing',
      bundle: {
        't.txt': `[postgres@ouzel1 ~]$ repmgr cluster show
${lost}
[postgres@ouzel1 ~]$ repmgr cluster show
${show(row(1, 'ouzel1', 'primary', '* running', '', A), row(2, 'ouzel2', 'standby', '  running', 'ouzel1', B))}`,
      },
    },
  ],
});
