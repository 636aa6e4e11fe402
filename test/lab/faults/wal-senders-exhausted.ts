import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-senders-exhausted'],
  alsoOk: ['standby-detached', 'replication-slot-inactive', 'settings-drift'],
  mustNot: ['replication-auth-rejected', 'replication-connection-refused'],
  why: 'two log collectors took all senders: the standby that comes back finds none free',
  fill: { VALUE: '10' },
  inject(lab) {
    // the standby learns of the lower limit first: else it does not start with it
    lab.stopRepmgrd(2);
    lab.set(1, 'max_wal_senders', '2');
    lab.restart(1);
    lab.wait(20, 'the standby streams', () => lab.streams(1, 1));
    pause(2);
    lab.set(2, 'max_wal_senders', '2');
    lab.stop(2);
    lab.on(1, 'for i in 1 2; do mkdir -p /media/backup/r$i; setsid pg_receivewal -h 127.0.0.2 -D /media/backup/r$i >/dev/null 2>&1 & done');
    pause(2);
    lab.start(2);
    pause(6);
    lab.startRepmgrd(2);
    pause(1);
  },
});
