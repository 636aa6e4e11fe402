import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { certify, connectWith } from '../tls.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing', 'settings-pending-restart'],
  why: 'the standby asks for encryption (sslmode=require), and ssl is off on the primary',
  inject(lab) {
    for (const node of lab.nodes) certify(lab, node);
    connectWith(lab, 2, 'sslmode=require');
    pause(8);
  },
});
