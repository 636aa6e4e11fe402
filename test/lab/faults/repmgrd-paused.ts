import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['repmgrd-paused'],
  mustNot: ['node-down', 'repmgrd-not-running'],
  why: 'repmgrd was paused for maintenance and left so',
  collect: {
    script: true,
    session: (lab) => [
      '@2',
      `${lab.repmgr} service status`,
      `${lab.repmgr} cluster show`,
      `grep -v '^#' ${lab.dress.repmgrConf}`,
      `ps -fu ${lab.dress.osUser}`,
    ],
  },
  inject(lab) {
    lab.run(1, `${lab.repmgr} service pause`);
    pause(2);
  },
});
