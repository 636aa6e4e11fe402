import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['extension-not-installed'],
  alsoOk: ['repmgrd-not-running', 'replication-auth-rejected'],
  mustNot: ['node-down'],
  why: 'the conninfo in repmgr.conf names a database without the repmgr extension',
  collect: { nodes: [1] },
  fill: { DATABASE: (lab) => lab.dress.database },
  inject(lab) {
    lab.query(1, 'create database app');
    lab.on(1, `sed -i 's/dbname=repmgr/dbname=app/' ${lab.dress.repmgrConf}`);
    pause(1);
  },
});
