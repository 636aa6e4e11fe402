import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['split-brain', 'replication-timeline-diverged', 'node-down', 'primary-missing'],
  why: 'repmgrd failed over, and the old primary came back by a rejoin: timelines differ, the logs tell of a dead primary',
  inject(lab) {
    lab.stop(1);
    lab.wait(40, 'node2 takes over', () => lab.isPrimary(2));
    pause(2);
    lab.run(1, `${lab.repmgr} node rejoin -d '${lab.conninfo(2)}' --force-rewind`, { seconds: 90 });
    lab.wait(20, 'the old primary streams', () => lab.streams(2, 1));
    lab.fill(2, 4);
    pause(4);
  },
});
