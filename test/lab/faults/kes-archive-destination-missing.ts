import { kingbasees } from '../cluster/dress.ts';
import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-missing'],
  mustNot: ['archive-command-missing', 'archive-destination-full', 'archive-destination-unwritable'],
  why: 'in the dress of KingbaseES: the archive directory is not there',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.archive(lab.guard.replaceAll('/archive/', '/archive_new/'));
    lab.fill(1, 20);
    pause(4);
  },
});
