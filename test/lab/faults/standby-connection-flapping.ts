import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['standby-connection-flapping'],
  mustNot: ['standby-detached', 'node-down'],
  why: 'the standby loses its connection again and again: the timeout of the sender is too short for the line',
  cluster: { settings: ["wal_sender_timeout = '3s'"] },
  fill: { REPLICATION_TIMEOUT: '60s' },
  inject(lab) {
    for (let again = 0; again < 4; again++) {
      lab.signal(2, /walreceiver/, 'SIGSTOP');
      pause(5);
      lab.signal(2, /walreceiver/, 'SIGCONT');
      pause(6);
    }
  },
});
