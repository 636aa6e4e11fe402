import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['foreign-cluster'],
  alsoOk: [
    'standby-detached',
    'replication-slot-inactive',
    'node-rejecting-connections',
    'node-unreachable',
    'node-down',
    'repmgrd-not-running',
    'server-start-failed',
  ],
  mustNot: ['replication-timeline-diverged', 'split-brain', 'wal-removed-before-standby'],
  why: 'node2 was set up with initdb instead of a clone: its data are those of another cluster',
  remedies: ['foreign-cluster/reclone-standby'],
  inject(lab) {
    const { programs, superuser } = lab.dress;
    lab.stop(2);
    lab.must(
      2,
      `cp -p ${lab.data}/*.conf ~/; rm -rf ${lab.data}/*; ${programs.initdb} -N -D ${lab.data} --wal-segsize=1 -A trust -U ${superuser} -E UTF8 --locale=C.UTF-8`,
    );
    lab.must(2, `cp -p ~/*.conf ${lab.data}/`);
    // once by itself, so that its settings are known to it
    lab.start(2);
    lab.stop(2);
    lab.must(2, `touch ${lab.data}/standby.signal`);
    lab.start(2);
    pause(8);
  },
});
