import { kingbasees } from '../cluster/dress.ts';
import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'in the dress of KingbaseES: sys_hba.conf of the primary lost its replication entry',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.on(1, `sed -i '/ replication /d' ${lab.data}/sys_hba.conf`);
    lab.reload(1);
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(6);
  },
});
