import { settingsDrift } from '../../../src/causes/configuration/settings-drift.ts';
import { causeTester } from '../../support/cause-tester.ts';

const settings = (rows: Readonly<Record<string, string>>): string =>
  `name|setting\n${Object.entries(rows)
    .map(([name, value]) => `${name}|${value}`)
    .join('\n')}\n(${Object.keys(rows).length} rows)\n`;
const show = ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+---------------------------------------------
 1  | n1   | primary | * running |          | default  | 100      | 1        | host=10.0.0.1 user=repmgr dbname=repmgr
 2  | n2   | standby |   running | n1       | default  | 100      | 1        | host=10.0.0.2 user=repmgr dbname=repmgr
`;

causeTester(settingsDrift, {
  present: [
    {
      name: 'a command on the primary only: it is missing at the next switchover',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ archive_command: 'test ! -f /a/%f && cp %p /a/%f', archive_mode: 'on' }),
        'n2/s.txt': settings({ archive_command: '', archive_mode: 'on' }),
      },
      evidence: ['n1/s.txt:2', 'n2/s.txt:2'],
      severity: 'notice',
      node: null,
    },
    {
      name: 'wal_log_hints differs',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ wal_log_hints: 'on', wal_level: 'replica' }),
        'n2/s.txt': settings({ wal_log_hints: 'off', wal_level: 'replica' }),
      },
    },
    {
      name: 'the files of KingbaseES that nothing but ALTER SYSTEM outweighs',
      bundle: {
        'n1/show.txt': show.replaceAll('user=repmgr dbname=repmgr', 'user=esrep dbname=esrep port=54321'),
        'n1/es.txt': "[kingbase@n1 data]$ cat es_rep.conf\nwal_keep_segments=512\narchive_mode='on'\n",
        'n2/es.txt': "[kingbase@n2 data]$ cat es_rep.conf\nwal_keep_segments=64\narchive_mode='on'\n",
      },
      evidence: ['n1/es.txt:2', 'n2/es.txt:2'],
    },
    {
      name: 'one of two parts is told by another cause',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ fsync: 'off', max_replication_slots: '2' }),
        'n2/s.txt': settings({ fsync: 'on', max_replication_slots: '10' }),
      },
    },
  ],
  absent: [
    {
      name: 'alike',
      because: 'alike',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ wal_level: 'replica', archive_mode: 'on' }),
        'n2/s.txt': settings({ wal_level: 'replica', archive_mode: 'on' }),
      },
    },
  ],
  unknown: [
    {
      name: 'one node was asked',
      bundle: { 'n1/show.txt': show, 'n1/s.txt': settings({ archive_command: 'cp %p /a/%f', wal_level: 'replica' }) },
      asks: 'archive_command',
    },
  ],
  lookalikes: [
    {
      name: 'commands that differ in their paths',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ archive_command: 'test ! -f /a1/%f && cp %p /a1/%f', wal_level: 'replica' }),
        'n2/s.txt': settings({ archive_command: 'test ! -f /a2/%f && cp %p /a2/%f', wal_level: 'replica' }),
      },
    },
    {
      name: 'what a cause of its own tells',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ fsync: 'off', wal_level: 'replica' }),
        'n2/s.txt': settings({ fsync: 'on', wal_level: 'replica' }),
      },
    },
    {
      name: 'the same size in another spelling, the same libraries in another order',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': 'name|setting|unit\nwal_keep_size|1024|MB\nshared_preload_libraries|repmgr, pg_stat_statements|\n(2 rows)\n',
        'n2/s.txt':
          ' wal_keep_size \n---------------\n 1GB\n(1 row)\n\n shared_preload_libraries \n---------------\n pg_stat_statements,repmgr\n(1 row)\n',
      },
    },
    {
      name: 'addresses of their own',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ listen_addresses: '10.0.0.1,localhost', wal_level: 'replica' }),
        'n2/s.txt': settings({ listen_addresses: '*', wal_level: 'replica' }),
      },
    },
    {
      name: 'main files, which others may outweigh',
      bundle: {
        'n1/show.txt': show,
        'n1/postgresql.conf': 'wal_log_hints = on\n',
        'n2/postgresql.conf': 'wal_log_hints = off\n',
      },
    },
    {
      name: 'settings that differ by design',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ primary_conninfo: '', cluster_name: 'a', wal_level: 'replica' }),
        'n2/s.txt': settings({ primary_conninfo: 'host=n1', cluster_name: 'b', wal_level: 'replica' }),
      },
    },
  ],
});
