import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['settings-drift'],
  alsoOk: ['rewind-prerequisites-missing'],
  mustNot: ['settings-pending-restart'],
  why: 'wal_keep_size and the archive command differ between the nodes: after a switchover the cluster behaves differently',
  fill: { VALUE: 'on' },
  inject(lab) {
    lab.set(1, 'wal_log_hints', 'on');
    lab.set(2, 'wal_log_hints', 'off');
    lab.restart(2);
    lab.wait(10, 'the standby streams', () => lab.streams(1, 1));
    pause(2);
  },
});
