import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';
import { withoutSuperuser } from '../superuser.ts';

export const fault = defineFault({
  expect: ['replication-auth-rejected'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['replication-connection-refused', 'replication-slot-missing'],
  why: "an audit took superuser and REPLICATION from repmgr's user: the standby may not receive",
  fill: { SUPERUSER: (lab) => lab.dress.superuser },
  inject(lab) {
    withoutSuperuser(lab, 1, 'noreplication');
    lab.signal(2, /walreceiver/, 'SIGTERM');
    pause(7);
  },
});
