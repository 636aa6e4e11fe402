import { extensionNotInstalled } from '../../../src/causes/cluster/extension-not-installed.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const listing = show(row(1, 'elm1', 'primary', '* running', '', 'host=10.7.0.1 user=repmgr dbname=repmgr'));
const daemon = (database: string) => `[2024-03-01 07:00:00] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2024-03-01 07:00:00] [INFO] connecting to database "host=10.7.0.1 user=repmgr dbname=${database} connect_timeout=2"
[2024-03-01 07:00:00] [ERROR] repmgr extension not found on this node
[2024-03-01 07:00:00] [DETAIL] repmgr extension is available but not installed in database "${database}"
[2024-03-01 07:00:00] [HINT] check that this node is part of a repmgr cluster
`;

causeTester(extensionNotInstalled, {
  present: [
    {
      name: 'the conninfo names a database without it: the answer stands below an empty DETAIL',
      bundle: {
        'elm1/s.txt': `[postgres@elm1 ~]$ repmgr -f /etc/repmgr.conf cluster show
ERROR: get_all_node_records_with_upstream(): unable to retrieve node records
DETAIL: 
ERROR:  relation "repmgr.nodes" does not exist
LINE 1: ...S upstream_node_name, NULL AS attached       FROM repmgr.nod...
                                                             ^

DETAIL: query text is:
    SELECT n.node_id, n.type FROM repmgr.nodes n  LEFT JOIN repmgr.nodes un         ON un.node_id = n.upstream_node_id  ORDER BY n.node_id 
[postgres@elm1 ~]$ repmgr -f /etc/repmgr.conf node check
ERROR: no record found for node 1
`,
      },
      confidence: 'likely',
      evidence: ['elm1/s.txt:2'],
    },
    {
      name: 'a clone names another database',
      bundle: {
        's.txt': `[postgres@elm2 ~]$ repmgr -h 10.7.0.1 -U repmgr -d postgres standby clone
INFO: connecting to source node
DETAIL: connection string is: host=10.7.0.1 user=repmgr dbname=postgres
ERROR: repmgr extension is available but not installed in database "postgres"
HINT: check that you are cloning from the database where "repmgr" is installed
[postgres@elm1 ~]$ repmgr cluster show
${listing}`,
      },
      node: 'elm1',
      confidence: 'certain',
      evidence: ['s.txt:4'],
      status: 'resolved',
    },
    {
      name: 'a clone names another database, of a source that is known by its address only',
      bundle: {
        's.txt': `[postgres@elm2 ~]$ repmgr -h 10.7.0.1 -U repmgr -d postgres standby clone
INFO: connecting to source node
DETAIL: connection string is: host=10.7.0.1 user=repmgr dbname=postgres
ERROR: repmgr extension is available but not installed in database "postgres"
`,
      },
      node: null,
      confidence: 'certain',
    },
    {
      name: 'the command names a host and no database',
      bundle: {
        's.txt': `[postgres@elm2 ~]$ repmgr -h 10.7.0.1 -U repmgr -f /etc/repmgr.conf standby clone --replication-conf-only
ERROR: get_primary_node_id(): unable to execute query
DETAIL: ERROR:  relation "repmgr.nodes" does not exist
`,
      },
      confidence: 'possible',
      summary: 'names a host and no database',
    },
    {
      name: 'the command names host and database',
      bundle: {
        's.txt': `[postgres@elm2 ~]$ repmgr -h 10.7.0.1 -U repmgr -d ops -f /etc/repmgr.conf standby clone --replication-conf-only
ERROR: get_primary_node_id(): unable to execute query
DETAIL: ERROR:  relation "repmgr.nodes" does not exist
`,
      },
      confidence: 'likely',
    },
    { name: 'repmgrd finds none', bundle: { 'elm1/repmgrd.log': daemon('postgres') }, confidence: 'certain' },
    {
      name: 'repmgr finds no records',
      bundle: {
        's.txt': `[postgres@elm1 ~]$ repmgr -f /etc/repmgr.conf cluster show
ERROR: get_all_node_records(): unable to execute query
DETAIL: ERROR:  relation "repmgr.nodes" does not exist
ERROR: relation "repmgr.nodes" does not exist
`,
      },
      node: 'elm1',
      confidence: 'likely',
    },
    {
      name: 'KingbaseES: the package is missing',
      bundle: { 'node2/s.txt': '[kingbase@node2 bin]$ ./repmgr primary register\n[ERROR] "repmgr" extension is not available\n' },
      confidence: 'certain',
    },
    {
      name: 'the control file is missing',
      bundle: {
        's.txt': `[postgres@elm1 ~]$ repmgr -f /etc/repmgr.conf primary register
NOTICE: attempting to install extension "repmgr"
ERROR: unable to create "repmgr" extension
DETAIL: ERROR:  could not open extension control file "/usr/pgsql-15/share/extension/repmgr.control": No such file or directory
`,
      },
      node: 'elm1',
      confidence: 'certain',
    },
    {
      name: 'it was there after a registration',
      bundle: {
        's.txt': `[postgres@elm1 ~]$ repmgr cluster show
ERROR: relation "repmgr.nodes" does not exist
[postgres@elm1 ~]$ repmgr primary register
NOTICE: attempting to install extension "repmgr"
NOTICE: "repmgr" extension successfully installed
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'the records are read', because: 'is there', bundle: { 's.txt': `[postgres@elm1 ~]$ repmgr cluster show\n${listing}` } },
  ],
  unknown: [
    {
      name: 'repmgrd is not configured for the node, and nobody looked at the extension',
      asks: 'extversion',
      bundle: { 'elm1/repmgrd.log': '[2024-03-01 07:00:00] [ERROR] repmgrd not configured for this node\n' },
    },
  ],
  lookalikes: [
    {
      name: 'the extension is older',
      bundle: {
        'elm1/repmgrd.log': `[2024-03-01 07:00:00] [ERROR] an older version of the "repmgr" extension is installed
[2024-03-01 07:00:00] [DETAIL] extension version 5.2 is installed but newer version 5.3 is available
`,
      },
    },
    {
      name: 'typed in another database, where the list shows it',
      bundle: {
        's.txt': `[postgres@elm1 ~]$ psql postgres -c 'alter extension repmgr update'
ERROR:  extension "repmgr" does not exist
[postgres@elm1 ~]$ psql repmgr -c 'select extname, extversion from pg_extension'
 extname | extversion
---------+------------
 plpgsql | 1.0
 repmgr  | 5.3
(2 rows)
`,
      },
    },
    {
      name: 'a monitoring query in the wrong database',
      bundle: {
        'elm1/postgresql.log': `2024-03-01 07:00:00.123 UTC [812] ERROR:  relation "repmgr.nodes" does not exist at character 15
2024-03-01 07:00:00.123 UTC [812] STATEMENT:  select * from repmgr.nodes
`,
      },
    },
  ],
});
