import { kingbasees } from '../cluster/dress.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slot-inactive'],
  mustNot: ['replication-slot-lost', 'archive-command-missing', 'node-down'],
  why: 'in the dress of KingbaseES: the slot of a server that no longer exists keeps all WAL since it was made',
  cluster: { dress: kingbasees },
  inject(lab) {
    lab.query(1, "select pg_create_physical_replication_slot('old_dr_slot', true)");
    lab.fill(1, 160);
    lab.query(1, 'checkpoint');
  },
});
