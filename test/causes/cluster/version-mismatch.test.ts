import { versionMismatch } from '../../../src/causes/cluster/version-mismatch.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const older = `[2024-03-01 07:00:00] [NOTICE] repmgrd (repmgrd 5.4.1) starting up
[2024-03-01 07:00:00] [ERROR] this "repmgr" version is newer than the installed "repmgr" extension version
[2024-03-01 07:00:00] [DETAIL] "repmgr" version 5.4.1 providing extension version 5.4 is installed but extension is version 5.3
`;
const status = (node: string, version: string) => `[postgres@${node} ~]$ repmgr node status
Node "${node}":
	PostgreSQL version: ${version}
	Total data size: 30 MB
`;
const listing = show(
  row(1, 'ash1', 'primary', '* running', '', 'host=10.1.0.1 user=repmgr dbname=repmgr'),
  row(2, 'ash2', 'standby', '  running', 'ash1', 'host=10.1.0.2 user=repmgr dbname=repmgr'),
);
const cluster = `[postgres@ash1 ~]$ repmgr cluster show\n${listing}`;
const extensions = (version: string) => `[postgres@ash1 ~]$ psql repmgr -c 'select extname, extversion from pg_extension'
 extname | extversion
---------+------------
 repmgr  | ${version}
(1 row)
`;

causeTester(versionMismatch, {
  present: [
    {
      name: 'the programs were updated, the extension was not',
      bundle: { 'ash1/repmgrd.log': older },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['ash1/repmgrd.log:2'],
    },
    {
      name: 'the server runs the library from before the update',
      bundle: {
        's.txt': `[postgres@ash1 ~]$ psql repmgr -c 'alter extension repmgr update'
ERROR:  could not find function "repmgrd_set_local_node_id" in file "/usr/pgsql-15/lib/repmgr.so"
`,
      },
      node: 'ash1',
    },
    {
      name: 'files of one major version, programs of another',
      bundle: {
        'ash2/postgresql.log': `2024-03-01 07:00:00.123 UTC [812] FATAL:  database files are incompatible with server
2024-03-01 07:00:00.123 UTC [812] DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 15.4.
`,
      },
      severity: 'critical',
    },
    {
      name: 'in Chinese',
      bundle: {
        'ash2/postgresql.log': `2024-03-01 07:00:00.123 CST [812] 致命错误:  数据库文件和服务器不兼容
2024-03-01 07:00:00.123 CST [812] 详细信息:  数据目录是以 PostgreSQL 版本 14 初始化的, 它于当前版本 15.4 不兼容.
`,
      },
      severity: 'critical',
    },
    {
      name: 'a library of another server version',
      bundle: {
        'ash2/postgresql.log': `2024-03-01 07:00:00.123 UTC [812] FATAL:  incompatible library "/usr/pgsql-15/lib/repmgr.so": version mismatch
2024-03-01 07:00:00.123 UTC [812] DETAIL:  Server is version 15, library is version 14.
2024-03-01 07:00:00.124 UTC [812] LOG:  database system is shut down
`,
      },
      severity: 'critical',
    },
    {
      name: 'primary and standby of different major versions',
      bundle: { 's.txt': cluster + status('ash1', '14.11') + status('ash2', '15.6') },
      node: 'ash2',
      confidence: 'likely',
    },
    {
      name: 'different versions of repmgr on two nodes',
      bundle: {
        's.txt': `${cluster}[postgres@ash1 ~]$ repmgr --version\nrepmgr 5.3.3\n[postgres@ash2 ~]$ repmgr --version\nrepmgr 5.5.0\n`,
      },
      node: 'ash2',
      confidence: 'likely',
    },
    {
      name: 'extension and programs side by side',
      bundle: { 's.txt': `[postgres@ash1 ~]$ repmgr --version\nrepmgr 5.4.1\n${extensions('5.3')}` },
      node: 'ash1',
      confidence: 'likely',
    },
    {
      name: 'KingbaseES: V8R6 and V9',
      bundle: {
        's.txt': `[kingbase@node1 bin]$ ./repmgr cluster show
${show(row(1, 'node1', 'primary', '* running', '', 'host=10.9.0.1 user=esrep dbname=esrep port=54321'), row(2, 'node2', 'standby', '  running', 'node1', 'host=10.9.0.2 user=esrep dbname=esrep port=54321'))}[kingbase@node1 bin]$ ./repmgr node status
Node "node1":
	Kingbase version: V008R006C009B0014
	Total data size: 30 MB
[kingbase@node2 bin]$ ./repmgr node status
Node "node2":
	Kingbase version: V009R001C002B0014
	Total data size: 30 MB
`,
      },
      node: 'node2',
    },
    {
      name: 'updated since',
      bundle: {
        'ash1/repmgrd.log': `${older}[2024-03-01 07:20:00] [NOTICE] repmgrd (repmgrd 5.4.1) starting up
[2024-03-01 07:20:00] [NOTICE] starting monitoring of node "ash1" (ID: 1)
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'extension and programs of the same version',
      because: 'same version',
      bundle: { 's.txt': `[postgres@ash1 ~]$ repmgr --version\nrepmgr 5.4.1\n${extensions('5.4')}` },
    },
    {
      name: 'repmgr only warns',
      because: 'goes on',
      bundle: {
        's.txt': `[postgres@ash1 ~]$ repmgr cluster show
WARNING: an older version of the "repmgr" extension is installed
DETAIL: extension version 5.3 is installed but newer version 5.4 is available
${listing}`,
      },
    },
  ],
  unknown: [
    {
      name: 'repmgrd is not configured for the node, and no version is told',
      asks: 'extversion',
      bundle: { 'ash1/repmgrd.log': '[2024-03-01 07:00:00] [ERROR] repmgrd not configured for this node\n' },
    },
  ],
  lookalikes: [
    { name: 'minor versions differ', bundle: { 's.txt': cluster + status('ash1', '15.4') + status('ash2', '15.6') } },
    {
      name: 'a client of another version',
      bundle: { 's.txt': `${cluster}${status('ash1', '14.11')}[postgres@ash2 ~]$ psql\npsql (15.6)\nType "help" for help.\n\n` },
    },
    {
      name: 'one node after the other is updated, and both are by now',
      bundle: {
        's.txt': `${cluster}[postgres@ash1 ~]$ repmgr --version\nrepmgr 5.3.3\n[postgres@ash1 ~]$ repmgr --version\nrepmgr 5.5.0\n[postgres@ash2 ~]$ repmgr --version\nrepmgr 5.5.0\n`,
      },
    },
    {
      name: 'the library of another extension',
      bundle: {
        's.txt': `[postgres@ash1 ~]$ psql gis -c 'select 1'
ERROR:  could not find function "postgis_version" in file "/usr/pgsql-15/lib/postgis-3.so"
`,
      },
    },
  ],
});
