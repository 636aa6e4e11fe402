import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['replication-connection-refused', 'standby-detached', 'node-down', 'repmgrd-paused', 'standby-connection-flapping'],
  why: 'the primary was restarted for a setting: the standby lost and found it again',
  inject(lab) {
    lab.run(1, `${lab.repmgr} service pause`);
    pause(1);
    lab.restart(1);
    pause(5);
    lab.run(1, `${lab.repmgr} service unpause`);
    lab.wait(20, 'the standby streams', () => lab.streams(1, 1));
    lab.fill(1, 3);
    pause(4);
  },
});
