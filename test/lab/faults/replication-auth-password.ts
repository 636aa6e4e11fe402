import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive', 'node-unreachable'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'the password of the repmgr user was changed and the standby has the old one',
  cluster: { authentication: 'scram-sha-256' },
  fill: { REPMGR_PASSWORD: 'new-Xk30' },
  inject(lab) {
    lab.query(1, "alter role repmgr password 'new-Xk30'");
    lab.on(1, `sed -i 's/Xk29-lab/new-Xk30/' ~/.pgpass`);
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(6);
  },
});
