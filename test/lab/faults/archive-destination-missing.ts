import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-missing'],
  mustNot: ['archive-command-missing', 'archive-destination-full', 'archive-destination-unwritable'],
  why: 'the archive moved to a new path and nobody made the directory',
  collect: { shape: 'odd' },
  inject(lab) {
    lab.archive(lab.guard.replaceAll('/archive/', '/archive_new/'));
    lab.fill(1, 20);
    pause(4);
  },
});
