import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['split-brain', 'replication-timeline-diverged', 'upstream-mismatch', 'node-down', 'primary-missing'],
  why: 'a switchover went well: timelines differ from before, the old logs are full of shutdowns',
  inject(lab) {
    lab.run(2, `${lab.repmgr} standby switchover`, { seconds: 90 });
    lab.wait(20, 'the old primary streams', () => lab.streams(2, 1));
    lab.fill(2, 4);
    pause(3);
  },
});
