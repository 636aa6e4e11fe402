import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-missing'],
  mustNot: ['archive-command-missing'],
  why: 'the same as a Markdown ticket with one paste per node',
  collect: {
    shape: 'ticket',
    session: (lab) => [
      '@1',
      `${lab.repmgr} node check`,
      `tail -n 12 ${lab.dress.base}/log/postgresql.log`,
      `psql -x -c 'select * from pg_stat_archiver'`,
      `psql -c 'show archive_command'`,
      `ls -ld ${lab.dress.base}/*`,
      '@2',
      `${lab.repmgr} cluster show`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.archive(lab.guard.replaceAll('/archive/', '/archive_new/'));
    lab.fill(1, 20);
    pause(4);
  },
});
