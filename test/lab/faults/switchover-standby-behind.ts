import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['switchover-standby-behind'],
  // the switchover that was given up had stopped the primary
  alsoOk: ['replication-lag-excessive', 'repmgrd-paused', 'node-down', 'primary-missing'],
  mustNot: ['ssh-not-working'],
  why: 'the standby has not received what the primary wrote when it is to take over',
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
      `${lab.repmgr} cluster show`,
      '@1',
      `${lab.repmgr} node status`,
      `psql -x -c 'select * from pg_stat_replication'`,
    ],
  },
  // a switchover that was given up leaves repmgrd paused
  remedies: ['switchover-standby-behind', 'repmgrd-paused'],
  sample: true,
  outside(lab) {
    lab.signal(2, /walreceiver/, 'SIGCONT');
  },
  inject(lab) {
    lab.signal(2, /walreceiver/, 'SIGSTOP');
    lab.fill(1, 30);
  },
});
