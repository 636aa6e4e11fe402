import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['archive-command-unsafe', 'replication-slot-inactive', 'archive-gap'],
  why: 'nothing is wrong: slots, archiving and streaming as they should be',
  cluster: { hostNames: true },
  inject(lab) {
    lab.fill(1, 5);
    lab.drained(1);
  },
});
