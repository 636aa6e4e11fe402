import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['primary-missing'],
  alsoOk: [
    'node-down',
    'repmgrd-paused',
    'replication-connection-refused',
    'failover-not-possible',
    'repmgrd-not-running',
    'standby-detached',
    'node-unreachable',
  ],
  mustNot: ['split-brain'],
  why: 'the primary crashed and repmgrd was paused: nobody took over',
  inject(lab) {
    lab.run(1, `${lab.repmgr} service pause`);
    pause(2);
    lab.crash(1);
    pause(8);
  },
});
