import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-unsafe'],
  mustNot: ['archive-command-missing', 'archive-command-noop'],
  why: 'archive_command overwrites without a guard and hides its exit code',
  inject(lab) {
    lab.archive(`cp -f %p ${lab.dress.archiveDir}/%f; true`);
    lab.fill(1, 10);
    lab.drained(1);
  },
});
