import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['switchover-siblings-left'],
  alsoOk: ['upstream-mismatch', 'repmgrd-paused', 'standby-detached', 'replication-slot-inactive', 'replication-slot-missing'],
  mustNot: ['split-brain', 'node-down'],
  why: 'the switchover was done without --siblings-follow: node3 still follows the old primary',
  cluster: { nodes: 3 },
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
      '~5',
      `${lab.repmgr} cluster show`,
      `${lab.repmgr} service status`,
      `psql -c 'select * from pg_stat_replication' -x`,
    ],
  },
  remedies: ['switchover-siblings-left', 'repmgrd-paused'],
  sample: true,
  inject(lab) {
    lab.run(2, `${lab.repmgr} service pause`);
    pause(1);
  },
});
