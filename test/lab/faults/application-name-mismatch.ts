import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['application-name-mismatch'],
  mustNot: ['standby-detached', 'replication-slot-missing'],
  why: 'primary_conninfo was written by hand and names no application_name',
  switchover: true,
  inject(lab) {
    lab.on(2, `sed -i "s/ application_name=node2//" ${lab.data}/postgresql.auto.conf`);
    lab.reload(2);
    pause(5);
  },
});
