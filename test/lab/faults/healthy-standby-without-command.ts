import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  alsoOk: ['settings-drift'],
  mustNot: ['archive-command-missing'],
  why: 'archive_command is empty on the standby, which does not archive',
  inject(lab) {
    lab.archive('', [2]);
    lab.fill(1, 5);
    lab.drained(1);
  },
});
