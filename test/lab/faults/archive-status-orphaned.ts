import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-status-orphaned', 'archive-command-missing', 'wal-removed-by-hand'],
  alsoOk: ['archive-gap'],
  why: 'nobody said how to archive, and somebody made room by removing segments that still waited',
  collect: {
    shape: 'transcript',
    session: (lab) => [
      '@1',
      `${lab.repmgr} node check`,
      `ls -l ${lab.data}/pg_wal/ | head -30`,
      `cd ${lab.data}/pg_wal`,
      `ls 0000000100000000000000[01]? | head -20 | xargs rm -v`,
      'ls -l .',
      'ls -l archive_status',
      `psql -c 'show archive_command' -c 'show archive_mode'`,
    ],
  },
  remedies: ['archive-command-missing'],
  staysOk: ['wal-removed-by-hand', 'archive-gap'],
  sample: true,
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 60);
  },
});
