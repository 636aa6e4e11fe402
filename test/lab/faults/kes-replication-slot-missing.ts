import { kingbasees } from '../cluster/dress.ts';
import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slot-missing'],
  alsoOk: ['standby-detached', 'replication-lag-excessive'],
  mustNot: ['replication-slot-lost', 'replication-auth-rejected'],
  why: 'in the dress of KingbaseES: the slot of the standby was dropped while it was down',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.query(1, "select pg_drop_replication_slot('repmgr_slot_2')");
    lab.start(2);
    pause(5);
    lab.startRepmgrd(2);
    pause(1);
  },
});
