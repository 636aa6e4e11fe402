import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { certify, connectWith, encrypt } from '../tls.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'the rule of replication demands encryption (hostssl), and the standby connects with sslmode=disable',
  inject(lab) {
    for (const node of lab.nodes) {
      certify(lab, node);
      encrypt(lab, node);
      lab.on(node, `sed -i 's/^host \\( *replication\\)/hostssl\\1/' ${lab.data}/pg_hba.conf`);
      lab.reload(node);
    }
    connectWith(lab, 2, 'sslmode=disable');
    pause(8);
  },
});
