import { kingbasees } from '../cluster/dress.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-unsafe'],
  mustNot: ['archive-command-missing', 'archive-command-noop'],
  why: 'in the dress of KingbaseES: the command that its installer writes',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.archive(`/bin/cp -f %p ${lab.dress.archiveDir}/%f`);
    lab.fill(1, 10);
    lab.drained(1);
  },
});
