import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['arbitration-missing'],
  mustNot: ['node-down', 'split-brain', 'failover-not-possible'],
  why: 'two nodes fail over by themselves, and nobody could tell a dead primary from a cut line; a third machine is there for a witness',
  fill: { WITNESS_CONF: (lab) => lab.dress.repmgrConf },
  elsewhere: 3,
  outside(lab) {
    lab.addServer(3);
  },
  inject() {},
});
