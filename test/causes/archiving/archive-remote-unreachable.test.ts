import { archiveRemoteUnreachable } from '../../../src/causes/archiving/archive-remote-unreachable.ts';
import { check, cp, failed, fails, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const RSYNC = 'rsync -a %p arc@bkp:/srv/wal/%f';

causeTester(archiveRemoteUnreachable, {
  present: [
    {
      name: 'ssh cannot connect',
      bundle: {
        'n1/server.log': failed(
          'ssh: connect to host bkp port 22: Connection timed out\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]\nrsync error: unexplained error (code 255) at io.c(235) [sender=3.1.2]',
          { command: RSYNC, code: 255 },
        ),
        'n1/check.txt': check(303),
      },
      confidence: 'certain',
      evidence: ['n1/server.log:1'],
    },
    { name: 'the exit status of ssh alone', bundle: { 'n1/server.log': failed('', { command: RSYNC, code: 255 }) }, confidence: 'likely' },
    {
      name: 'the host key changed',
      bundle: { 'n1/server.log': failed('Host key verification failed.', { command: 'scp %p arc@bkp:/srv/wal/%f' }) },
    },
    {
      name: 'the key is refused',
      bundle: { 'n1/server.log': failed('arc@bkp: Permission denied (publickey,password).', { command: RSYNC, code: 255 }) },
    },
    {
      name: 'wal-g and an object store',
      bundle: {
        'n1/server.log': failed(
          "ERROR: 2026/03/02 10:05:00.402116 failed to upload 'wal_005/00000002000000410000007A.lz4' to bucket 'b': RequestError: send request failed\ncaused by: Put \"https://s3.example.net/b/wal_005/x.lz4\": dial tcp 10.44.0.9:443: i/o timeout",
          { command: 'wal-g wal-push %p' },
        ),
      },
    },
    {
      name: 'KingbaseES to a repository host, in Chinese',
      bundle: {
        'db1/sys.log': failed('ssh: connect to host 10.1.2.9 port 22: 没有到主机的路由', {
          command: 'scp %p kingbase@10.1.2.9:/bak/%f',
          wal: 'sys_wal',
        }),
      },
    },
    {
      name: 'the host is back',
      bundle: {
        'n1/server.log': failed('ssh: connect to host bkp port 22: Connection refused', { command: RSYNC, code: 255 }),
        'n1/a.txt': statistics('2026-03-02 10:05:50+00', '', '2026-03-02 10:06:00+00', [40, 0]),
      },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'another error', because: 'another reason', bundle: { 'n1/server.log': failed(cp('Permission denied')) } }],
  unknown: [
    {
      name: 'it fails and nothing says why',
      bundle: { 'n1/s.txt': settings(RSYNC), 'n1/a.txt': fails },
      asks: 'ssh -o BatchMode=yes -o ConnectTimeout=5 arc@bkp echo reached',
    },
  ],
  lookalikes: [
    {
      name: 'the remote volume is full',
      bundle: {
        'n1/server.log': failed(
          'rsync: [receiver] write failed on "/srv/wal/00000002000000410000007A": No space left on device (28)\nrsync: connection unexpectedly closed (62 bytes received so far) [sender]',
          { command: RSYNC, code: 12 },
        ),
      },
    },
    {
      name: 'the store answers and refuses',
      bundle: {
        'n1/server.log': failed(
          'ERROR: Barman cloud WAL archiver exception: An error occurred (403) when calling the PutObject operation: Access Denied',
          { command: 'barman-cloud-wal-archive s3://b main %p', code: 4 },
        ),
      },
    },
    {
      name: 'ssh between the nodes of the cluster',
      bundle: { 'n1/t.txt': '[postgres@n1 ~]$ ssh n2 true\nssh: connect to host n2 port 22: Connection refused\n' },
    },
  ],
});
