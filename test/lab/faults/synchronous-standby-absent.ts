import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['synchronous-standby-absent'],
  alsoOk: ['settings-drift'],
  mustNot: ['replication-slot-missing', 'standby-detached'],
  why: 'synchronous_standby_names asks for a standby that does not exist: commits wait',
  collect: {
    further: () => [
      [
        1,
        'pg_stat_activity',
        `psql -X -c "select pid, usename, state, wait_event_type, wait_event, query_start, query from pg_stat_activity where backend_type = 'client backend'"`,
      ],
    ],
  },
  fill: { SYNC_NAMES: 'node2' },
  inject(lab) {
    lab.set(1, 'synchronous_standby_names', "'node9'");
    lab.reload(1);
    lab.on(1, 'psql -Xc "insert into orders values (9001, now()::text)" >/dev/null 2>&1 &');
    pause(3);
  },
});
