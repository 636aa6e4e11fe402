import { failoverNotPossible } from '../../../src/causes/cluster/failover-not-possible.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';
import { daemon, status } from './service.ts';

const LOST = '[2023-03-10 00:47:21] [WARNING] unable to reconnect to node 1 after 6 attempts\n';
const conf = (id: number, more: string): string => `node_id=${id}
node_name='loon${id}'
conninfo='host=loon${id} user=repmgr dbname=repmgr'
data_directory='/var/lib/pgsql/15/data'
${more}
`;
const HEAD = ` ID | Name  | Role    | Status        | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+---------------+----------+----------+----------+----------+--------------------------------------`;
/** A row with a location and a priority. */
const placed = (id: number, role: string, status: string, upstream: string, location: string, priority: number): string =>
  ` ${id}  | loon${id} | ${role.padEnd(7)} | ${status.padEnd(13)} | ${upstream.padEnd(8)} | ${location.padEnd(8)} | ${`${priority}`.padEnd(8)} | 1        | host=loon${id} user=repmgr dbname=repmgr`;

causeTester(failoverNotPossible, {
  present: [
    {
      name: 'failover is manual, and the primary is lost',
      bundle: {
        'loon2/repmgrd.log': `${LOST}[2023-03-10 00:47:21] [INFO] automatic failover disabled for this node, manual intervention required
[2023-03-10 00:47:21] [INFO] node "loon2" (ID: 2) monitoring upstream node "loon1" (ID: 1) in degraded state
`,
      },
      node: null,
      confidence: 'certain',
      severity: 'critical',
      evidence: ['loon2/repmgrd.log:1', 'loon2/repmgrd.log:2'],
    },
    {
      name: 'no majority (KingbaseES)',
      bundle: {
        'hamgr.log': `[2024-03-10 00:47:21] [WARNING] unable to reconnect to node 1 after 10 attempts
[2024-03-10 00:47:27] [INFO] visible nodes: 1; total nodes: 3; no nodes have seen the primary within the last 4 seconds
[2024-03-10 00:47:27] [NOTICE] unable to reach a qualified majority of nodes
[2024-03-10 00:47:27] [DETAIL] node will enter degraded monitoring state waiting for reconnect
[2024-03-10 00:47:27] [INFO] sys_ctl -D /home/kingbase/cluster/data status
`,
      },
      confidence: 'certain',
      evidence: ['hamgr.log:3'],
    },
    {
      name: "nobody of the primary's location is seen",
      bundle: {
        't.txt': `${LOST}[2023-03-10 00:47:27] [NOTICE] no nodes from the primary location "dc1" visible - assuming network split
[2023-03-10 00:47:27] [DETAIL] node will enter degraded monitoring state waiting for reconnect
`,
      },
      confidence: 'certain',
    },
    {
      name: 'before any failure: every standby has priority zero',
      bundle: {
        'a/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'default', 100)}
${placed(2, 'standby', '  running', 'loon1', 'default', 0)}
${placed(3, 'standby', '  running', 'loon1', 'default', 0)}
`,
        'a/repmgr.conf': conf(1, 'failover=automatic'),
      },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['a/show.txt:4', 'a/show.txt:5'],
    },
    {
      name: 'automatic on the primary, manual on the one standby',
      bundle: {
        'loon1/repmgr.conf': conf(1, 'failover=automatic'),
        'loon2/repmgr.conf': conf(2, 'failover=manual'),
        'loon1/show.txt': show(
          row(1, 'loon1', 'primary', '* running', '', 'host=loon1 user=repmgr dbname=repmgr'),
          row(2, 'loon2', 'standby', '  running', 'loon1', 'host=loon2 user=repmgr dbname=repmgr'),
        ),
      },
      confidence: 'certain',
    },
    {
      name: 'two nodes in two places: the loss of the primary is always taken for a split',
      bundle: {
        'a/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'dc1', 100)}
${placed(2, 'standby', '  running', 'loon1', 'dc2', 100)}
`,
        'a/repmgr.conf': conf(1, 'failover=automatic'),
      },
      confidence: 'certain',
    },
    {
      name: 'manual on every node, though repmgrd runs and is told how to promote',
      bundle: {
        'loon1/repmgr.conf': conf(1, "failover=manual\npromote_command='repmgr standby promote -f /etc/repmgr.conf'"),
        'loon2/repmgr.conf': conf(2, "failover=manual\npromote_command='repmgr standby promote -f /etc/repmgr.conf'"),
        'loon1/status.txt': status(
          daemon(1, 'loon1', 'primary', '* running', '', 'running'),
          daemon(2, 'loon2', 'standby', '  running', 'loon1', 'running'),
        ),
      },
      confidence: 'likely',
    },
    {
      name: 'over: the primary came back',
      bundle: {
        't.txt': `${LOST}[2023-03-10 00:47:27] [NOTICE] unable to reach a qualified majority of nodes
[2023-03-10 00:49:41] [NOTICE] reconnected to upstream node "loon1" (ID: 1) after 160 seconds, resuming monitoring
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'a standby that may',
      because: 'loon2 may be promoted',
      bundle: {
        'loon2/repmgr.conf': conf(2, 'failover=automatic'),
        'loon1/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'default', 100)}
${placed(2, 'standby', '  running', 'loon1', 'default', 100)}
`,
      },
    },
    {
      name: 'one of several has priority zero: a delayed standby',
      because: 'loon2 may be promoted',
      bundle: {
        'loon2/repmgr.conf': conf(2, 'failover=automatic'),
        'loon1/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'default', 100)}
${placed(2, 'standby', '  running', 'loon1', 'default', 100)}
${placed(3, 'standby', '  running', 'loon1', 'default', 0)}
`,
      },
    },
  ],
  unknown: [
    {
      name: 'the mode is not shown',
      bundle: {
        't.txt': show(
          row(1, 'loon1', 'primary', '* running', '', 'host=loon1 user=repmgr dbname=repmgr'),
          row(2, 'loon2', 'standby', '  running', 'loon1', 'host=loon2 user=repmgr dbname=repmgr'),
        ),
      },
      asks: 'cat ',
    },
    {
      name: 'priority zero, and nothing tells whether anybody counts on a failover',
      bundle: {
        't.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'default', 100)}
${placed(2, 'standby', '  running', 'loon1', 'default', 0)}
`,
      },
    },
  ],
  lookalikes: [
    {
      name: 'another node still sees the primary',
      bundle: {
        't.txt': `${LOST}[2023-03-10 00:47:27] [INFO] 1 nodes can see the primary
[2023-03-10 00:47:27] [NOTICE] cancelling failover as some nodes can still see the primary
[2023-03-10 00:47:27] [NOTICE] election cancelled
`,
      },
    },
    {
      name: 'a promotion that is rightly refused (trap 10)',
      bundle: {
        't.txt': `[postgres@loon2 ~]$ repmgr -f /etc/repmgr.conf standby promote
ERROR: this replication cluster already has an active primary server
DETAIL: current primary is "loon1" (ID: 1)
`,
      },
    },
    {
      name: 'the old primary is failed after a failover: the expected state (trap 8)',
      bundle: {
        'loon2/show.txt': `${HEAD}
${placed(1, 'primary', '- failed', '?', 'default', 100)}
${placed(2, 'primary', '* running', '', 'default', 100)}
`,
        'loon2/repmgr.conf': conf(2, 'failover=automatic'),
      },
    },
    {
      name: 'failover=manual on every node: a choice',
      bundle: {
        'loon1/repmgr.conf': conf(1, 'failover=manual'),
        'loon2/repmgr.conf': conf(2, 'failover=manual'),
        'loon1/show.txt': show(
          row(1, 'loon1', 'primary', '* running', '', 'host=loon1 user=repmgr dbname=repmgr'),
          row(2, 'loon2', 'standby', '  running', 'loon1', 'host=loon2 user=repmgr dbname=repmgr'),
        ),
      },
    },
    {
      name: 'manual on a remote_disaster node, by design (KingbaseES trap 13)',
      bundle: {
        'node2/repmgr.conf': `use_scmd='on'
ha_running_mode='TPTC'
node_id=2
node_name='node2'
conninfo='host=10.1.1.2 user=esrep dbname=esrep port=54321'
failover='automatic'
location='local_disaster'
`,
        'node3/repmgr.conf': `use_scmd='on'
ha_running_mode='TPTC'
node_id=3
node_name='node3'
conninfo='host=10.1.1.3 user=esrep dbname=esrep port=54321'
failover='manual'
location='remote_disaster'
`,
      },
    },
    {
      name: 'a witness always has priority zero',
      bundle: {
        'a/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'default', 100)}
${placed(2, 'standby', '  running', 'loon1', 'default', 100)}
${placed(3, 'witness', '* running', 'loon1', 'default', 0)}
`,
        'a/repmgr.conf': conf(1, 'failover=automatic'),
      },
    },
    {
      name: 'a standby of another place beside a witness that stands with the primary',
      bundle: {
        'a/show.txt': `${HEAD}
${placed(1, 'primary', '* running', '', 'dc1', 100)}
${placed(2, 'standby', '  running', 'loon1', 'dc2', 100)}
${placed(3, 'witness', '* running', 'loon1', 'dc1', 0)}
`,
        'a/repmgr.conf': conf(1, 'failover=automatic'),
      },
    },
    {
      name: 'this node may not, another one took over',
      bundle: {
        't.txt': `${LOST}[2023-03-10 00:47:27] [NOTICE] this node's priority is 0 so will not be considered as an automatic promotion candidate
[2023-03-10 00:47:27] [INFO] follower node awaiting notification from a candidate node
[2023-03-10 00:47:33] [NOTICE] attempting to follow new primary "loon2" (ID: 2)
[2023-03-10 00:47:36] [NOTICE] node "loon3" (ID: 3) now following new upstream node "loon2" (ID: 2)
`,
      },
    },
  ],
});
