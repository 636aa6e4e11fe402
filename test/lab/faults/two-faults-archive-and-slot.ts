import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-command-missing', 'replication-slot-inactive'],
  mustNot: ['archive-mode-off', 'replication-slot-lost', 'node-down'],
  why: 'two faults at once: archive_command empty with 140 .ready files, and a left-over slot that holds WAL',
  collect: { shape: 'archive' },
  inject(lab) {
    lab.archive('', [1]);
    lab.query(1, "select pg_create_physical_replication_slot('old_dr_slot', true)");
    lab.fill(1, 140);
  },
});
