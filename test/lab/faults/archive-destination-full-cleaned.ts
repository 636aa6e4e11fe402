import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-destination-full'],
  alsoOk: ['archive-file-exists'],
  mustNot: ['archive-command-missing', 'archive-destination-unwritable', 'wal-volume-full'],
  why: 'the file system of the archive is full and cannot grow: what is older than the last base backup is removed',
  remedies: ['archive-destination-full/clean-archive'],
  fill: {
    OLDEST_NEEDED: (lab) => lab.on(1, `ls ${lab.dress.archiveDir} | grep 'backup$' | tail -n 1 | cut -c 1-24`).trim(),
  },
  losesWal: 14,
  inject(lab) {
    const { archiveDir, osUser } = lab.dress;
    lab.root(1, `mount -t tmpfs -o size=28m,mode=700 tmpfs ${archiveDir}; chown ${osUser}: ${archiveDir}`);
    lab.fill(1, 14);
    lab.drained(1);
    lab.must(1, `pg_basebackup -h ${lab.host(1)} -D /media/backup/base -X none --checkpoint=fast`);
    lab.drained(1);
    lab.fill(1, 18);
    pause(8);
  },
});
