import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-malformed'],
  alsoOk: ['archive-command-unsafe'],
  mustNot: ['archive-command-missing', 'archive-destination-missing'],
  why: '%f twice and no %p: the source is looked for by its bare name',
  inject(lab) {
    lab.archive(`cp %f ${lab.dress.archiveDir}/%f`);
    lab.fill(1, 20);
    pause(4);
  },
});
