import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-level-insufficient'],
  alsoOk: [
    'standby-detached',
    'replication-slot-inactive',
    'archive-mode-off',
    'node-down',
    'node-unreachable',
    'server-start-failed',
    'repmgrd-not-running',
    'settings-drift',
    'standby-setting-too-low',
    'replication-connection-refused',
    'wal-senders-exhausted',
    'replication-slot-missing',
  ],
  mustNot: ['split-brain', 'replication-timeline-diverged'],
  why: 'somebody tuned the primary for a bulk load: wal_level is minimal, and no sender is allowed',
  // its slots went with the setting
  afterwards: ['replication-slot-missing', 'wal-removed-before-standby'],
  inject(lab) {
    lab.stop(2);
    for (const [name, value] of [
      ['wal_level', 'minimal'],
      ['max_wal_senders', '0'],
      ['archive_mode', 'off'],
      ['max_replication_slots', '0'],
    ] as const)
      lab.set(1, name, value);
    lab.query(1, 'select pg_drop_replication_slot(slot_name) from pg_replication_slots');
    lab.restart(1);
    lab.fill(1, 2);
    lab.start(2);
    pause(6);
  },
});
