import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['repmgrd-not-loaded'],
  alsoOk: ['repmgrd-not-running', 'settings-drift'],
  mustNot: ['node-down'],
  why: 'shared_preload_libraries lost repmgr on the standby at its last restart',
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.set(2, 'shared_preload_libraries', "''");
    lab.restart(2);
    lab.startRepmgrd(2);
    pause(3);
  },
});
