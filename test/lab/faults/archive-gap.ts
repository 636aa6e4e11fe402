import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-gap'],
  mustNot: ['archive-command-missing'],
  why: 'for a while archive_command was /bin/true: those segments are in no archive',
  staysOk: ['archive-gap'],
  inject(lab) {
    lab.archive('/bin/true', [1]);
    lab.fill(1, 8);
    lab.drained(1);
    lab.archive(lab.guard, [1]);
    lab.fill(1, 8);
    lab.drained(1);
  },
});
