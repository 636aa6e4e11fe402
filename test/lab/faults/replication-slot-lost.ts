import { archiveCopied } from '../archive-copy.ts';
import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['replication-slot-lost'],
  alsoOk: ['wal-removed-before-standby', 'standby-detached', 'replication-slot-inactive', 'replication-lag-excessive'],
  mustNot: ['replication-timeline-diverged', 'archive-command-missing'],
  why: 'max_slot_wal_keep_size let go of the WAL that a stopped standby needs',
  cluster: { settings: ["max_slot_wal_keep_size = '8MB'", "max_wal_size = '32MB'"] },
  fill: { SLOT_LIMIT: '512MB', ARCHIVE_DIR: archiveCopied },
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.fill(1, 60);
    lab.query(1, 'checkpoint');
    pause(1);
    lab.query(1, 'checkpoint');
    lab.start(2);
    pause(6);
    lab.startRepmgrd(2);
    pause(2);
  },
});
