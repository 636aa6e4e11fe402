import { repmgrdNotLoaded } from '../../../src/causes/cluster/repmgrd-not-loaded.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { daemon, status } from './service.ts';

const conf = (name: string, failover: string): string =>
  `node_id=2\nnode_name='${name}'\nconninfo='host=${name} user=repmgr dbname=repmgr'\nfailover=${failover}\n`;
const shown = (value: string): string => ` shared_preload_libraries \n--------------------------\n ${value}\n(1 row)\n`;
const REFUSED = `[2023-11-02 13:20:40] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2023-11-02 13:20:40] [ERROR] unable to write to shared memory
[2023-11-02 13:20:40] [HINT] ensure "shared_preload_libraries" includes "repmgr"
[2023-11-02 13:20:40] [INFO] repmgrd terminating...
`;

causeTester(repmgrdNotLoaded, {
  present: [
    {
      name: 'journalctl -x explains every unit in between',
      bundle: {
        't.txt': `Oct 02 13:20:39 teal2 systemd[1]: Starting A replication manager, and failover management tool for PostgreSQL...
-- Subject: Unit repmgr12.service has begun start-up
-- Defined-By: systemd
--
-- Unit repmgr12.service has begun starting up.
Oct 02 13:20:40 teal2 repmgrd[914]: [2023-10-02 13:20:40] [ERROR] unable to write to shared memory
Oct 02 13:20:40 teal2 repmgrd[914]: [2023-10-02 13:20:40] [HINT] ensure "shared_preload_libraries" includes "repmgr"
Oct 02 13:20:40 teal2 systemd[1]: repmgr12.service: control process exited, code=exited status=1
`,
      },
      node: 'teal2',
      evidence: ['t.txt:6'],
    },
    {
      name: 'repmgrd says so, and the setting shows why',
      bundle: {
        'teal2/repmgrd.log': REFUSED,
        'teal2/show.txt': `postgres=# show shared_preload_libraries;\n${shown('pg_stat_statements')}`,
      },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['teal2/repmgrd.log:2', 'teal2/show.txt:4'],
    },
    {
      name: 'repmgr says so, nothing more is shown',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ repmgr service pause
ERROR: repmgrd not configured for this node
HINT: ensure "shared_preload_libraries" includes "repmgr" and restart PostgreSQL
`,
      },
      confidence: 'likely',
    },
    {
      name: 'the running server lacks it where failover is automatic (KingbaseES)',
      bundle: {
        'node2/repmgr.conf': conf('node2', 'automatic'),
        'node2/show.txt': `esrep=# show shared_preload_libraries;\n${shown('liboracle_parser, synonym, sys_stat_statements')}`,
      },
      node: 'node2',
      confidence: 'certain',
    },
    {
      name: 'written, but the server was not restarted since',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ grep shared_preload $PGDATA/postgresql.conf
shared_preload_libraries = 'repmgr'
[postgres@teal2 ~]$ psql -c 'show shared_preload_libraries'
 shared_preload_libraries 
--------------------------
 
(1 row)
[postgres@teal2 ~]$ repmgr service status
ERROR: repmgrd not configured for this node
HINT: ensure "shared_preload_libraries" includes "repmgr" and restart PostgreSQL
`,
      },
      confidence: 'certain',
    },
    {
      name: 'over: loaded later',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ repmgr service status
ERROR: repmgrd not configured for this node
[postgres@teal2 ~]$ sudo systemctl restart postgresql-15
[postgres@teal2 ~]$ psql -c 'show shared_preload_libraries'
${shown('repmgr')}`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'it is loaded',
      because: 'has loaded `repmgr`',
      bundle: { 't.txt': `postgres=# show shared_preload_libraries;\n${shown('pg_stat_statements, repmgr')}` },
    },
    {
      name: 'repmgrd runs, so it is',
      because: 'repmgrd runs on teal2',
      bundle: {
        't.txt': status(
          daemon(1, 'teal1', 'primary', '* running', '', 'running'),
          daemon(2, 'teal2', 'standby', '  running', 'teal1', 'running'),
        ),
      },
    },
  ],
  unknown: [
    {
      name: 'failover is automatic, the setting is not shown',
      bundle: { 'teal2/repmgr.conf': conf('teal2', 'automatic') },
      asks: 'shared_preload_libraries',
    },
    {
      name: 'a file without it: another one may add it',
      bundle: {
        'teal2/repmgr.conf': conf('teal2', 'automatic'),
        'teal2/postgresql.conf': "shared_preload_libraries = 'pg_stat_statements'\n",
      },
      asks: 'shared_preload_libraries',
    },
  ],
  lookalikes: [
    {
      name: 'nobody uses repmgrd',
      bundle: {
        'teal2/repmgr.conf': conf('teal2', 'manual'),
        'teal2/show.txt': `postgres=# show shared_preload_libraries;\n${shown('pg_stat_statements')}`,
      },
    },
    {
      name: 'a path and quotes in the list',
      bundle: {
        'teal2/repmgr.conf': conf('teal2', 'automatic'),
        'teal2/show.txt': `postgres=# show shared_preload_libraries;\n${shown('"$libdir/repmgr", auto_explain')}`,
      },
    },
    {
      name: 'the extension is missing, not the library',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ psql -c 'show shared_preload_libraries'
${shown('repmgr')}
[postgres@teal2 ~]$ repmgrd -f /etc/repmgr.conf
[2023-11-02 13:20:40] [ERROR] repmgr extension not found on this node
[2023-11-02 13:20:40] [INFO] repmgrd terminating...
`,
      },
    },
    {
      name: 'a backup host that is no node of the cluster',
      bundle: {
        't.txt': `[barman@vault ~]$ psql -h archive -c 'show shared_preload_libraries'
${shown('pg_stat_statements')}`,
      },
    },
  ],
});
