import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['wal-volume-full'],
  alsoOk: [
    'replication-slot-inactive',
    'node-down',
    'primary-missing',
    'replication-connection-refused',
    'wal-retention-excessive',
    'standby-detached',
    'repmgrd-not-running',
    'server-start-failed',
    'node-unreachable',
    'archive-file-exists',
  ],
  mustNot: ['archive-command-missing', 'archive-destination-full', 'split-brain'],
  why: 'the file system of WAL is full, since a slot nobody uses keeps it: the primary stopped with PANIC',
  cluster: { walVolume: 48, repmgrd: false },
  // what held the WAL shows once the server runs, and so does a segment that the crash caught between copy and mark
  afterwards: ['replication-slot-inactive', 'archive-file-exists'],
  outside(lab) {
    lab.root(1, `mount -o remount,size=400m ${lab.dress.base}/wal`);
  },
  inject(lab) {
    lab.query(1, "select pg_create_physical_replication_slot('old_dr_slot', true)");
    lab.fill(1, 60);
    pause(3);
  },
});
