import { archiveCopied } from '../archive-copy.ts';
import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-removed-before-standby'],
  alsoOk: ['wal-retention-insufficient', 'standby-detached', 'replication-lag-excessive'],
  mustNot: ['replication-slot-lost', 'replication-timeline-diverged'],
  why: 'no slots: the primary removed WAL that the standby still needed when it was started again',
  cluster: { slots: false },
  fill: { ARCHIVE_DIR: archiveCopied },
  inject(lab) {
    lab.stopRepmgrd(2);
    lab.stop(2);
    lab.fill(1, 100);
    lab.query(1, 'checkpoint');
    pause(1);
    lab.query(1, 'checkpoint');
    lab.start(2);
    pause(6);
    lab.startRepmgrd(2);
    pause(2);
  },
});
