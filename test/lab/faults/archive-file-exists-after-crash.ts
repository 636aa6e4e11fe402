import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: ['archive-file-exists'],
  mustNot: ['archive-command-missing'],
  why: 'a crash after the copy: one segment is in the archive already, the same bytes',
  inject(lab) {
    const wal = `${lab.data}/pg_wal`;
    lab.archive('', [1]);
    lab.fill(1, 20);
    lab.on(1, `cp -p ${wal}/$(ls ${wal}/archive_status | grep ready | sed -n 5p | cut -d. -f1) ${lab.dress.archiveDir}/`);
    lab.archive(lab.guard, [1]);
    lab.fill(1, 2);
    pause(5);
  },
});
