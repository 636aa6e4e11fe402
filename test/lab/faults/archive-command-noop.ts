import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-noop'],
  alsoOk: ['archive-gap'],
  mustNot: ['archive-command-missing', 'archive-command-failing'],
  why: 'archive_command is /bin/true: everything is "archived" and nothing kept',
  inject(lab) {
    lab.archive('/bin/true');
    lab.fill(1, 10);
    lab.drained(1);
  },
});
