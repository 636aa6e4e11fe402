import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { certify } from '../tls.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'the rule of replication became hostssl, and ssl is off on the primary: it can fit nobody',
  inject(lab) {
    for (const node of lab.nodes) {
      certify(lab, node);
      lab.on(node, `sed -i 's/^host \\( *replication\\)/hostssl\\1/' ${lab.data}/pg_hba.conf`);
      lab.reload(node);
    }
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(8);
  },
});
