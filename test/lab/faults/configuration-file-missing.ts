import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['configuration-file-missing'],
  mustNot: ['node-down'],
  why: 'the repmgr configuration is not where it is looked for on node2',
  collect: {
    session: (lab) => ['@2', `${lab.repmgr} node check`, `ls -l ${lab.dress.base}/`, 'ps -fu postgres', '@1', `${lab.repmgr} cluster show`],
  },
  fill: { REPMGR_CONF: (lab) => `${lab.dress.base}/repmgr.conf.rpmsave` },
  sample: true,
  inject(lab) {
    lab.on(2, `mv ${lab.dress.repmgrConf} ${lab.dress.base}/repmgr.conf.rpmsave`);
  },
});
