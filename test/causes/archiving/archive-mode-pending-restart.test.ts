import { archiveModePendingRestart } from '../../../src/causes/archiving/archive-mode-pending-restart.ts';
import { causeTester } from '../../support/cause-tester.ts';

const reload = (
  name = 'archive_mode',
  at = '10:31:05',
): string => `2026-03-02 ${at}.660 UTC [744] LOG:  received SIGHUP, reloading configuration files
2026-03-02 ${at}.661 UTC [744] LOG:  parameter "${name}" cannot be changed without restarting the server
2026-03-02 ${at}.661 UTC [744] LOG:  configuration file "/srv/pg/data/postgresql.auto.conf" contains errors; unaffected changes were applied
`;
const pending = (
  value: string,
  waits: string,
): string => `     name     | setting | unit |  context   |       source       | pending_restart
--------------+---------+------+------------+--------------------+-----------------
 archive_mode | ${value} |      | postmaster | configuration file | ${waits}
(1 row)
`;

causeTester(archiveModePendingRestart, {
  present: [
    {
      name: 'pg_settings and the log say so',
      bundle: { 'n1/s.txt': pending('off', 't'), 'n1/server.log': reload(), 'n1/postgresql.auto.conf': "archive_mode = 'on'\n" },
      confidence: 'certain',
      evidence: ['n1/s.txt:3', 'n1/server.log:2'],
    },
    { name: 'the log alone', bundle: { 'n1/server.log': reload() } },
    {
      name: 'KingbaseES calls the context kingbase',
      bundle: {
        'db1/s.txt': `name|setting|context|source|pending_restart
archive_mode|off|kingbase|configuration file|true
(1 row)
`,
      },
    },
    {
      name: 'pg_file_settings could not apply it',
      bundle: {
        'n1/f.txt': `              sourcefile               | sourceline | seqno |     name     | setting | applied |            error
---------------------------------------+------------+-------+--------------+---------+---------+------------------------------
 /srv/pg/data/postgresql.auto.conf |          3 |    31 | archive_mode | on      | f       | setting could not be applied
(1 row)
`,
      },
    },
    {
      name: 'restarted since',
      bundle: {
        'n1/server.log': `${reload()}2026-03-02 11:00:00.100 UTC [901] LOG:  starting PostgreSQL 15.18 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'nothing waits', because: 'nothing waits', bundle: { 'n1/s.txt': pending('on', 'f') } }],
  unknown: [
    {
      name: 'the file and the server differ',
      bundle: {
        'n1/t.txt': ' archive_mode \n--------------\n off\n(1 row)\n',
        'n1/postgresql.conf': 'wal_level = replica\narchive_mode = on\n',
      },
      asks: 'pending_restart',
    },
  ],
  lookalikes: [
    { name: 'another parameter waits', bundle: { 'n1/server.log': reload('max_connections') } },
    {
      name: 'a line of the file is wrong',
      bundle: {
        'n1/server.log':
          '2026-03-02 10:31:05.661 UTC [744] LOG:  syntax error in file "/srv/pg/data/postgresql.conf" line 3, near token "’"\n2026-03-02 10:31:05.661 UTC [744] LOG:  configuration file "/srv/pg/data/postgresql.conf" contains errors; no changes were applied\n',
      },
    },
  ],
});
