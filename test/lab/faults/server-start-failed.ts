import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['server-start-failed'],
  alsoOk: ['node-down', 'replication-slot-inactive', 'repmgrd-not-running', 'node-unreachable'],
  mustNot: ['split-brain'],
  why: 'somebody opened the data directory to the group and the world: the server refuses to start',
  // repmgrd ended with its server: the next bundle says so
  afterwards: ['repmgrd-not-running'],
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.root(2, `chmod 777 ${lab.data}`);
    lab.start(2);
    pause(2);
  },
});
