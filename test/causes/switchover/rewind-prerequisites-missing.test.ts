import { rewindPrerequisitesMissing } from '../../../src/causes/switchover/rewind-prerequisites-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';

const listing = ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | primary | - failed  | ?        | default  | 100      |          | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | primary | * running |          | default  | 100      | 8        | host=10.4.0.2 user=repmgr dbname=repmgr
`;
const due = `[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr' --force-rewind
NOTICE: rejoin target is node "teal2" (ID: 2)
NOTICE: pg_rewind execution required for this node to attach to rejoin target node 2
DETAIL: rejoin target server's timeline 8 forked off current database system timeline 7 before current recovery point 5/A10000A0
`;
const refused = `${due}ERROR: --force-rewind specified but pg_rewind cannot be used
DETAIL: "wal_log_hints" is set to "off" and data checksums are disabled
`;
const control = (hints: string, checksums: string) => `[postgres@teal1 ~]$ pg_controldata /pg/data
Database cluster state:               shut down
wal_log_hints setting:                ${hints}
Data page checksum version:           ${checksums}
`;

causeTester(rewindPrerequisitesMissing, {
  present: [
    {
      name: 'a rejoin is refused',
      bundle: { 'teal1/s.txt': refused, 'teal2/s.txt': listing },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal1',
      evidence: ['teal1/s.txt:5'],
    },
    {
      name: 'the control file agrees',
      bundle: { 'teal1/s.txt': refused + control('off', '0'), 'teal2/s.txt': listing },
      evidence: ['teal1/s.txt:9', 'teal1/s.txt:10'],
    },
    {
      name: 'a switchover with --force-rewind is refused, for full_page_writes',
      bundle: {
        'teal2/s.txt': `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show
${listing.replace('- failed  | ?', '* running |  ').replace('primary | * running |          | default  | 100      | 8', 'standby |   running | teal1    | default  | 100      | 8')}[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover --force-rewind --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
ERROR: --force-rewind specified but pg_rewind cannot be used
DETAIL: "full_page_writes" must be set to "on"
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'pg_rewind by hand',
      bundle: {
        'teal1/s.txt': `[postgres@teal1 ~]$ pg_rewind -n -D /pg/data --source-server='host=10.4.0.2 user=postgres'
pg_rewind: error: target server needs to use either data checksums or "wal_log_hints = on"
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'KingbaseES, in Chinese',
      bundle: {
        'n1/s.txt': `[kingbase@kes1 bin]$ ./sys_rewind -n -D /kes/data --source-server='host=10.9.1.12 port=54321 user=esrep dbname=esrep'
sys_rewind: 错误: 目标服务器需要使用数据校验和或者让"wal_log_hints = on"
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a rewind is due, and the settings rule it out',
      bundle: { 'teal1/s.txt': due + control('off', '0'), 'teal2/s.txt': listing },
      confidence: 'likely',
      node: 'teal1',
    },
    {
      name: 'a clone warns of it',
      bundle: {
        'teal2/s.txt': `[postgres@teal2 ~]$ repmgr -h teal1 -U repmgr -d repmgr standby clone --dry-run
NOTICE: destination directory "/pg/data" provided
WARNING: data checksums are not enabled and "wal_log_hints" is "off"
INFO: all prerequisites for "standby clone" are met
`,
      },
      confidence: 'possible',
      severity: 'notice',
    },
    {
      name: 'it rejoined later',
      bundle: {
        'teal1/s.txt': `${refused}[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr'
NOTICE: rejoin target is node "teal2" (ID: 2)
NOTICE: NODE REJOIN successful
DETAIL: node 1 is now attached to node 2
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'the hints are on', because: 'wal_log_hints', bundle: { 'teal1/s.txt': due + control('on', '0'), 'teal2/s.txt': listing } },
    { name: 'checksums are on', because: 'data_checksums', bundle: { 'teal1/s.txt': due + control('off', '1'), 'teal2/s.txt': listing } },
  ],
  unknown: [
    { name: 'a rewind is due, nothing tells the settings', asks: 'wal_log_hints', bundle: { 'teal1/s.txt': due, 'teal2/s.txt': listing } },
  ],
  lookalikes: [
    { name: 'both off is the default, and nothing is due', bundle: { 'teal1/s.txt': control('off', '0') } },
    {
      name: 'the rewind starts and lacks WAL',
      bundle: {
        'teal1/s.txt': `${due}NOTICE: executing pg_rewind
ERROR: pg_rewind execution failed
DETAIL: pg_rewind: error: could not open file "/pg/data/pg_wal/00000007000000050000009B": No such file or directory
`,
      },
    },
  ],
});
