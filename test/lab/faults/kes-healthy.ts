import { kingbasees } from '../cluster/dress.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['archive-command-missing', 'replication-slot-inactive'],
  why: 'in the dress of KingbaseES: nothing is wrong',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.fill(1, 5);
    lab.drained(1);
  },
});
