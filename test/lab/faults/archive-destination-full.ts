import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-full'],
  alsoOk: ['archive-file-exists'],
  mustNot: ['archive-command-missing', 'archive-destination-unwritable', 'wal-volume-full'],
  why: "the archive's own file system is full; cp left a cut-off segment behind, which the guard then refuses",
  collect: { listing: 'ls -lh', psql: '-x' },
  inject(lab) {
    const { archiveDir, osUser } = lab.dress;
    lab.root(1, `mount -t tmpfs -o size=8m,mode=700 tmpfs ${archiveDir}; chown ${osUser}: ${archiveDir}`);
    lab.fill(1, 40);
    pause(6);
  },
  outside(lab) {
    lab.root(1, `mount -o remount,size=200m ${lab.dress.archiveDir}`);
  },
});
