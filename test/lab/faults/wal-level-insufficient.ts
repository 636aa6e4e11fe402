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
  cluster: { slots: false, settings: ['wal_keep_size = 64MB'] },
  why: 'somebody tuned the primary for a bulk load: wal_level is minimal, and no sender is allowed',
  // what was written meanwhile cannot be replayed
  afterwards: ['wal-level-insufficient/reclone-standby'],
  inject(lab) {
    lab.stop(2);
    for (const [name, value] of [
      ['wal_level', 'minimal'],
      ['max_wal_senders', '0'],
      ['archive_mode', 'off'],
    ] as const)
      lab.set(1, name, value);
    lab.restart(1);
    lab.fill(1, 2);
    lab.start(2);
    pause(6);
  },
});
