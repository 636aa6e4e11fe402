import { archiveCommandMissing } from '../../../src/causes/archiving/archive-command-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';

const nodeCheck = (node: string, count: number, role = 'primary'): string => `Node "${node}":
	Server role: OK (node is ${role})
	Replication lag: OK (N/A - node is primary)
	WAL archiving: ${count > 128 ? `CRITICAL (${count} pending archive ready files, critical threshold: 128)` : `OK (${count} pending archive ready files)`}
	Downstream servers: OK (1 of 1 downstream nodes attached)
`;

const settings = (command: string, extra = ''): string => `           name            | setting | context
---------------------------+---------+------------
 archive_command           | ${command} | sighup
 archive_mode              | on      | postmaster
${extra}(2 rows)
`;

const kingbase = `[kingbase@kes-a ~]$ /opt/kes/bin/repmgr node check
${nodeCheck('db1', 141)}
[kingbase@kes-a ~]$ /opt/kes/bin/ksql -U system -d test
用户 system 的口令：
输入 "help" 来获取帮助信息.

test=# select name,setting,context from pg_settings where name like '%archive%';
           name            | setting | context
---------------------------+---------+----------
 archive_cleanup_command   |         | sighup
 archive_command           |         | sighup
 archive_dest              |         | sighup
 archive_mode              | on      | kingbase
(4 行记录)
`;

causeTester(archiveCommandMissing, {
  present: [
    {
      name: 'empty in pg_settings of a primary',
      bundle: { 'n1/check.txt': nodeCheck('n1', 140), 'n1/settings.txt': settings('       ') },
      evidence: ['n1/settings.txt:3', 'n1/settings.txt:4', 'n1/check.txt:4'],
      confidence: 'certain',
      node: 'n1',
      severity: 'critical',
    },
    {
      name: 'KingbaseES: archive_command and archive_dest both empty, in a Chinese transcript',
      bundle: { 'ticket.txt': kingbase },
      confidence: 'certain',
      node: 'db1',
    },
    {
      name: 'the server says so in its log',
      bundle: {
        'server.log':
          '2026-03-02 10:00:01.100 UTC [812] LOG:  database system is ready to accept connections\n2026-03-02 10:05:01.100 UTC [900] WARNING:  archive_mode enabled, yet archiving is not configured\n',
      },
      confidence: 'certain',
      node: null,
    },
    {
      name: 'repmgr node status shows an empty command',
      bundle: {
        'n1/status.txt': `Node "n1":
	PostgreSQL version: 14.9
	Total data size: 30 MB
	Role: primary
	WAL archiving: enabled
	Archive command:
	WALs pending archiving: 55 pending files
	Replication connections: 1 (of maximal 10)
`,
      },
      node: 'n1',
    },
    {
      name: 'it was empty and is set by now',
      bundle: {
        'session.txt': `[postgres@a ~]$ repmgr node check
${nodeCheck('n1', 130)}
[postgres@a ~]$ psql
postgres=# show archive_command;
 archive_command
-----------------

(1 row)

postgres=# show archive_command;
              archive_command
--------------------------------------------
 test ! -f /arch/%f && cp %p /arch/%f
(1 row)
`,
      },
      status: 'resolved',
      node: 'n1',
    },
  ],
  absent: [
    {
      name: 'archive_mode is off',
      because: 'is off',
      bundle: { 'n1/s.txt': settings('       ').replace('| on      |', '| off     |'), 'n1/c.txt': nodeCheck('n1', 140) },
    },
    {
      name: 'KingbaseES: archive_dest says where',
      because: 'archive_dest',
      bundle: { 't.txt': kingbase.replace('archive_dest              |         |', 'archive_dest              | /arch   |') },
    },
    {
      name: 'a sys_rman command without %f',
      because: 'archive-push',
      bundle: { 'n1/s.txt': settings('/opt/kes/bin/sys_rman --stanza=kingbase archive-push %p'), 'n1/c.txt': nodeCheck('n1', 140) },
    },
    {
      name: 'a standby with an empty command and mode on',
      because: 'standby does not archive',
      bundle: { 'n2/c.txt': nodeCheck('n2', 0, 'standby'), 'n2/s.txt': settings('       ') },
    },
  ],
  unknown: [
    { name: 'a backlog, and no settings collected', bundle: { 'n1/c.txt': nodeCheck('n1', 140) }, asks: 'archive_command' },
    { name: 'a healthy check only', bundle: { 'n1/c.txt': nodeCheck('n1', 2) } },
  ],
  lookalikes: [
    {
      name: 'twelve files that drain',
      bundle: {
        'n1/c.txt': nodeCheck('n1', 12),
        'n1/s.txt': settings('test ! -f /arch/%f && cp %p /arch/%f'),
      },
    },
    {
      name: 'empty in kingbase.conf, set in es_rep.conf',
      bundle: {
        'db1/kingbase.conf': "archive_mode = on\narchive_command = ''\nport = 54321\n",
        'db1/es_rep.conf': "archive_mode = on\narchive_command = '/bin/cp -f %p /arch/%f'\n",
        'db1/c.txt': nodeCheck('db1', 3),
      },
    },
    {
      name: '(disabled) is how the server shows the command while archiving is off',
      bundle: { 'n1/s.txt': settings('(disabled)').replace('| on      |', '| off     |') },
    },
  ],
});
