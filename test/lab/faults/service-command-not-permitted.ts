import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['service-command-not-permitted'],
  alsoOk: ['switchover-shutdown-timeout', 'repmgrd-paused', 'service-command-misconfigured'],
  mustNot: ['ssh-not-working', 'node-down'],
  why: 'service_stop_command uses sudo, which asks for a password',
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
      '@1',
      'sudo -n /usr/bin/systemctl stop postgresql@15-main',
      'cat /srv/pgsql/repmgr.conf',
      'id',
      `${lab.repmgr} cluster show`,
    ],
  },
  // a switchover that was given up leaves repmgrd paused
  remedies: ['service-command-not-permitted', 'repmgrd-paused'],
  sample: true,
  inject(lab) {
    for (const node of lab.nodes) lab.setRepmgr(node, 'service_stop_command', "'sudo /usr/bin/systemctl stop postgresql@15-main'");
  },
});
