import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['repmgrd-pid-file'],
  alsoOk: ['repmgrd-not-running'],
  mustNot: ['node-down'],
  why: 'repmgrd was killed and left its PID file: a live process has that number now',
  collect: {
    session: (lab) => [
      '@2',
      `repmgrd -f ${lab.dress.repmgrConf} -p ${lab.dress.base}/log/repmgrd.pid --daemonize`,
      `tail -n 3 ${lab.dress.base}/log/repmgrd.log`,
      `cat ${lab.dress.base}/log/repmgrd.pid`,
      'ps -fu postgres',
      `${lab.repmgr} service status`,
    ],
  },
  sample: true,
  inject(lab) {
    lab.signal(2, /repmgrd/, 'SIGKILL');
    pause(1);
    lab.on(2, `pgrep -f 'bin/postgres -D' | head -n 1 > ${lab.dress.base}/log/repmgrd.pid`);
    lab.on(2, `repmgrd -f ${lab.dress.repmgrConf} -p ${lab.dress.base}/log/repmgrd.pid --daemonize`);
    pause(2);
  },
});
