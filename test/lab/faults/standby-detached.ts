import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['standby-detached'],
  alsoOk: ['replication-slot-inactive', 'replication-lag-excessive', 'upstream-mismatch'],
  mustNot: ['replication-auth-rejected', 'replication-connection-refused'],
  why: 'primary_conninfo of the standby was emptied',
  inject(lab) {
    lab.on(2, `sed -i '/^primary_conninfo/d' ${lab.data}/postgresql.auto.conf`);
    lab.reload(2);
    lab.fill(1, 3);
    pause(5);
  },
});
