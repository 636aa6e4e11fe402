import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['node-unreachable'],
  alsoOk: ['standby-detached', 'replication-slot-inactive'],
  mustNot: ['node-down', 'node-rejecting-connections', 'split-brain', 'primary-missing'],
  why: 'the host of node2 hangs: its port takes a connection and nobody answers',
  collect: { nodes: [1] },
  outside(lab) {
    lab.signal(2, /postgres/, 'SIGCONT');
    lab.wait(20, 'node2 streams again', () => lab.streams(1, 1));
  },
  inject(lab) {
    lab.signal(2, /postgres/, 'SIGSTOP');
    pause(25);
  },
});
