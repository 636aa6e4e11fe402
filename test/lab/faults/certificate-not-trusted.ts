import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { certify, connectWith, encrypt, trust } from '../tls.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'the certificate of the primary was renewed by another authority, and the standby has the root of the old one (verify-ca)',
  // whoever issues the certificates hands out the new root
  outside: (lab) => trust(lab, 1, 2),
  inject(lab) {
    for (const node of lab.nodes) {
      certify(lab, node);
      encrypt(lab, node);
    }
    trust(lab, 1, 2);
    connectWith(lab, 2, 'sslmode=verify-ca');
    lab.wait(20, 'the standby streams', () => lab.streams(1, 1));
    certify(lab, 1);
    lab.reload(1);
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(8);
  },
});
