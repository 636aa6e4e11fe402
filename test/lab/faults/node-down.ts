import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['node-down'],
  alsoOk: ['replication-slot-inactive', 'repmgrd-not-running', 'node-unreachable'],
  mustNot: ['split-brain', 'primary-missing'],
  why: 'the standby was stopped and nobody started it again',
  // repmgrd ended with its server: the next bundle says so
  afterwards: ['repmgrd-not-running'],
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.fill(1, 5);
    pause(4);
  },
});
