import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['repmgrd-not-running'],
  alsoOk: ['repmgrd-pid-file'],
  mustNot: ['node-down', 'repmgrd-paused'],
  why: 'repmgrd of the standby died and nothing starts it again',
  inject(lab) {
    lab.signal(2, /repmgrd/, 'SIGKILL');
    pause(3);
  },
});
