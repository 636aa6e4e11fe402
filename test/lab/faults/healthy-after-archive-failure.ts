import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['archive-command-failing', 'archive-destination-missing', 'archive-backlog-draining', 'archive-destination-unwritable'],
  why: 'archiving failed for a moment some time ago and works again; the counters keep the old failure',
  cluster: { messages: 'zh_CN.UTF-8', locale: 'zh_CN.UTF-8' },
  collect: { locale: 'zh_CN.UTF-8' },
  inject(lab) {
    lab.archive(lab.guard.replaceAll('/archive/', '/archive_new/'), [1]);
    lab.fill(1, 3);
    pause(4);
    lab.archive(lab.guard, [1]);
    lab.fill(1, 3);
    lab.wait(80, 'archived', () => lab.waiting(1) === 0);
  },
});
