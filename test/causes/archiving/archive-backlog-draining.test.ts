import { archiveBacklogDraining } from '../../../src/causes/archiving/archive-backlog-draining.ts';
import { check, cp, failed, fails, GUARD, settings, statistics } from '../../support/archiving.ts';
import { causeTester } from '../../support/cause-tester.ts';

const counts = (...numbers: number[]): string =>
  numbers
    .map(
      (number) =>
        `[postgres@n1 ~]$ repmgr node check --archive-ready\n${number > 128 ? `CRITICAL (${number} pending archive ready files, critical threshold: 128)` : number > 16 ? `WARNING (${number} pending archive ready files (threshold: 16))` : `OK (${number} pending archive ready files)`}\n`,
    )
    .join('');
const fresh = statistics('2026-03-02 10:05:59+00', '', '2026-03-02 10:06:00+00', [40, 0]);

causeTester(archiveBacklogDraining, {
  present: [
    {
      name: 'three counts in a row fall',
      bundle: { 't.txt': counts(1644, 1217, 795) },
      confidence: 'certain',
      severity: 'notice',
      evidence: ['t.txt:2', 't.txt:6'],
    },
    { name: 'a fresh success and many that wait', bundle: { 'n1/a.txt': fresh, 'n1/check.txt': check(140) }, confidence: 'likely' },
    {
      name: 'two captures between which it archived',
      bundle: {
        'n1/a.txt': statistics('2026-03-02 10:04:50+00', '', '', [40, 0]),
        'n1/b.txt': statistics('2026-03-02 10:05:59+00', '', '2026-03-02 10:06:00+00', [72, 0]),
        'n1/check.txt': check(140),
        'n1/s.txt': settings(GUARD),
      },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES after the directory was made',
      bundle: {
        'db1/sys.log': failed("cp: 无法创建普通文件 '/data/archive/000000010000000300000012': 没有那个文件或目录", {
          command: '/bin/cp -f %p /data/archive/%f',
          segment: '000000010000000300000012',
          wal: 'sys_wal',
        }),
        'db1/a.txt': statistics('2026-03-02 10:05:59+00', '2026-03-02 10:05:01+00'),
        'db1/check.txt': check(140, 'db1'),
      },
    },
  ],
  absent: [
    { name: 'a dozen after a burst', because: 'any burst', bundle: { 't.txt': counts(12, 10) } },
    { name: 'attempts fail', because: 'fails', bundle: { 'n1/a.txt': fails, 'n1/check.txt': check(140) } },
    { name: 'the number does not fall', because: 'does not fall', bundle: { 't.txt': counts(140, 140, 150) } },
    { name: 'drained', because: 'any burst', bundle: { 't.txt': counts(300, 120, 1) } },
  ],
  unknown: [{ name: 'one count', bundle: { 'n1/check.txt': check(140) }, asks: 'stat_archiver' }],
  lookalikes: [
    { name: 'nothing says how to archive', bundle: { 'n1/s.txt': settings(''), 't.txt': counts(134, 130) } },
    {
      name: 'the log fails after the last success',
      bundle: { 'n1/server.log': failed(cp('Permission denied')), 'n1/check.txt': check(140) },
    },
  ],
});
