import { foreignCluster } from '../../../src/causes/cluster/foreign-cluster.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const control = (identifier: string): string => `pg_control version number:            1300
Catalog version number:               202209061
Database system identifier:           ${identifier}
Database cluster state:               in production
`;
const two = (mark = ''): string =>
  show(row(1, 'gull1', 'primary', '* running', '', A), row(2, 'gull2', 'standby', '  running', `${mark}gull1`, B));

causeTester(foreignCluster, {
  present: [
    {
      name: 'cloned since: its log goes on',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two()}`,
        'gull2/server.log': `2024-01-03 10:00:00.100 UTC [115] FATAL:  database system identifier differs between the primary and standby
2024-01-03 10:00:00.100 UTC [115] DETAIL:  The primary's identifier is 7018422771937402112, the standby's identifier is 7220000000000000001.
2024-01-03 11:30:00.100 UTC [315] LOG:  started streaming WAL from primary at 0/1100000 on timeline 1
`,
      },
      node: 'gull2',
      status: 'resolved',
    },
    {
      name: 'cloned since: by its control file',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two()}`,
        'gull2/control.txt': control('7018422771937402112'),
        'gull2/server.log': `2024-01-03 10:00:00.100 UTC [115] FATAL:  database system identifier differs between the primary and standby
2024-01-03 10:00:00.100 UTC [115] DETAIL:  The primary's identifier is 7018422771937402112, the standby's identifier is 7220000000000000001.
`,
      },
      node: 'gull2',
      status: 'resolved',
    },
    {
      name: 'the rejoin is refused',
      bundle: {
        't.txt': `[postgres@gull2 ~]$ repmgr cluster show
${show(row(1, 'gull1', 'primary', '* running', '', A), row(2, 'gull2', 'standby', '- failed', '?', B, null))}
[postgres@gull2 ~]$ repmgr node rejoin -d 'host=gull1 dbname=repmgr user=repmgr'
ERROR: this node is not part of the rejoin target node's replication cluster
DETAIL: this node's system identifier is 7018422771937402112, rejoin target node's system identifier is 6893301257740019456
`,
      },
      node: 'gull2',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['t.txt:8'],
    },
    {
      name: 'the receiver finds another identifier (KingbaseES, Chinese)',
      bundle: {
        'show.txt': `[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '* running', '', 'host=10.8.0.1 user=esrep dbname=esrep port=54321'), row(2, 'kes2', 'standby', '  running', '! kes1', 'host=10.8.0.2 user=esrep dbname=esrep port=54321'))}`,
        'kes2/sys_log.txt': `2024-05-11 09:20:11.402 CST [3301] FATAL:  在主用服务器和备用服务器之间,数据库系统标识符是不一样的
2024-05-11 09:20:16.408 CST [3305] FATAL:  在主用服务器和备用服务器之间,数据库系统标识符是不一样的
`,
      },
      node: 'kes2',
      confidence: 'certain',
    },
    {
      name: 'two control files',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two('! ')}`,
        'gull1/control.txt': control('7018422771937402112'),
        'gull2/control.txt': control('7220000000000000001'),
      },
      node: 'gull2',
      confidence: 'certain',
    },
    {
      name: 'pg_rewind refuses; cloned since',
      bundle: {
        't.txt': `[postgres@gull2 ~]$ pg_rewind -D /var/lib/pgsql/15/data --source-server='host=gull1 user=repmgr dbname=repmgr'
pg_rewind: fatal: source and target clusters are from different systems
[postgres@gull2 ~]$ repmgr -h gull1 -U repmgr -d repmgr standby clone --force
NOTICE: standby clone (using pg_basebackup) complete
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the identifiers match',
      because: 'that of the cluster',
      bundle: {
        't.txt': `[postgres@gull2 ~]$ repmgr node rejoin -d 'host=gull1 dbname=repmgr user=repmgr' --force-rewind
INFO: local and rejoin target system identifiers match
DETAIL: system identifier is 7018422771937402112
ERROR: this node cannot attach to rejoin target node 1
`,
      },
    },
    {
      name: 'control files with one identifier',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two('! ')}`,
        'gull1/control.txt': control('7018422771937402112'),
        'gull2/control.txt': control('7018422771937402112'),
      },
    },
    { name: 'attached', bundle: { 't.txt': two() } },
  ],
  unknown: [{ name: 'not attached, and nothing tells why', bundle: { 't.txt': two('! ') }, asks: 'controldata' }],
  lookalikes: [
    {
      name: 'the witness has an identifier of its own',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show
${show(row(1, 'gull1', 'primary', '* running', '', A), row(3, 'gullw', 'witness', '* running', 'gull1', 'host=10.7.0.3 user=repmgr dbname=repmgr', null))}`,
        'gull1/control.txt': control('7018422771937402112'),
        'gullw/control.txt': control('7220000000000000001'),
      },
    },
    {
      name: 'a test machine beside the cluster',
      bundle: {
        'gull1/show.txt': `[postgres@gull1 ~]$ repmgr cluster show\n${two()}`,
        'gull1/control.txt': control('7018422771937402112'),
        'sandbox/control.txt': control('7220000000000000001'),
      },
    },
  ],
});
