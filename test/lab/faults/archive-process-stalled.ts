import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-process-stalled'],
  mustNot: ['archive-command-missing', 'archive-command-failing'],
  why: 'the archive command hangs, as on a dead NFS mount',
  collect: { further: (_lab) => [[1, 'ps_tree', 'ps -eo pid,ppid,lstart,etime,args --forest']] },
  outside(lab) {
    lab.archive(lab.guard);
  },
  inject(lab) {
    lab.archive(`sleep 86400 && ${lab.guard}`);
    lab.fill(1, 20);
    pause(8);
  },
});
