import { archiveStatusOrphaned } from '../../../src/causes/archiving/archive-status-orphaned.ts';
import { causeTester } from '../../support/cause-tester.ts';

const wal = (names: readonly string[], dir: string): string =>
  `$ ls -l ${dir}/\ntotal 65536\n${names.map((name) => `-rw------- 1 postgres postgres 16777216 Nov 23 05:09 0000000100000000000000${name}`).join('\n')}\ndrwx------ 2 postgres postgres     4096 Nov 23 05:09 archive_status\n`;
const ready = (names: readonly string[], dir: string): string =>
  `$ ls -l ${dir}/archive_status/\ntotal 0\n${names.map((name) => `-rw------- 1 postgres postgres 0 Nov 23 05:09 0000000100000000000000${name}.ready`).join('\n')}\n`;
const dir = '/pg/data/pg_wal';

causeTester(archiveStatusOrphaned, {
  present: [
    {
      name: 'status files below the oldest segment',
      bundle: { 'n1.txt': `${wal(['2A', '2B', '2C'], dir)}\n${ready(['20', '21', '2A'], dir)}` },
      confidence: 'likely',
    },
    {
      name: 'somebody cleaned the live directory',
      bundle: {
        'n1.txt': `[postgres@n1 ~]$ pg_archivecleanup ${dir} 00000001000000000000002A\n[postgres@n1 ~]$ ls -l ${dir}/\n${wal(['2A', '2B', '2C'], dir).split('\n').slice(1).join('\n')}[postgres@n1 ~]$ ls -l ${dir}/archive_status/\n${ready(['28', '29', '2A', '2B'], dir).split('\n').slice(1).join('\n')}`,
      },
      confidence: 'certain',
    },
    {
      name: 'the archiver cleared one',
      status: 'resolved',
      bundle: {
        'server.log':
          '2026-03-02 10:05:01.100 UTC [900] WARNING:  removed orphan archive status file "pg_wal/archive_status/000000010000000000000005.ready"\n',
      },
    },
  ],
  absent: [
    {
      name: 'each has its segment',
      because: 'has its segment',
      bundle: { 'n1.txt': `${wal(['2A', '2B', '2C'], dir)}\n${ready(['2A', '2B'], dir)}` },
    },
  ],
  unknown: [{ name: 'no listing of the WAL directory', bundle: { 'n1.txt': ready(['20', '21'], dir) }, asks: 'archive_status' }],
  lookalikes: [
    {
      name: 'a name newer than the WAL listing',
      bundle: { 'n1.txt': `${wal(['2A', '2B', '2C'], dir)}\n${ready(['2B', '2D', '2E'], dir)}` },
    },
    {
      name: 'listings taken the other way round, while the archiver works',
      bundle: { 'n1.txt': `${ready(['20', '21', '2A'], dir)}\n${wal(['2A', '2B', '2C'], dir)}` },
    },
  ],
});
