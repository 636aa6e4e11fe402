import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['service-command-misconfigured'],
  alsoOk: ['switchover-shutdown-timeout', 'repmgrd-paused'],
  mustNot: ['ssh-not-working', 'node-down'],
  why: 'service_stop_command names the directory of another cluster: a switchover cannot stop the primary',
  collect: {
    session: (lab) => [
      '@2',
      `${lab.repmgr} standby switchover`,
      `${lab.repmgr} cluster show`,
      '@1',
      'cat /srv/pgsql/repmgr.conf',
      `${lab.repmgr} node service --action=stop --list-actions`,
      `${lab.repmgr} node check --data-directory-config`,
      `ps -fu postgres`,
    ],
  },
  fill: {
    STOP_COMMAND: (lab) => `${lab.dress.binDir}/pg_ctl -D ${lab.data} -m fast -w stop`,
    SERVICE_COMMAND: (lab) => `${lab.dress.binDir}/pg_ctl -D ${lab.data} -m fast -w stop`,
  },
  // a switchover that was given up leaves repmgrd paused
  remedies: ['service-command-misconfigured', 'repmgrd-paused'],
  sample: true,
  inject(lab) {
    lab.setRepmgr(1, 'service_stop_command', "'/usr/lib/postgresql/15/bin/pg_ctl -D /srv/pgsql/old -m fast -w stop'");
  },
});
