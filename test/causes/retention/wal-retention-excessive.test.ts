import { walRetentionExcessive } from '../../../src/causes/retention/wal-retention-excessive.ts';
import { causeTester } from '../../support/cause-tester.ts';

const settings = (...rows: readonly string[]): string =>
  `       name        | setting | unit \n-------------------+---------+------\n${rows.map((row) => ` ${row}\n`).join('')}(${rows.length} rows)\n`;
const MAX = 'max_wal_size      | 1024    | MB';
const count = (files: number): string => `[postgres@gil ~]$ ls /pg/15/pg_wal | wc -l\n${files}\n`;

causeTester(walRetentionExcessive, {
  present: [
    {
      name: 'the directory is as large as the setting asks',
      bundle: {
        't.txt': `${count(20_012)}[postgres@gil ~]$ psql -c "select name, setting, unit from pg_settings where name ~ 'wal'"\n${settings('wal_keep_size     | 320000  | MB', MAX)}`,
      },
      confidence: 'certain',
      severity: 'warning',
    },
    {
      name: 'KingbaseES: half a terabyte of segments',
      bundle: {
        't.txt':
          '[kingbase@kes1 ~]$ ls /kes/data/sys_wal | wc -l\n32770\n[kingbase@kes1 bin]$ ./ksql -U esrep -d esrep -Atc "select name, setting from sys_settings where name = \'wal_keep_segments\'"\nwal_keep_segments|32768\n',
      },
      confidence: 'certain',
    },
    {
      name: 'it asks for more than the volume has',
      bundle: {
        't.txt': `[postgres@gil ~]$ psql -c "select name, setting, unit from pg_settings where name ~ 'wal'"\n${settings('wal_keep_size     | 10240   | MB', MAX)}[postgres@gil ~]$ df -h /pgwal\nFilesystem Size Used Avail Use% Mounted on\n/dev/vdb 10G 7.9G 2.1G 79% /pgwal\n`,
      },
      confidence: 'likely',
    },
    {
      name: 'small segments: all WAL since the beginning is there',
      bundle: {
        't.txt': `[postgres@gil ~]$ pg_controldata -D /pg/15\nBytes per WAL segment:                1048576\n[postgres@gil ~]$ ls /pg/15/pg_wal | wc -l\n181\n[postgres@gil ~]$ psql -c "select name, setting, unit from pg_settings where name ~ 'wal'"\n${settings('wal_keep_size     | 20480   | MB', 'max_wal_size      | 64      | MB')}`,
      },
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: "KingbaseES's own 512",
      because: 'usual',
      bundle: {
        't.txt':
          '[kingbase@kes1 bin]$ ./ksql -U esrep -d esrep -Atc "select name, setting from sys_settings where name = \'wal_keep_segments\'"\nwal_keep_segments|512\n',
      },
    },
    { name: 'nothing is kept', because: 'usual', bundle: { 's.txt': settings('wal_keep_size     | 0       | MB') } },
    {
      name: 'a slot is what holds WAL',
      because: 'a slot',
      bundle: {
        's.txt': `${settings('wal_keep_size     | 320000  | MB')}\n slot_name | active | restart_lsn \n-----------+--------+-------------\n old_dr    | f      | 2/5000028\n(1 row)\n`,
      },
    },
    {
      name: 'the archive is what holds WAL',
      because: 'wait to be archived',
      bundle: {
        'gil.txt': `${settings('wal_keep_size     | 320000  | MB')}\nNode "gil":\n\tWAL archiving: CRITICAL (911 pending archive ready files, critical threshold: 128)\n`,
      },
    },
  ],
  unknown: [
    {
      name: 'out of proportion, but how much lies there is not shown',
      asks: 'ls -la',
      bundle: { 's.txt': settings('wal_keep_size     | 320000  | MB') },
    },
    { name: 'much WAL, and nothing tells why', asks: 'replication_slots', bundle: { 't.txt': count(20_012) } },
  ],
  lookalikes: [
    {
      name: 'a few gigabytes beside a usual max_wal_size',
      bundle: { 't.txt': `${count(530)}${settings('wal_keep_size     | 8192    | MB', MAX)}` },
    },
  ],
});
