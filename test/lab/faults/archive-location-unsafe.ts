import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-location-unsafe'],
  mustNot: ['archive-command-missing'],
  why: 'the archive lies beside the data, on the same volume',
  inject(lab) {
    lab.fill(1, 3);
    lab.drained(1);
  },
});
