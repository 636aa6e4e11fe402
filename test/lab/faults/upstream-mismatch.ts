import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['upstream-mismatch'],
  alsoOk: ['replication-slot-inactive', 'standby-detached'],
  mustNot: ['node-down', 'split-brain'],
  why: 'node3 follows node2, though the records say node1',
  cluster: { nodes: 3 },
  inject(lab) {
    lab.on(3, `sed -i 's/port=5501/port=5502/; s/host=127.0.0.2/host=127.0.0.3/' ${lab.data}/postgresql.auto.conf`);
    lab.query(2, "select pg_create_physical_replication_slot('repmgr_slot_3', true)");
    lab.reload(3);
    lab.signal(3, /walreceiver/, 'SIGTERM');
    pause(8);
  },
});
