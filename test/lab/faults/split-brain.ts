import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['split-brain'],
  alsoOk: ['replication-timeline-diverged', 'metadata-stale', 'replication-slot-inactive', 'upstream-mismatch', 'repmgrd-not-running'],
  mustNot: ['node-down', 'primary-missing'],
  why: 'the standby was promoted by hand while the primary still runs',
  cluster: { repmgrd: false, settings: ['wal_keep_size = 64MB'] },
  // the owners of the data decide for node2
  remedies: ['split-brain/decide-primary', 'split-brain/rejoin-with-rewind'],
  loses: 3,
  switchover: true,
  inject(lab) {
    lab.control(2, 'promote');
    pause(2);
    for (const note of ['a', 'b', 'c']) lab.writeRow(1, `only on node1: ${note}`);
    lab.fill(1, 3);
    lab.fill(2, 2);
    pause(1);
  },
});
