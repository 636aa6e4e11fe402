import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['credentials-exposed'],
  mustNot: ['replication-auth-rejected'],
  cluster: { authentication: 'scram-sha-256' },
  why: 'the password of the repmgr user stands in repmgr.conf',
  fill: { NEW_PASSWORD: 'Yk77-lab' },
  inject(lab) {
    for (const node of lab.nodes) lab.on(node, `sed -i "s/connect_timeout=2/connect_timeout=2 password=Xk29-lab/" ${lab.dress.repmgrConf}`);
  },
});
