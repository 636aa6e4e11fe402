import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  alsoOk: ['archive-backlog-draining'],
  mustNot: ['archive-command-missing', 'archive-process-stalled', 'archive-command-failing'],
  why: '12 .ready files right after a burst, the archiver works; nothing to do',
  collect: {
    locale: 'zh_CN.UTF-8',
    session: (lab) => [
      '@1',
      `${lab.repmgr} node check`,
      'psql -x -c "select * from pg_stat_archiver"',
      'psql -c "show archive_command"',
      `ls -lrth ${lab.data}/pg_wal/archive_status/ | tail -16`,
      `${lab.repmgr} node check --archive-ready`,
    ],
  },
  sample: true,
  inject(lab) {
    const { archiveDir } = lab.dress;
    lab.archive(
      `test ! -f ${archiveDir}/%f && sleep 0.5 && cp %p ${archiveDir}/.%f.tmp && sync ${archiveDir}/.%f.tmp && mv ${archiveDir}/.%f.tmp ${archiveDir}/%f`,
      [1],
    );
    lab.fill(1, 13);
  },
});
