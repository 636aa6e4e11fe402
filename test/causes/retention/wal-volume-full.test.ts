import { walVolumeFull } from '../../../src/causes/retention/wal-volume-full.ts';
import { causeTester } from '../../support/cause-tester.ts';

const panic = (file: string, directory = 'pg_wal'): string =>
  `2025-04-27 22:18:50.933 UTC [871] PANIC:  could not write to file "${directory}/${file}": No space left on device\n`;
const df = (...rows: readonly string[]): string =>
  `Filesystem      Size  Used Avail Use% Mounted on\n${rows.map((row) => `${row}\n`).join('')}`;
const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | una  | primary | * running |          | default  | 100      | 4        | host=una user=repmgr dbname=repmgr\n 2  | vic  | standby |   running | una      | default  | 100      | 4        | host=vic user=repmgr dbname=repmgr\n';

causeTester(walVolumeFull, {
  present: [
    {
      name: 'PANIC, and the recovery fails alike',
      bundle: {
        's.log': `${panic('xlogtemp.871')}2025-04-27 22:18:52.710 UTC [901] FATAL:  could not write to file "pg_wal/xlogtemp.901": No space left on device\n2025-04-27 22:18:52.730 UTC [1] LOG:  database system is shut down\n`,
        'df.txt': df('/dev/mapper/rl-pg 300G 300G 0 100% /pg'),
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['s.log:1', 's.log:2'],
    },
    {
      name: 'KingbaseES, Chinese',
      bundle: {
        'k.md':
          '```\n[kingbase@kes1 sys_log]$ tail -1 kingbase.log\n2025-04-27 22:18:50.933 CST [871] 比致命错误还过分的错误:  无法写入文件 "sys_wal/xlogtemp.871": 设备上没有空间\n```\n',
      },
      confidence: 'certain',
    },
    {
      name: 'the WAL volume has nothing left, a slot and a setting hold WAL',
      bundle: {
        'una/show.txt': SHOW,
        'una/df.txt': df('/dev/vdb 80G 79.99G 9M 100% /pgwal', '/dev/vda 500G 100G 400G 20% /pgdata'),
        'una/slots.txt':
          ' slot_name | active | restart_lsn | wal_status \n-----------+--------+-------------+------------\n old_dr    | f      | 2/5000028   | extended\n(1 row)\n',
        'una/keep.txt': '     name      | setting | unit \n---------------+---------+------\n wal_keep_size | 61440   | MB\n(1 row)\n',
      },
      confidence: 'certain',
      node: 'una',
    },
    {
      name: 'nearly full, by the path of the data directory',
      bundle: {
        'una/show.txt': SHOW,
        'una/repmgr.conf': "node_id=1\nnode_name='una'\nconninfo='host=una user=repmgr dbname=repmgr'\ndata_directory='/pgdata/15'\n",
        'una/df.txt': df('/dev/vda 500G 488G 12G 98% /pgdata', 'tmpfs 16G 0 16G 0% /dev/shm'),
      },
      confidence: 'likely',
      severity: 'warning',
    },
    {
      name: 'asked for by the path of the WAL directory',
      bundle: {
        't.txt': `[postgres@una ~]$ df -h /pgdata/15 /pgdata/15/pg_wal\n${df('/dev/vda 500G 100G 400G 20% /pgdata', '/dev/vdb 50G 50G 0 100% /w')}`,
      },
      confidence: 'certain',
    },
    {
      name: 'a clone that does not fit',
      bundle: {
        'c.txt':
          '[postgres@vic ~]$ repmgr -h una -U repmgr -d repmgr -f /etc/repmgr.conf standby clone\nNOTICE: starting backup (using pg_basebackup)...\npg_basebackup: error: could not write to file "/pg/data/base/16384/2619": No space left on device\nERROR: unable to take a base backup of the source server\n',
      },
      confidence: 'likely',
    },
    {
      name: 'it was, and the server runs again',
      bundle: {
        's.log': `${panic('xlogtemp.871')}2025-04-27 23:02:11.001 UTC [1] LOG:  database system is ready to accept connections\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'room on the WAL volume',
      because: 'has room',
      bundle: { 't.txt': `[postgres@una ~]$ df -h\n${df('/dev/vdb 60G 9.1G 51G 16% /var/lib/pgsql/15/data/pg_wal')}` },
    },
    {
      name: 'a large volume with a few per cent left',
      because: 'has room',
      bundle: { 't.txt': `[postgres@una ~]$ df -h\n${df('/dev/vdb 10T 9.6T 410G 96% /pgwal')}` },
    },
  ],
  unknown: [
    {
      name: 'a data file cannot grow; where WAL lies is not shown',
      asks: 'df',
      bundle: { 's.log': '2025-04-27 22:18:50.933 UTC [871] ERROR:  could not extend file "base/16384/16999": No space left on device\n' },
    },
    { name: 'nothing on space', bundle: { 'una/show.txt': SHOW } },
  ],
  lookalikes: [
    {
      name: '/dev/shm',
      bundle: {
        's.log':
          '2025-04-27 22:18:50.933 UTC [871] ERROR:  could not resize shared memory segment "/PostgreSQL.2087145514" to 33624064 bytes: No space left on device\n',
      },
    },
    {
      name: "a query's temporary files",
      bundle: {
        's.log':
          '2025-04-27 22:18:50.933 UTC [871] ERROR:  could not write to file "base/pgsql_tmp/pgsql_tmp18812.44": No space left on device\n',
      },
    },
    {
      name: "the archive's volume, named after WAL",
      bundle: {
        't.txt': `[postgres@una ~]$ df -h\n${df('/dev/vdc 50G 50G 0 100% /backup/wal_archive', '/dev/vda 500G 100G 400G 20% /pgdata')}`,
        's.log': "cp: error writing '/backup/wal_archive/0000000100000000000000A3': No space left on device\n",
      },
    },
    { name: '80 per cent', bundle: { 't.txt': `[postgres@una ~]$ df -h\n${df('/dev/vdb 60G 48G 12G 80% /pgwal')}` } },
  ],
});
