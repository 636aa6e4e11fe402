import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['switchover-siblings-left', 'upstream-mismatch', 'split-brain'],
  why: 'a switchover with --siblings-follow in a cluster of three',
  cluster: { nodes: 3 },
  inject(lab) {
    lab.run(2, `${lab.repmgr} standby switchover --siblings-follow`, { seconds: 90 });
    lab.wait(20, 'both stream', () => lab.streams(2, 2));
    lab.fill(2, 4);
    pause(3);
  },
});
