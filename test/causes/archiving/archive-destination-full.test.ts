import { archiveDestinationFull } from '../../../src/causes/archiving/archive-destination-full.ts';
import { check, cp, df, failed, fails, GUARD, settings, statistics, works } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const FULL = "cp: error writing '/srv/arch/00000002000000410000007A': No space left on device";
const row = (name: string, size = 16777216): string => `-rw------- 1 postgres postgres ${size} Mar  2 10:05 ${name}\n`;
const archive = `total 3\n${row('000000020000004100000078')}${row('000000020000004100000079')}${row('00000002000000410000007A', 9203712)}`;

causeTester(archiveDestinationFull, {
  present: [
    {
      name: 'cp runs out of room, then the guard refuses the cut-off file',
      bundle: {
        'n1/server.log': failed(FULL) + failed('', { at: '2026-03-02 10:06' }),
        'n1/ls_archive.txt': archive,
        'n1/df.txt': df('/srv/arch', '8.0M', '8.0M', '0', '100%'),
        'n1/check.txt': check(300),
      },
      confidence: 'certain',
      evidence: ['n1/server.log:1', 'n1/df.txt:3', 'n1/ls_archive.txt:1'],
    },
    {
      name: 'only the end of the log, and df',
      bundle: { 'n1/server.log': failed(''), 'n1/df.txt': df('/srv/arch', '500G', '500G', '20K', '100%'), 'n1/ls_archive.txt': archive },
    },
    {
      name: 'no inode is free',
      bundle: {
        'n1/t.txt': `[postgres@n1 ~]$ df -i /srv/arch
Filesystem      Inodes   IUsed IFree IUse% Mounted on
/dev/sdb1      4194304 4194304     0  100% /srv/arch
`,
        'n1/server.log': failed(cp('No space left on device')),
      },
    },
    { name: 'a quota', bundle: { 'n1/server.log': failed(cp('Disk quota exceeded')) } },
    {
      name: 'the other side of rsync',
      bundle: {
        'n1/server.log': failed(
          'rsync: [receiver] write failed on "/srv/wal/00000002000000410000007A": No space left on device (28)\nrsync error: error in file IO (code 11) at receiver.c(393) [receiver=3.1.3]\nrsync: connection unexpectedly closed (62 bytes received so far) [sender]',
          { command: 'rsync -a %p arc@bkp:/srv/wal/%f', code: 12 },
        ),
      },
    },
    {
      name: 'KingbaseES, in Chinese',
      bundle: {
        'db1/sys.log': failed("cp: 写入'/data/archive/000000010000000300000012' 时出错: 设备上没有空间", {
          command: '/bin/cp -f %p /data/archive/%f',
          segment: '000000010000000300000012',
          wal: 'sys_wal',
        }),
      },
    },
    {
      name: 'the repository of sys_rman, by the file that it could not write there',
      bundle: {
        't.txt': `2024-07-01 01:23:10.774 P00  ERROR: [041]: unable to open file '/data/kbbr_repo/archive/kingbase/12-1/0000000100000012/x.gz.kingbase.tmp' for write: [28] No space left on device
2024-07-01 01:23:10.774 CST [901] LOG:  archive command failed with exit code 41
2024-07-01 01:23:10.774 CST [901] DETAIL:  The failed archive command was: /home/kingbase/cluster/fin/kingbase/bin/sys_rman --config /data/kbbr_repo/sys_rman.conf --stanza=kingbase archive-push sys_wal/0000000100000012000000C1
`,
      },
      confidence: 'certain',
      summary: '/data/kbbr_repo',
    },
    { name: 'room was made since', bundle: { 'n1/server.log': failed(FULL), 'n1/a.txt': works }, status: 'resolved' },
  ],
  absent: [
    {
      name: 'df shows room and nothing else is known',
      because: 'has room',
      bundle: { 'n1/s.txt': settings(GUARD), 'n1/df.txt': df('/srv/arch'), 'n1/a.txt': fails },
    },
    { name: 'another error', because: 'another reason', bundle: { 'n1/server.log': failed(cp('Permission denied')) } },
  ],
  unknown: [
    {
      name: 'it fails and nothing says why',
      bundle: { 'n1/s.txt': settings('cp %p /srv/arch/%f'), 'n1/a.txt': statistics('', '2026-03-02 10:05:01+00') },
      asks: 'df -P /srv/arch',
    },
  ],
  lookalikes: [
    {
      name: 'the WAL volume is full, not the archive',
      bundle: {
        'n1/server.log':
          '2026-03-02 10:05:01.100 UTC [901] PANIC:  could not write to file "pg_wal/xlogtemp.901": No space left on device\n',
        'n1/s.txt': settings(GUARD),
      },
    },
    {
      name: '/dev/shm is no disk',
      bundle: {
        'n1/server.log':
          '2026-03-02 10:05:01.100 UTC [901] ERROR:  could not resize shared memory segment "/PostgreSQL.12" to 8388608 bytes: No space left on device\n',
      },
    },
    {
      name: 'a full volume of the archive, and archiving works',
      bundle: { 'n1/s.txt': settings(GUARD), 'n1/df.txt': df('/srv/arch', '500G', '500G', '20K', '100%'), 'n1/a.txt': works },
    },
  ],
});
