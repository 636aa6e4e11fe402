import { archiveDestinationMissing } from '../../../src/causes/archiving/archive-destination-missing.ts';
import { check, cp, failed, fails, settings, statistics, works } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const GONE = cp('No such file or directory');

causeTester(archiveDestinationMissing, {
  present: [
    {
      name: 'cp cannot create the file',
      bundle: { 'n1/server.log': failed(GONE), 'n1/check.txt': check(140) },
      confidence: 'certain',
      evidence: ['n1/server.log:1', 'n1/server.log:2', 'n1/check.txt:3'],
      severity: 'critical',
    },
    {
      name: 'KingbaseES, in Chinese',
      bundle: {
        'db1/sys.log': failed("cp: 无法创建普通文件 '/data/archive/000000010000000300000012': 没有那个文件或目录", {
          command: '/bin/cp -f %p /data/archive/%f',
          segment: '000000010000000300000012',
          wal: 'sys_wal',
        }),
      },
      confidence: 'certain',
    },
    {
      name: 'a shell that redirects',
      bundle: {
        'n1/server.log': failed('sh: 1: cannot create /srv/arch/00000002000000410000007A.gz: Directory nonexistent', {
          command: 'gzip < %p > /srv/arch/%f.gz',
          code: 2,
        }),
      },
    },
    {
      name: 'only a look at the directory and the statistics',
      bundle: {
        'n1/s.txt': settings('test ! -f /srv/arch/%f && cp %p /srv/arch/%f'),
        'n1/a.txt': fails,
        'n1/ls.txt': "ls: cannot access '/srv/arch/': No such file or directory\n",
      },
      confidence: 'certain',
    },
    {
      name: 'it was made since',
      bundle: { 'n1/server.log': failed(GONE), 'n1/a.txt': works },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'another error',
      because: 'another reason',
      bundle: { 'n1/server.log': failed(cp('Permission denied')) },
    },
    {
      name: 'the directory is listed and nothing else is known',
      because: 'is there',
      bundle: {
        't.txt': `[postgres@n1 ~]$ psql -Atc 'show archive_command'\ntest ! -f /srv/arch/%f && cp %p /srv/arch/%f\n[postgres@n1 ~]$ ls -la /srv/arch\ntotal 0\ndrwx------ 2 postgres postgres 6 Mar  2 09:00 .\ndrwxr-xr-x 4 root     root    30 Mar  2 09:00 ..\n[postgres@n1 ~]$ psql -x -c 'select * from pg_stat_archiver'\n${fails}`,
      },
    },
  ],
  unknown: [
    {
      name: 'it fails and nothing says why',
      bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f'), 'n1/a.txt': statistics('', '2026-03-02 10:05:01+00') },
      asks: '/srv/arch',
    },
  ],
  lookalikes: [
    {
      name: 'the program is missing',
      bundle: { 'n1/server.log': failed('sh: 1: /opt/push.sh: No such file or directory', { command: '/opt/push.sh %p', code: 127 }) },
    },
    {
      name: 'the segment is missing',
      bundle: { 'n1/server.log': failed("cp: cannot stat 'pg_wal/00000002000000410000007A': No such file or directory") },
    },
    {
      name: 'a restore that ends',
      bundle: {
        'n1/server.log': `cp: cannot stat '/srv/arch/00000002000000410000007A': No such file or directory
2026-03-02 10:05:01.100 UTC [900] LOG:  could not restore file "00000002000000410000007A" from archive: child process exited with exit code 1
`,
      },
    },
  ],
});
