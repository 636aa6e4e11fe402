import { arbitrationMissing } from '../../../src/causes/cluster/arbitration-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';
import { daemon, status } from './service.ts';

const A = 'host=10.4.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.4.0.2 user=repmgr dbname=repmgr';
const TWO = show(row(1, 'ibis1', 'primary', '* running', '', A), row(2, 'ibis2', 'standby', '  running', 'ibis1', B));
const conf = (more: string): string => `node_id=1
node_name='ibis1'
conninfo='${A}'
data_directory='/var/lib/pgsql/15/data'
promote_command='repmgr standby promote -f /etc/repmgr.conf'
follow_command='repmgr standby follow -f /etc/repmgr.conf --upstream-node-id=%n'
${more}
`;
const kes = (more: string): string => `use_scmd='on'
ha_running_mode='DG'
node_id=1
node_name='ibis1'
conninfo='host=10.4.0.1 user=esrep dbname=esrep port=54321'
data_directory='/home/kingbase/data'
sys_bindir='/home/kingbase/bin'
failover='automatic'
${more}
`;

causeTester(arbitrationMissing, {
  present: [
    {
      name: 'two nodes, automatic, no witness',
      bundle: { 'ibis1/show.txt': TWO, 'ibis1/repmgr.conf': conf("failover='automatic'") },
      node: null,
      confidence: 'certain',
      severity: 'notice',
      evidence: ['ibis1/show.txt:3', 'ibis1/show.txt:4', 'ibis1/repmgr.conf:7'],
    },
    {
      name: 'KingbaseES: neither a witness nor trusted servers',
      bundle: { 'ibis1/show.txt': TWO, 'ibis1/repmgr.conf': kes("recovery='standby'") },
      confidence: 'certain',
      severity: 'notice',
    },
    {
      name: 'the standby won by default',
      bundle: {
        't.txt': `[2024-02-29 14:06:14] [INFO] 0 active sibling nodes registered
[2024-02-29 14:06:14] [INFO] 2 total nodes registered
[2024-02-29 14:06:14] [INFO] no other sibling nodes - we win by default
[2024-02-29 14:06:14] [NOTICE] this node is the only available candidate and will now promote itself
`,
      },
      severity: 'notice',
      evidence: ['t.txt:2', 't.txt:3'],
    },
  ],
  absent: [
    {
      name: 'a witness',
      because: 'there is a witness',
      bundle: {
        'ibis1/show.txt': show(
          row(1, 'ibis1', 'primary', '* running', '', A),
          row(2, 'ibis2', 'standby', '  running', 'ibis1', B),
          row(3, 'ibisw', 'witness', '* running', 'ibis1', 'host=10.4.0.9 user=repmgr dbname=repmgr'),
        ),
        'ibis1/repmgr.conf': conf("failover='automatic'"),
      },
    },
    {
      name: 'three nodes',
      because: 'a majority decides',
      bundle: {
        'ibis1/show.txt': show(
          row(1, 'ibis1', 'primary', '* running', '', A),
          row(2, 'ibis2', 'standby', '  running', 'ibis1', B),
          row(3, 'ibis3', 'standby', '  running', 'ibis1', 'host=10.4.0.3 user=repmgr dbname=repmgr'),
        ),
        'ibis1/repmgr.conf': conf("failover='automatic'"),
      },
    },
    {
      name: 'KingbaseES: gateways stand for the third voice',
      because: 'trusted_servers',
      bundle: { 'ibis1/show.txt': TWO, 'ibis1/repmgr.conf': kes("trusted_servers='10.4.0.254'") },
    },
    {
      name: 'nobody promotes itself',
      because: 'failover=manual',
      bundle: { 'ibis1/show.txt': TWO, 'ibis1/repmgr.conf': conf('failover=manual') },
    },
    {
      name: 'something asks from outside before a promotion',
      because: 'failover_validation_command',
      bundle: {
        'ibis1/show.txt': TWO,
        'ibis1/repmgr.conf': conf("failover='automatic'\nfailover_validation_command='/usr/local/bin/ask-the-router %n'"),
      },
    },
  ],
  unknown: [
    {
      name: 'KingbaseES: that the standby won by default tells nothing of the gateways it asks before',
      bundle: {
        'ibis2/hamgr.log': `[2024-02-29 14:06:14] [INFO] 0 active sibling nodes registered
[2024-02-29 14:06:14] [INFO] no other sibling nodes - we win by default
[2024-02-29 14:06:14] [NOTICE] this node is the only available candidate and will now promote itself
`,
      },
    },
    { name: 'the mode is not shown', bundle: { 't.txt': TWO }, asks: 'cat ' },
    {
      name: 'KingbaseES: one line of the configuration tells nothing of the gateways',
      bundle: {
        't.txt': `[kingbase@kes01 bin]$ ./repmgr cluster show
${TWO}
[kingbase@kes01 bin]$ grep failover ../etc/repmgr.conf
failover='automatic'
`,
      },
    },
  ],
  lookalikes: [
    {
      name: 'a witness is attached to nobody, and is a third voice all the same (trap 15)',
      bundle: {
        'ibis1/status.txt': status(
          daemon(1, 'ibis1', 'primary', '* running', '', 'running'),
          daemon(2, 'ibis2', 'standby', '  running', 'ibis1', 'running'),
          daemon(3, 'ibisw', 'witness', '* running', 'ibis1', 'running'),
        ),
        'ibis1/repmgr.conf': conf("failover='automatic'"),
      },
    },
    {
      name: 'two nodes in two places never promote by themselves',
      bundle: {
        'ibis1/show.txt': ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-------------------
 1  | ibis1 | primary | * running |          | dc1      | 100      | 1        | ${A}
 2  | ibis2 | standby |   running | ibis1    | dc2      | 100      | 1        | ${B}
`,
        'ibis1/repmgr.conf': conf("failover='automatic'"),
      },
    },
    {
      name: 'the listing was cut: a third node is known by its configuration',
      bundle: {
        'ibis1/show.txt': TWO,
        'ibis1/repmgr.conf': conf("failover='automatic'"),
        'ibis3/repmgr.conf': "node_id=3\nnode_name='ibis3'\nconninfo='host=10.4.0.3 user=repmgr dbname=repmgr'\nfailover='automatic'\n",
      },
    },
  ],
});
