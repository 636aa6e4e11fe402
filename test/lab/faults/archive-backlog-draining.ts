import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-backlog-draining'],
  mustNot: ['archive-command-missing', 'archive-command-failing', 'archive-process-stalled'],
  why: 'archiving was repaired a moment ago; three checks in a row show fewer and fewer pending files',
  collect: {
    further: (lab) => [
      [1, 'node_check_2', `date; ${lab.repmgr} node check --archive-ready`],
      [1, 'node_check_3', `sleep 3; date; ${lab.repmgr} node check --archive-ready`],
      [1, 'node_check_4', `sleep 3; date; ${lab.repmgr} node check --archive-ready; psql -xc "select now(),* from pg_stat_archiver"`],
    ],
  },
  outside(lab) {
    lab.wait(60, 'the backlog drains', () => lab.waiting(1) < 16);
  },
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 150);
    lab.archive(`sleep 0.2 && ${lab.guard}`, [1]);
  },
});
