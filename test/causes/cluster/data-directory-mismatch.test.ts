import { dataDirectoryMismatch } from '../../../src/causes/cluster/data-directory-mismatch.ts';
import { causeTester } from '../../support/cause-tester.ts';

const check = (last: string, archive = 'OK (0 pending archive ready files)') => `[postgres@oak1 ~]$ repmgr -f /etc/repmgr.conf node check
Node "oak1":
	Server role: OK (node is primary)
	WAL archiving: ${archive}
	Configured data directory: ${last}
`;
const wrong = 'CRITICAL (configured "data_directory" is "/var/lib/pgsql/15/data"; actual data directory is "/pg/15")';
const right = 'OK (configured "data_directory" is "/pg/15")';
const refused = `[postgres@oak2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "oak2" (ID: 2)
ERROR: "data_directory" parameter in "repmgr.conf" on "oak1" (ID: 1) is incorrectly configured
HINT: execute "repmgr node check --data-directory-config" on "oak1" (ID: 1) to diagnose the issue
`;

causeTester(dataDirectoryMismatch, {
  present: [
    {
      name: 'pg_ctl finds no server where repmgr promotes one',
      bundle: {
        'mere2/repmgrd.log': `[2023-08-21 16:41:40] [NOTICE] promoting standby to primary
[2023-08-21 16:41:40] [DETAIL] promoting server "mere2" (ID: 2) using "/usr/pgsql-11/bin/pg_ctl -w -D '/var/lib/pgsql/11/data' promote"
pg_ctl: PID file "/var/lib/pgsql/11/data/postmaster.pid" does not exist
Is server running?
[2023-08-21 16:41:40] [ERROR] unable to promote server from standby to primary
[2023-08-21 16:41:40] [DETAIL] pg_ctl: PID file "/var/lib/pgsql/11/data/postmaster.pid" does not exist
`,
      },
      node: 'mere2',
      confidence: 'likely',
    },
    {
      name: "the node's own check says so, and the archive check follows",
      bundle: { 's.txt': check(wrong, 'UNKNOWN (unable to check archive_status directory)') },
      node: 'oak1',
      confidence: 'certain',
      evidence: ['s.txt:5', 's.txt:4'],
    },
    {
      name: 'one check alone, as monitoring prints it',
      bundle: {
        's.txt': `[postgres@oak1 ~]$ repmgr node check --data-directory-config --nagios
REPMGR_DATA_DIRECTORY CRITICAL: /var/lib/pgsql/15/data | actual data directory is "/pg/15"
`,
      },
      confidence: 'certain',
    },
    {
      name: 'both settings side by side',
      bundle: {
        's.txt': `[postgres@oak1 ~]$ psql -Atc 'show data_directory'
/pg/15
[postgres@oak1 ~]$ cat /etc/repmgr.conf
node_id=1
node_name='oak1'
conninfo='host=10.3.0.1 user=repmgr dbname=repmgr'
data_directory='/var/lib/pgsql/15/data'
`,
      },
      node: 'oak1',
      confidence: 'certain',
      evidence: ['s.txt:2', 's.txt:7'],
    },
    {
      name: 'a switchover is refused for it (5.2 and later)',
      bundle: { 's.txt': `repmgr 5.3.3\n${refused}` },
      node: 'oak1',
      confidence: 'certain',
    },
    { name: 'a switchover is refused for it, version not told', bundle: { 's.txt': refused }, node: 'oak1', confidence: 'likely' },
    {
      name: 'KingbaseES: the archive status is looked for where nothing is',
      bundle: {
        'node1/s.txt': `[kingbase@node1 bin]$ ./repmgr node check --archive-ready
[ERROR] unable to access archive_status directory "/data/sys_wal/archive_status"
[DETAIL] No such file or directory
`,
      },
      confidence: 'likely',
    },
    { name: 'it was put right', bundle: { 's.txt': check(wrong) + check(right) }, status: 'resolved', node: 'oak1' },
  ],
  absent: [
    {
      name: 'the node that the refusal names is in order by its own check',
      bundle: {
        't.txt': `[postgres@mere2 ~]$ repmgr standby switchover
NOTICE: executing switchover on node "mere2" (ID: 2)
ERROR: "data_directory" parameter in repmgr.conf on "mere1" is incorrectly configured
[postgres@mere1 ~]$ repmgr node check
Node "mere1":
	Server role: OK (node is primary)
	Configured data directory: OK (configured "data_directory" is "/data")
`,
      },
    },
    { name: 'the check says OK', because: 'is that of the server', bundle: { 's.txt': check(right) } },
    {
      name: 'a slash at the end',
      because: 'is that of the server',
      bundle: {
        's.txt': `[postgres@oak1 ~]$ psql -Atc 'show data_directory'
/pg/15
[postgres@oak1 ~]$ cat /etc/repmgr.conf
node_id=1
node_name='oak1'
data_directory='/pg/15/'
`,
      },
    },
  ],
  unknown: [
    {
      name: 'the archive check alone cannot tell',
      asks: '--data-directory-config',
      bundle: {
        's.txt': `[postgres@oak1 ~]$ repmgr node check
Node "oak1":
	Server role: OK (node is primary)
	WAL archiving: UNKNOWN (unable to check archive_status directory)
`,
      },
    },
    {
      name: 'before 5.2 the error has another reason as well',
      asks: '--data-directory-config',
      bundle: { 's.txt': `repmgr 4.4.0\n${refused}` },
    },
  ],
  lookalikes: [
    {
      name: 'a promotion that timed out',
      bundle: {
        'mere2/repmgrd.log': `[2023-08-21 16:41:40] [ERROR] unable to promote server from standby to primary
[2023-08-21 16:41:40] [DETAIL] pg_ctl: server did not promote in time
`,
      },
    },
    {
      name: 'before 5.2, and its own check is fine',
      bundle: {
        's.txt': `repmgr 4.4.0\n${refused}[postgres@oak1 ~]$ repmgr node check --data-directory-config
OK (configured "data_directory" is "/pg/15")
`,
      },
    },
    {
      name: 'the archive status may not be read',
      bundle: {
        's.txt': `[monitor@oak1 ~]$ repmgr node check --archive-ready
ERROR: unable to access archive_status directory "/pg/15/pg_wal/archive_status"
DETAIL: Permission denied
`,
      },
    },
  ],
});
