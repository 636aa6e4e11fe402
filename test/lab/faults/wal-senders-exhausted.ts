import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-senders-exhausted'],
  alsoOk: ['standby-detached', 'replication-slot-inactive', 'settings-drift'],
  mustNot: ['replication-auth-rejected', 'replication-connection-refused'],
  why: 'two log collectors took all senders: the standby that comes back finds none free',
  fill: { VALUE: '10' },
  inject(lab) {
    for (const node of lab.nodes) lab.set(node, 'max_wal_senders', '2');
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.restart(1);
    lab.on(1, 'for i in 1 2; do mkdir -p /media/backup/r$i; setsid pg_receivewal -h 127.0.0.2 -D /media/backup/r$i >/dev/null 2>&1 & done');
    pause(2);
    lab.start(2);
    pause(6);
    lab.startRepmgrd(2);
    pause(1);
  },
});
