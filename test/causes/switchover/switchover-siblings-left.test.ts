import { switchoverSiblingsLeft } from '../../../src/causes/switchover/switchover-siblings-left.ts';
import { causeTester } from '../../support/cause-tester.ts';

const warning = `WARNING: 2 sibling nodes found, but option "--siblings-follow" not specified
DETAIL: these nodes will remain attached to the current primary:
  teal3 (node ID: 3)
  tealw (node ID: 9, witness server)
`;
const began = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
`;
const went = `NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "teal1" (ID: 1)
NOTICE: current primary has been cleanly shut down at location 5/2A000028
NOTICE: STANDBY PROMOTE successful
DETAIL: server "teal2" (ID: 2) was successfully promoted to primary
NOTICE: switchover was successful
DETAIL: node "teal2" is now primary and node "teal1" is attached as standby
NOTICE: STANDBY SWITCHOVER has completed successfully
`;
const listing = (third: string) => `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | standby |   running | teal2    | default  | 100      | 7        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | primary | * running |          | default  | 100      | 7        | host=10.4.0.2 user=repmgr dbname=repmgr
 3  | teal3 | standby |   running | ${third}    | default  | 100      | 7        | host=10.4.0.3 user=repmgr dbname=repmgr
`;
const dryRun = (more: string) => `NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "teal1" succeeded
${more}INFO: prerequisites for executing STANDBY SWITCHOVER are met
`;

causeTester(switchoverSiblingsLeft, {
  present: [
    {
      name: 'warned, and went through',
      bundle: { 'teal2/s.txt': began + warning + went },
      confidence: 'certain',
      severity: 'warning',
      node: null,
      evidence: ['teal2/s.txt:3', 'teal2/s.txt:14'],
    },
    {
      name: 'a listing shows them behind the old primary',
      bundle: { 'teal2/s.txt': began + warning + went + listing('teal1') },
      confidence: 'certain',
      evidence: ['teal2/s.txt:20'],
    },
    {
      name: 'only the listing tells',
      bundle: { 'teal2/s.txt': began + went + listing('teal1') },
      confidence: 'certain',
    },
    { name: 'a rehearsal only', bundle: { 'teal2/s.txt': dryRun(warning) }, confidence: 'likely', severity: 'notice' },
    {
      name: 'KingbaseES',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover
[NOTICE] executing switchover on node "node2" (ID: 2)
[WARNING] 1 sibling nodes found, but option "--siblings-follow" not specified
[DETAIL] these nodes will remain attached to the current primary:
  node3 (node ID: 3)
[NOTICE] local node "node2" (ID: 2) will be promoted to primary; current primary "node1" (ID: 1) will be demoted to standby
[NOTICE] STANDBY PROMOTE successful
[NOTICE] STANDBY SWITCHOVER has completed successfully
`,
      },
      confidence: 'certain',
    },
    {
      name: 'taken along since',
      bundle: {
        'teal2/s.txt': `${began}${warning.replace('2 sibling', '1 sibling').replace(/ {2}tealw.*\n/, '')}${went}${listing('teal2')}`,
      },
      status: 'resolved',
    },
    {
      name: 'the next rehearsal has the option',
      bundle: { 'teal2/s.txt': dryRun(warning) + dryRun('INFO: all sibling nodes are reachable via SSH\n') },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'they were told to follow',
      because: 'taken along',
      bundle: {
        'teal2/s.txt': `${began}NOTICE: executing STANDBY FOLLOW on 1 of 1 siblings
INFO: STANDBY FOLLOW successfully executed on all reachable sibling nodes
${went}`,
      },
    },
  ],
  unknown: [{ name: 'no switchover in the bundle', bundle: { 'teal2/s.txt': listing('teal2') } }],
  lookalikes: [
    {
      name: 'repmgrd promoted',
      bundle: {
        'teal2/repmgrd.log': `[2021-11-01 06:35:48] [NOTICE] this node is the winner, will now promote itself and inform other nodes
[2021-11-01 06:35:49] [WARNING] 2 sibling nodes found, but option "--siblings-follow" not specified
[2021-11-01 06:35:49] [DETAIL] these nodes will remain attached to the current primary:
  teal3 (node ID: 3)
  tealw (node ID: 9, witness server)
[2021-11-01 06:35:50] [NOTICE] STANDBY PROMOTE successful
`,
      },
    },
    { name: 'two nodes, no sibling', bundle: { 't.txt': began + went } },
    { name: 'a cascade that was there before', bundle: { 't.txt': listing('teal1') } },
  ],
});
