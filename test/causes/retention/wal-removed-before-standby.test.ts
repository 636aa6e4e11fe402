import { walRemovedBeforeStandby } from '../../../src/causes/retention/wal-removed-before-standby.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SEG = '00000003000000C400000011';
const at = (second: number): string => `2025-05-29 04:51:${String(second).padStart(2, '0')}.303 UTC`;
const start = (second: number): string =>
  `${at(second)} [201${second}] LOG:  started streaming WAL from primary at C4/11000000 on timeline 3\n`;
const refused = (second: number, segment = SEG): string =>
  `${at(second)} [201${second}] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment ${segment} has already been removed\n`;
const show = (mark: string): string =>
  ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | kit  | primary | * running |          | default  | 100      | 3        | host=kit user=repmgr dbname=repmgr\n 2  | lou  | standby |   running | ${mark}kit      | default  | 100      | 3        | host=lou user=repmgr dbname=repmgr\n`;

causeTester(walRemovedBeforeStandby, {
  present: [
    {
      name: 'the standby is refused every five seconds',
      bundle: { 's.log': start(37) + refused(37) + start(42) + refused(42) },
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'only the upstream tells, and it means the standby',
      bundle: {
        'kit/show.txt': show('! '),
        'kit/server.log': `${at(10)} [88] ERROR:  requested WAL segment ${SEG} has already been removed\n${at(10)} [88] STATEMENT:  START_REPLICATION C4/11000000 TIMELINE 3\n`,
      },
      node: 'lou',
      evidence: ['kit/server.log:1'],
    },
    {
      name: 'Chinese server, nothing archived: only a clone helps',
      bundle: {
        'kit/show.txt': show('! '),
        'kit/mode.txt': ' archive_mode \n--------------\n off\n(1 行记录)\n',
        'lou/server.log': `${at(37)} [2017] 致命错误:  无法从WAL流中获得数据: 错误:  所要求的WAL段${SEG}已经被删除\n`,
      },
      node: 'lou',
      confidence: 'certain',
    },
    {
      name: 'KingbaseES',
      bundle: {
        'kes.md': `备机日志：\n\n\`\`\`\n[kingbase@kesb sys_log]$ tail -2 kingbase-2025-05-29.log\n2025-05-29 04:51:37 CST FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment ${SEG} has already been removed\n2025-05-29 04:51:42 CST FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment ${SEG} has already been removed\n\`\`\`\n`,
      },
      confidence: 'certain',
    },
    {
      name: 'an old server with recovery.conf, archived by a tool',
      bundle: {
        'old.txt': `postgres=# show server_version;\n server_version \n----------------\n 11.4\n(1 row)\n\npostgres=# show archive_command;\n archive_command \n-----------------\n pgbackrest --stanza=main archive-push %p\n(1 row)\n\n${refused(10)}${refused(15)}`,
      },
      confidence: 'certain',
    },
    {
      name: 'the archive helped',
      bundle: {
        's.log': `${refused(10)}${at(11)} [64] LOG:  restored log file "${SEG}" from archive\n${start(30)}`,
      },
      status: 'resolved',
    },
    {
      name: 'the slot was lost before',
      bundle: {
        'kit/show.txt': show('! '),
        'kit/slots.txt':
          '   slot_name   | active | restart_lsn | wal_status \n---------------+--------+-------------+------------\n repmgr_slot_2 | f      |             | lost\n(1 row)\n',
        'lou/server.log': start(37) + refused(37),
      },
      node: 'lou',
    },
  ],
  absent: [{ name: 'attached', because: 'attached', bundle: { 'kit/show.txt': show('') } }],
  unknown: [{ name: 'not attached, no log', asks: 'tail', bundle: { 'kit/show.txt': show('! ') } }],
  lookalikes: [
    {
      name: 'a backup tool is refused, not a standby',
      bundle: {
        'p.csv': `2024-10-08 11:20:06.119 UTC,"repmgr","",2188,"10.42.3.17:39422",670515f6.88c,3,"START_REPLICATION 2D/88000000 TIMELINE 5",2024-10-08 11:20:06 UTC,11/0,0,ERROR,58P01,"requested WAL segment 000000050000002D00000088 has already been removed",,,,,,"START_REPLICATION 2D/88000000 TIMELINE 5",,,"barman_receive_wal","walsender",,0\n`,
      },
    },
    {
      name: 'pg_rewind misses a segment of its own',
      bundle: {
        'r.txt': `pg_rewind: error: could not open file "/pg/data/pg_wal/${SEG}": No such file or directory\npg_rewind: fatal: could not find previous WAL record at C4/11000028\n`,
      },
    },
    {
      name: 'the history forked',
      bundle: {
        's.log': `${at(10)} [7] FATAL:  could not receive data from WAL stream: ERROR:  requested starting point C4/11000000 on timeline 3 is not in this server's history\n`,
      },
    },
  ],
});
