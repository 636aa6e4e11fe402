import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing'],
  mustNot: ['archive-mode-off', 'archive-destination-missing'],
  why: 'the original story: archive_mode is on, archive_command empty, more than 128 .ready files',
  cluster: { locale: 'zh_CN.UTF-8', messages: 'zh_CN.UTF-8' },
  collect: {
    shape: 'transcript',
    locale: 'zh_CN.UTF-8',
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
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
  switchover: true,
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 134);
  },
});
