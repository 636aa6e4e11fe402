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
      name: 'a command on one node only',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ archive_command: '', archive_mode: 'on' }),
        'n2/s.txt': settings({ archive_command: 'cp %p /a/%f', archive_mode: 'on' }),
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
      name: 'settings that differ by design',
      bundle: {
        'n1/show.txt': show,
        'n1/s.txt': settings({ primary_conninfo: '', cluster_name: 'a', wal_level: 'replica' }),
        'n2/s.txt': settings({ primary_conninfo: 'host=n1', cluster_name: 'b', wal_level: 'replica' }),
      },
    },
  ],
});
