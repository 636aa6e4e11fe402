import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-connection-refused'],
  alsoOk: ['standby-detached', 'replication-slot-inactive', 'upstream-mismatch'],
  mustNot: ['node-down', 'replication-auth-rejected', 'replication-slot-missing', 'primary-missing'],
  why: 'primary_conninfo on the standby names the wrong port; the primary is well',
  inject(lab) {
    lab.on(2, `sed -i 's/port=5501/port=5599/' ${lab.data}/postgresql.auto.conf`);
    lab.reload(2);
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(6);
  },
});
