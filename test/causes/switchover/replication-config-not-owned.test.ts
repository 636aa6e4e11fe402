import { replicationConfigNotOwned } from '../../../src/causes/switchover/replication-config-not-owned.ts';
import { causeTester } from '../../support/cause-tester.ts';

const listing = `[postgres@teal2 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | primary | * running |          | default  | 100      | 7        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | standby |   running | teal1    | default  | 100      | 7        | host=10.4.0.2 user=repmgr dbname=repmgr
`;
const remote = `[postgres@teal2 ~]$ repmgr standby switchover --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "10.4.0.1" succeeded
ERROR: "postgresql.auto.conf" file on "teal1" has incorrect ownership
HINT: check the file has the same owner/group as the data directory
`;
const local = `[postgres@teal2 ~]$ repmgr standby switchover --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
ERROR: ownership error for file "/pg/data/postgresql.auto.conf"
DETAIL: file owner is "root", data directory owner is "postgres"
`;
const files = (owner: string) => `[postgres@teal2 ~]$ ls -l /pg/data/postgresql.auto.conf /pg/data/postgresql.conf /pg/data/PG_VERSION
-rw------- 1 postgres postgres     3 Nov 24 07:02 /pg/data/PG_VERSION
-rw------- 1 ${owner} ${owner}   223 Nov 24 07:02 /pg/data/postgresql.auto.conf
-rw------- 1 postgres postgres 30000 Nov 24 07:02 /pg/data/postgresql.conf
`;

causeTester(replicationConfigNotOwned, {
  present: [
    {
      name: 'a follow may not open the file',
      bundle: {
        'rail3/s.txt': `[postgres@rail3 ~]$ repmgr -f /etc/repmgr.conf standby follow
NOTICE: attempting to find and follow current primary
NOTICE: setting node 3's upstream to node 2
(null): error: could not open file "/srv/pgsql/data/postgresql.auto.conf": Permission denied
NOTICE: STANDBY FOLLOW failed
`,
      },
      confidence: 'certain',
      node: 'rail3',
      evidence: ['rail3/s.txt:4'],
    },
    {
      name: 'on the primary, told by the standby',
      bundle: { 's.txt': listing + remote },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal1',
      evidence: ['s.txt:9'],
    },
    {
      name: 'on the standby itself, with both owners',
      bundle: { 's.txt': listing + local },
      confidence: 'certain',
      node: 'teal2',
      evidence: ['s.txt:8'],
    },
    {
      name: 'only a listing shows it',
      bundle: { 's.txt': listing + files('root') },
      confidence: 'likely',
      node: 'teal2',
      evidence: ['s.txt:7'],
    },
    {
      name: "repmgr's check of KingbaseES",
      bundle: {
        's.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover --dry-run
[NOTICE] checking switchover on node "node2" (ID: 2) in --dry-run mode
[ERROR] ownership error for file "/kes/data/kingbase.auto.conf"
[DETAIL] file owner is "root", data directory owner is "kingbase"
[kingbase@kes2 bin]$ ./repmgr node check --replication-config-owner --optformat
--replication-config-owner=CRITICAL
`,
      },
      confidence: 'certain',
      node: 'node2',
    },
    { name: 'put right since', bundle: { 's.txt': listing + local + files('postgres') }, status: 'resolved', node: 'teal2' },
  ],
  absent: [
    { name: 'a listing shows the right owner', because: 'like the rest', bundle: { 's.txt': listing + files('postgres') } },
    {
      name: "repmgr's check passes",
      because: 'passes',
      bundle: {
        's.txt': `${listing}[postgres@teal2 ~]$ repmgr node check --replication-config-owner --optformat\n--replication-config-owner=OK\n`,
      },
    },
  ],
  unknown: [{ name: 'nothing tells', bundle: { 's.txt': listing } }],
  lookalikes: [
    {
      name: 'another file that may not be opened',
      bundle: {
        'rail3/s.txt': `[postgres@rail3 ~]$ repmgr -f /etc/repmgr.conf standby follow
(null): error: could not open file "/srv/pgsql/data/PG_VERSION": Permission denied
`,
      },
    },
    {
      name: 'another file of root beside it',
      bundle: {
        's.txt': `[postgres@teal2 ~]$ ls -l /pg/data
total 40
-rw------- 1 postgres postgres     3 Nov 24 07:02 PG_VERSION
-rw------- 1 postgres postgres   223 Nov 24 07:02 postgresql.auto.conf
-rw------- 1 postgres postgres 30000 Nov 24 07:02 postgresql.conf
-rw-r--r-- 1 root     root      1675 Nov 24 07:02 server.crt
`,
      },
    },
    {
      name: 'postgresql.conf of root outside the data directory',
      bundle: {
        's.txt':
          '[postgres@teal2 ~]$ ls -l /etc/postgresql/15/main/postgresql.conf\n-rw-r--r-- 1 root root 30000 Nov 24 07:02 /etc/postgresql/15/main/postgresql.conf\n',
      },
    },
  ],
});
