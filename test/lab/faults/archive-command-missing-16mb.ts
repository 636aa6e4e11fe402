import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing'],
  mustNot: ['archive-mode-off', 'archive-destination-missing'],
  why: 'segments of 16 MB, as most clusters have; fewer wait than make the check critical',
  cluster: { segment: 16 },
  collect: {
    shape: 'transcript',
    locale: 'C.UTF-8',
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover --dry-run`,
      '@1',
      `${lab.repmgr} node check`,
      'psql -U repmgr -d repmgr',
      'show archive_command;',
      "select name,setting,context from pg_settings where name like '%archive%';",
      '\\q',
      `ls -lh ${lab.data}/pg_wal/ | wc -l`,
      `ls -lrth ${lab.data}/pg_wal/archive_status/ | tail -20`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 20);
  },
});
