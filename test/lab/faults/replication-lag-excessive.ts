import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-lag-excessive'],
  mustNot: ['replay-paused', 'standby-detached'],
  why: 'a long query on the standby holds replay up, and the standby waits for it without limit',
  cluster: { settings: ['max_standby_streaming_delay = -1', 'max_standby_archive_delay = -1'] },
  fill: { REPLAY_DELAY: '10s' },
  inject(lab) {
    lab.on(
      2,
      'setsid psql -Xc "begin isolation level repeatable read; select count(*) from orders; select pg_sleep(600)" >/dev/null 2>&1 &',
    );
    pause(1);
    lab.query(1, 'update orders set note = note');
    lab.query(1, 'vacuum orders');
    lab.query(1, 'vacuum freeze orders');
    lab.fill(1, 60);
    pause(15);
  },
});
