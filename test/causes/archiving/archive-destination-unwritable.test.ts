import { archiveDestinationUnwritable } from '../../../src/causes/archiving/archive-destination-unwritable.ts';
import { check, cp, failed, fails, settings, statistics, works } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const dir = (owner: string, mode = 'drwxr-xr-x'): string =>
  `[postgres@n1 ~]$ ls -ld /srv/arch\n${mode} 2 ${owner} ${owner} 4096 Mar  2 09:00 /srv/arch\n`;
const asked = `[postgres@n1 ~]$ psql -Atc 'show archive_command'\ncp -n %p /srv/arch/%f\n[postgres@n1 ~]$ psql -x -c 'select * from pg_stat_archiver'\n${fails}`;

causeTester(archiveDestinationUnwritable, {
  present: [
    {
      name: 'permission denied',
      bundle: { 'n1/server.log': failed(cp('Permission denied')), 'n1/check.txt': check(40) },
      confidence: 'certain',
      evidence: ['n1/server.log:1'],
    },
    { name: 'read-only', bundle: { 'n1/server.log': failed(cp('Read-only file system')) }, confidence: 'certain' },
    {
      name: 'KingbaseES, in Chinese',
      bundle: {
        'db1/sys.log': failed("cp: 无法创建普通文件 '/data/archive/000000010000000300000012': 权限不够", {
          command: '/bin/cp -f %p /data/archive/%f',
          segment: '000000010000000300000012',
          wal: 'sys_wal',
        }),
      },
    },
    {
      name: 'an error of the disk',
      bundle: { 'n1/server.log': failed("cp: error writing '/srv/arch/00000002000000410000007A': Input/output error") },
    },
    { name: 'the owner of the directory, and attempts that fail', bundle: { 't.txt': asked + dir('root') }, confidence: 'certain' },
    {
      name: 'the rights were given since',
      bundle: { 'n1/server.log': failed(cp('Permission denied')), 'n1/a.txt': works },
      status: 'resolved',
    },
    {
      name: 'first missing, then made by root',
      bundle: {
        'n1/server.log':
          failed(cp('No such file or directory'), { at: '2026-03-02 09:00' }) +
          failed(cp('No such file or directory'), { at: '2026-03-02 09:01' }) +
          failed(cp('Permission denied'), { at: '2026-03-02 09:59' }),
      },
    },
  ],
  absent: [
    { name: 'the directory belongs to the user', because: 'may write', bundle: { 't.txt': asked + dir('postgres', 'drwx------') } },
    { name: 'another error', because: 'another reason', bundle: { 'n1/server.log': failed(cp('No such file or directory')) } },
  ],
  unknown: [
    {
      name: 'it fails and nothing says why',
      bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f'), 'n1/a.txt': statistics('', '2026-03-02 10:05:01+00') },
      asks: 'ls -ld /srv/arch',
    },
  ],
  lookalikes: [
    {
      name: 'the program may not be run',
      bundle: { 'n1/server.log': failed('sh: 1: /opt/push.sh: Permission denied', { command: '/opt/push.sh %p', code: 126 }) },
    },
    {
      name: 'ssh refuses the login',
      bundle: {
        'n1/server.log': failed('arc@bkp: Permission denied (publickey).', { command: 'rsync -a %p arc@bkp:/srv/wal/%f', code: 255 }),
      },
    },
    {
      name: 'repmgr cannot read a file',
      bundle: { 'n1/t.txt': '[postgres@n1 ~]$ cat /etc/repmgr.conf\ncat: /etc/repmgr.conf: Permission denied\n' },
    },
  ],
});
