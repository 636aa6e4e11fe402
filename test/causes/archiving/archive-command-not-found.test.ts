import { archiveCommandNotFound } from '../../../src/causes/archiving/archive-command-not-found.ts';
import { check, cp, failed, fails, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const pgbackrest = 'pgbackrest --stanza=main archive-push %p';

causeTester(archiveCommandNotFound, {
  present: [
    {
      name: '127, and failed_count stays 0',
      bundle: {
        'n1/server.log': failed('sh: 1: pgbackrest: not found', { command: pgbackrest, code: 127 }),
        'n1/a.txt': statistics('2026-03-02 08:00:00+00', '', '2026-03-02 10:06:00+00', [40, 0]),
        'n1/check.txt': check(140),
      },
      confidence: 'certain',
      evidence: ['n1/server.log:1', 'n1/server.log:2'],
    },
    { name: 'the exit status alone', bundle: { 'n1/server.log': failed('', { command: pgbackrest, code: 127 }) }, confidence: 'certain' },
    {
      name: '126, the script lost its x',
      bundle: {
        'n1/server.log': failed('sh: 1: /opt/push.sh: Permission denied', { command: '/opt/push.sh %p %f', code: 126 }),
        'n1/ls.txt': '-rw-r--r-- 1 root root 512 Aug 31 16:20 /opt/push.sh\n',
      },
    },
    {
      name: 'KingbaseES, bash in Chinese',
      bundle: {
        'db1/sys.log': failed('sh: /opt/kes/bin/sys_rman：没有那个文件或目录', {
          command: '/opt/kes/bin/sys_rman --config=/bak/sys_rman.conf --stanza=kingbase archive-push %p',
          code: 127,
          wal: 'sys_wal',
        }),
      },
    },
    {
      name: 'installed since',
      bundle: {
        'n1/server.log': failed('sh: 1: pgbackrest: not found', { command: pgbackrest, code: 127 }),
        'n1/a.txt': statistics('2026-03-02 10:05:50+00', ''),
      },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'another error', because: 'another reason', bundle: { 'n1/server.log': failed(cp('Permission denied')) } }],
  unknown: [
    {
      name: 'it fails and nothing says why',
      bundle: { 'n1/s.txt': settings('/opt/push.sh %p %f'), 'n1/a.txt': fails },
      asks: 'command -v /opt/push.sh',
    },
  ],
  lookalikes: [
    { name: 'the destination is missing', bundle: { 'n1/server.log': failed(cp('No such file or directory')) } },
    {
      name: 'ssh ends with 255',
      bundle: {
        'n1/server.log': failed('ssh: connect to host bkp port 22: Connection refused', {
          command: 'rsync -a %p arc@bkp:/srv/wal/%f',
          code: 255,
        }),
      },
    },
    {
      name: 'repmgr is not in the path of a person',
      bundle: { 'n1/t.txt': '[postgres@n1 ~]$ repmgr cluster show\n-bash: repmgr: command not found\n' },
    },
  ],
});
