import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slot-conflict'],
  alsoOk: ['standby-detached'],
  mustNot: ['replication-slot-missing', 'replication-slot-inactive'],
  why: 'somebody reads from the slot of the standby',
  collect: { further: () => [[1, 'ps_all', 'ps -ef']] },
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.on(1, 'mkdir -p /media/backup/r1; setsid pg_receivewal -h 127.0.0.2 -D /media/backup/r1 -S repmgr_slot_2 >/dev/null 2>&1 &');
    pause(2);
    lab.start(2);
    pause(6);
    lab.startRepmgrd(2);
    pause(1);
  },
});
