import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['archive-process-stalled', 'archive-command-noop'],
  why: 'the statistics of the archiver were reset a moment ago: all zeros, and nothing is wrong',
  inject(lab) {
    lab.fill(1, 5);
    lab.drained(1);
    lab.query(1, "select pg_stat_reset_shared('archiver')");
    pause(1);
  },
});
