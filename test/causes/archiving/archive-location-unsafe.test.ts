import { archiveLocationUnsafe } from '../../../src/causes/archiving/archive-location-unsafe.ts';
import { causeTester } from '../../support/cause-tester.ts';

const settings = (command: string): string => `      name       |                    setting
-----------------+-----------------------------------------------
 archive_command | ${command}
 archive_mode    | on
 data_directory  | /srv/pg/data
(3 rows)
`;
const df = (archive: string): string => `Filesystem      Size  Used Avail Use% Mounted on
/dev/sda1       100G   20G   80G  20% /srv/pg
/dev/sdb1       500G   50G  450G  10% ${archive}
`;
const guard = (dir: string): string => `test ! -f ${dir}/%f && cp %p ${dir}/%f`;

causeTester(archiveLocationUnsafe, {
  present: [
    {
      name: 'beside the data directory, nothing else known',
      bundle: { 'n1/s.txt': settings(guard('/srv/pg/archive')) },
      confidence: 'likely',
      severity: 'notice',
      evidence: ['n1/s.txt:3'],
    },
    {
      name: 'df shows one volume for both',
      bundle: { 'n1/s.txt': settings(guard('/srv/pg/wal_archive')), 'n1/df.txt': df('/backup') },
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: 'a mount of its own beside the data directory',
      because: 'different volumes',
      bundle: { 'n1/s.txt': settings(guard('/srv/pg/archive')), 'n1/df.txt': df('/srv/pg/archive') },
    },
  ],
  unknown: [
    {
      name: 'no data directory known',
      bundle: { 'n1/s.txt': ' name | setting\n------+---------\n archive_command | cp %p /a/%f\n(1 row)\n' },
    },
  ],
  lookalikes: [
    { name: 'another machine', bundle: { 'n1/s.txt': settings('rsync -a %p backup@store:/wal/%f') } },
    { name: 'somewhere else on this machine', bundle: { 'n1/s.txt': settings(guard('/mnt/nfs/wal')) } },
  ],
});
