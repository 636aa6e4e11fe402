import { archiveProcessStalled } from '../../../src/causes/archiving/archive-process-stalled.ts';
import { check, cp, failed, GUARD, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const ps = (archiver: string, child = ''): string => `UID          PID    PPID  C STIME TTY          TIME CMD
postgres      41       1  0 05:09 ?        00:00:00 /usr/lib/postgresql/15/bin/postgres -D /srv/pg/data
postgres      42      41  0 05:09 ?        00:00:00 postgres: checkpointer 
postgres      45      41  0 05:09 ?        00:00:00 postgres: walwriter 
${archiver === '' ? '' : `postgres      47      41  0 05:09 ?        00:00:00 postgres: archiver ${archiver}\n`}${child}`;
const ready = (...names: string[]): string =>
  `total 0\n${names.map((name) => `-rw------- 1 postgres postgres 0 Mar  2 10:05 ${name}.ready\n`).join('')}`;
const A = (last: string): string => `0000000200000041000000${last}`;
const old = statistics('2026-03-02 08:00:00+00', '', '2026-03-02 10:06:00+00', [40, 0]);

causeTester(archiveProcessStalled, {
  present: [
    {
      name: 'busy with one segment, and nothing archived for two hours',
      bundle: { 'n1/ps.txt': ps(`archiving ${A('7A')}`), 'n1/a.txt': old, 'n1/check.txt': check(131), 'n1/s.txt': settings(GUARD) },
      confidence: 'certain',
      evidence: ['n1/ps.txt:5', 'n1/a.txt:1'],
    },
    {
      name: 'its command runs for hours',
      bundle: {
        't.txt': `root@pg1:~# ps -eo pid,ppid,stat,etime,args | egrep '[a]rchiver|[r]sync'
   1411    1402 Ss   12-03:11:07 postgres: 14/main: archiver archiving ${A('7A')}
 881205  881204 D       10:22:51 rsync -a pg_wal/${A('7A')} /net/depot/${A('7A')}
`,
        'n1/check.txt': check(40),
      },
    },
    {
      name: 'the same segment at every capture',
      bundle: {
        'n1/ps.txt': ps(`archiving ${A('7A')}`),
        'n1/ls_archive_status.txt': ready(...'7A 7B 7C 7D 7E 7F 80 81 82 83 84 85 86 87 88 89 8A 8B 8C 8D'.split(' ').map(A)),
        'n1/a.txt': statistics('2026-03-02 10:05:58+00', '', '', [40, 0]),
        'n1/s.txt': settings(GUARD),
      },
      confidence: 'likely',
    },
    {
      name: 'KingbaseES: no archiver process',
      bundle: {
        'db1/ps.txt': `UID          PID    PPID  C STIME TTY          TIME CMD
kingbase      41       1  0 05:09 ?        00:00:00 /opt/kes/bin/kingbase -D /kes/data
kingbase      42      41  0 05:09 ?        00:00:00 kingbase: checkpointer process
kingbase      45      41  0 05:09 ?        00:00:00 kingbase: walwriter process
`,
        'db1/check.txt': check(40, 'db1'),
        'db1/s.txt': settings('/bin/cp -f %p /data/archive/%f'),
      },
      confidence: 'likely',
    },
    {
      name: 'the statistics alone',
      bundle: { 'n1/a.txt': old, 'n1/check.txt': check(131), 'n1/s.txt': settings(GUARD) },
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: 'attempts fail',
      because: 'nothing hangs',
      bundle: { 'n1/server.log': failed(cp('Permission denied')), 'n1/check.txt': check(131) },
    },
    {
      name: 'the count falls',
      because: 'gets on',
      bundle: {
        't.txt': `[postgres@n1 ~]$ repmgr node check --archive-ready
CRITICAL (300 pending archive ready files, critical threshold: 128)
[postgres@n1 ~]$ repmgr node check --archive-ready
CRITICAL (220 pending archive ready files, critical threshold: 128)
`,
      },
    },
  ],
  unknown: [{ name: 'a backlog and nothing else', bundle: { 'n1/check.txt': check(140) }, asks: 'ps -ef' }],
  lookalikes: [
    { name: 'no command is set', bundle: { 'n1/s.txt': settings(''), 'n1/check.txt': check(140), 'n1/a.txt': old } },
    {
      name: 'an idle server archived hours ago and nothing waits',
      bundle: { 'n1/a.txt': old, 'n1/check.txt': check(0), 'n1/s.txt': settings(GUARD) },
    },
    {
      name: 'busy, and it was another segment a moment ago',
      bundle: {
        'n1/ps.txt': ps(
          `archiving ${A('82')}`,
          `postgres     145      47  0 05:09 ?        00:00:00 sh -c cp pg_wal/${A('82')} /srv/arch/${A('82')}\n`,
        ),
        'n1/ls_archive_status.txt': ready(...'7A 7B 7C 7D 7E 7F 80 81 82 83 84 85 86 87 88 89 8A 8B 8C 8D'.split(' ').map(A)),
        'n1/a.txt': statistics('2026-03-02 10:05:58+00', '', '', [40, 0]),
        'n1/s.txt': settings(GUARD),
      },
    },
    {
      name: 'a standby has no archiver',
      bundle: {
        'n2/t.txt':
          'Node "n2":\n\tServer role: OK (node is standby)\n\tWAL archiving: WARNING (20 pending archive ready files (threshold: 16))\n',
        'n2/ps.txt': ps(''),
        'n2/s.txt': settings(GUARD),
      },
    },
  ],
});
