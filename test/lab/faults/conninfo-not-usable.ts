import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['conninfo-not-usable'],
  alsoOk: ['node-unreachable'],
  mustNot: ['node-down'],
  why: 'node2 registered itself as localhost: the other node connects to itself',
  fill: { NODE_HOST: (lab) => lab.address(2) },
  inject(lab) {
    lab.on(2, `sed -i 's/host=127.0.0.3/host=localhost/' ${lab.dress.repmgrConf}`);
    lab.run(2, `${lab.repmgr} standby register --force`);
    lab.stopRepmgrd(2);
    lab.startRepmgrd(2);
    pause(3);
  },
});
