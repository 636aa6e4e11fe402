import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slot-inactive'],
  mustNot: ['replication-slot-lost', 'archive-command-missing', 'node-down'],
  why: 'the slot of a server that no longer exists keeps all WAL since it was made',
  cluster: { hostNames: true },
  collect: {
    crlf: true,
    listing: 'ls -la',
    further: (lab) => [
      [1, 'node_check_slots', `${lab.repmgr} node check --slots --nagios`],
      [1, 'node_check_archive', `${lab.repmgr} node check --archive-ready --optformat`],
    ],
  },
  inject(lab) {
    lab.query(1, "select pg_create_physical_replication_slot('old_dr_slot', true)");
    lab.fill(1, 160);
    lab.query(1, 'checkpoint');
  },
});
