import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-retention-insufficient', 'wal-removed-before-standby'],
  alsoOk: ['standby-detached', 'replication-lag-excessive'],
  mustNot: ['archive-mode-off', 'archive-command-missing', 'replication-slot-lost'],
  why: 'no slots, no wal_keep_size, no archive: a stop of the standby costs a clone',
  cluster: { slots: false, archiveMode: 'off', settings: ["archive_command = ''"] },
  fill: { WAL_KEEP_SIZE: '1GB' },
  remedies: ['wal-removed-before-standby', 'wal-retention-insufficient'],
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
