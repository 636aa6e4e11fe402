import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['synchronous-standby-absent'],
  alsoOk: ['settings-drift', 'node-down', 'replication-slot-inactive', 'node-unreachable', 'repmgrd-not-running', 'standby-detached'],
  mustNot: ['replication-slot-missing', 'split-brain'],
  why: 'commits ask for two synchronous standbys, and one of the two is down: they wait',
  cluster: { nodes: 3 },
  collect: {
    further: () => [
      [
        1,
        'pg_stat_activity',
        `psql -X -c "select pid, usename, state, wait_event_type, wait_event, query_start, query from pg_stat_activity where backend_type = 'client backend'"`,
      ],
    ],
  },
  // first the commits, then the standby that is missing
  remedies: ['synchronous-standby-absent', 'node-down'],
  afterwards: ['repmgrd-not-running'],
  inject(lab) {
    lab.stopRepmgrd(3);
    lab.stop(3);
    lab.set(1, 'synchronous_standby_names', "'ANY 2 (node2, node3)'");
    lab.reload(1);
    lab.on(1, 'psql -Xc "insert into orders values (9001, now()::text)" >/dev/null 2>&1 &');
    pause(3);
  },
});
