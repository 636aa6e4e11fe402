import { pause } from '../cluster/host.ts';
import { defineFault } from '../fault.ts';

export const fault = defineFault({
  expect: [],
  mustNot: ['replication-slot-inactive', 'application-name-mismatch'],
  why: 'a base backup runs: a second sender and a temporary slot that belong to nobody',
  collect: { psql: '-x' },
  inject(lab) {
    lab.on(1, 'setsid pg_basebackup -h 127.0.0.2 -D /media/backup/base --max-rate=1000 -X stream >/dev/null 2>&1 &');
    pause(2);
  },
});
