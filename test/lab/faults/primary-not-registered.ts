import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['metadata-stale'],
  alsoOk: ['node-down', 'node-unreachable', 'primary-missing', 'replication-slot-inactive'],
  mustNot: ['split-brain', 'replication-timeline-diverged'],
  why: 'node2 was promoted without repmgr after the primary died: repmgr refuses to register it, since node1 is on record as primary',
  cluster: { repmgrd: false },
  collect: { session: (lab) => ['@2', `${lab.repmgr} primary register`, `${lab.repmgr} cluster show`] },
  // then the old primary comes back as a standby
  afterwards: ['node-down'],
  staysOk: ['repmgrd-not-running'],
  inject(lab) {
    lab.stop(1);
    pause(1);
    lab.control(2, '-w promote');
    lab.fill(2, 2);
  },
});
