import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: 'logs in GB18030: pg_hba.conf of the primary lost its replication entry',
  cluster: { locale: 'zh_CN.GB18030', messages: 'zh_CN.GB18030', encoding: 'SQL_ASCII' },
  collect: { locale: 'zh_CN.GB18030' },
  inject(lab) {
    lab.on(1, `sed -i '/ replication /d' ${lab.data}/pg_hba.conf`);
    lab.reload(1);
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(6);
  },
});
