import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['node-down'],
  alsoOk: ['replication-slot-inactive', 'repmgrd-not-running'],
  mustNot: ['replication-auth-rejected', 'primary-missing'],
  why: 'the standby is stopped; collected by the script of `repmgr-doctor collect` in every shell',
  cluster: { repmgrd: false },
  scripted: { stopped: [2] },
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.stop(2);
    pause(1);
  },
});
