import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['failover-not-possible'],
  mustNot: ['node-down', 'repmgrd-not-running'],
  why: 'the only standby has priority 0 and failover=manual',
  fill: { PRIORITY: '100' },
  inject(lab) {
    lab.setRepmgr(2, 'priority', '0');
    lab.setRepmgr(2, 'failover', 'manual');
    lab.run(2, `${lab.repmgr} standby register --force`);
    lab.stopRepmgrd(2);
    lab.startRepmgrd(2);
    pause(3);
  },
});
