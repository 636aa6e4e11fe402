import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing'],
  mustNot: ['archive-mode-off', 'archive-destination-missing'],
  why: 'archive_command is empty and no archive can be had: the segments that wait are given up',
  // the base backup needs an archive again
  remedies: ['archive-command-missing/discard-backlog', 'archive-command-missing'],
  losesWal: 20,
  inject(lab) {
    lab.archive('', [1]);
    lab.fill(1, 20);
  },
});
