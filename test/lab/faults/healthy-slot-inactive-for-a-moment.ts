import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['replication-slot-inactive', 'node-down', 'standby-detached'],
  why: 'the slot of the standby is inactive while its server restarts',
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.restart(2);
    lab.startRepmgrd(2);
    lab.fill(1, 3);
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
    pause(3);
  },
});
