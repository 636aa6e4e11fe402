import { walRetentionInsufficient } from '../../../src/causes/replication/wal-retention-insufficient.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | ann  | primary | * running |          | default  | 100      | 4        | host=ann user=repmgr dbname=repmgr\n 2  | ben  | standby |   running | ! ann    | default  | 100      | 4        | host=ben user=repmgr dbname=repmgr\n';
const conf = (id: number, name: string, slots: string): string =>
  `node_id=${id}\nnode_name='${name}'\nconninfo='host=${name} user=repmgr dbname=repmgr'\ndata_directory='/pg/data'\nuse_replication_slots=${slots}\n`;
const settings = (keep: string, mode: string): string =>
  `      name       | setting | unit \n-----------------+---------+------\n archive_mode    | ${mode} | \n wal_keep_size   | ${keep} | MB\n(2 rows)\n`;
const removed =
  '2025-05-29 04:51:37.303 UTC [20115] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 00000004000000C400000011 has already been removed\n';

causeTester(walRetentionInsufficient, {
  present: [
    {
      name: 'repmgr 3 refuses to clone without',
      bundle: {
        'c.txt':
          "[2016-12-20 13:27:05] [ERROR] parameter 'wal_keep_segments' on the upstream server must be be set to 1 or greater\n[2016-12-20 13:27:05] [HINT] Choose a value sufficiently high enough to retain enough WAL until the standby has been cloned and started.\n",
      },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['c.txt:1'],
    },
    {
      name: 'a standby lost its WAL: no slot, little kept, nothing archived',
      bundle: {
        'ann/show.txt': SHOW,
        'ann/repmgr.conf': conf(1, 'ann', 'false'),
        'ann/settings.txt': settings('512', 'off'),
        'ben/repmgr.conf': conf(2, 'ben', 'false'),
        'ben/server.log': removed,
      },
      confidence: 'likely',
      node: 'ann',
    },
    {
      name: 'the archive is not shown: less sure',
      bundle: {
        'ann/show.txt': SHOW,
        'ann/repmgr.conf': conf(1, 'ann', 'false'),
        'ann/keep.txt': ' wal_keep_size \n---------------\n 1GB\n(1 row)\n',
        'ben/server.log': removed,
      },
      confidence: 'possible',
    },
    {
      name: 'nothing has happened, and nothing would help',
      bundle: {
        'ann/show.txt': SHOW.replace('! ann', 'ann'),
        'ann/repmgr.conf': conf(1, 'ann', 'false'),
        'ann/settings.txt': settings('0', 'off'),
      },
      confidence: 'likely',
      severity: 'notice',
    },
    {
      name: 'KingbaseES, Chinese: the clone went through in the end',
      bundle: {
        'k.md':
          '克隆备机时报错：\n\n```\n[kingbase@kesb bin]$ ./repmgr -h kesa -U esrep -d esrep -p 54321 standby clone\n[ERROR] parameter "wal_keep_segments" on the upstream server must be be set to a non-zero value\n[kingbase@kesb bin]$ ./repmgr -h kesa -U esrep -d esrep -p 54321 standby clone -F\n[NOTICE] standby clone (using sys_basebackup) complete\n```\n',
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'enough is kept', because: 'keeps', bundle: { 'ann/show.txt': SHOW, 'ann/settings.txt': settings('8192', 'off') } },
    {
      name: 'slots protect the standbys',
      because: 'slots keep WAL',
      bundle: {
        'ann/show.txt': SHOW,
        'ann/settings.txt': settings('0', 'off'),
        'ann/slots.txt':
          ' slot_name     | slot_type | active \n---------------+-----------+--------\n repmgr_slot_2 | physical  | t\n(1 row)\n',
      },
    },
  ],
  unknown: [{ name: 'nothing on retention', bundle: { 'ann/show.txt': SHOW } }],
  lookalikes: [
    {
      name: 'the slot was lost: there was protection',
      bundle: {
        'ann/show.txt': SHOW,
        'ann/settings.txt': settings('0', 'off'),
        'ann/slots.txt':
          ' slot_name     | slot_type | active | wal_status \n---------------+-----------+--------+------------\n repmgr_slot_2 | physical  | f      | lost\n(1 row)\n',
        'ben/server.log': removed,
      },
    },
    { name: 'the clone asks for something else', bundle: { 'c.txt': 'ERROR: parameter "max_wal_senders" must be set to be at least 2\n' } },
  ],
});
