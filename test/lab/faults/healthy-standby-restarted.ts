import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['node-down', 'standby-detached', 'replication-connection-refused', 'replication-slot-inactive'],
  why: 'the standby was restarted on purpose an hour ago: refused connections in the log, and all is well again',
  inject(lab) {
    lab.stop(2);
    lab.fill(1, 6);
    pause(3);
    lab.start(2);
    lab.wait(15, 'the standby streams', () => lab.streams(1, 1));
    pause(6);
  },
});
