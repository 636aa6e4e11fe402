import { rewindWalMissing } from '../../../src/causes/switchover/rewind-wal-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';

const due = `[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr' --force-rewind
NOTICE: rejoin target is node "teal2" (ID: 2)
NOTICE: pg_rewind execution required for this node to attach to rejoin target node 2
DETAIL: rejoin target server's timeline 8 forked off current database system timeline 7 before current recovery point 5/A10000A0
NOTICE: executing pg_rewind
DETAIL: pg_rewind command is "/usr/pgsql-14/bin/pg_rewind -D '/pg/data' --source-server='host=10.4.0.2 user=repmgr dbname=repmgr'"
`;
const failed = `ERROR: pg_rewind execution failed
DETAIL: pg_rewind: servers diverged at WAL location 5/A1000000 on timeline 7
pg_rewind: error: could not open file "/pg/data/pg_wal/00000007000000050000009B": No such file or directory
pg_rewind: fatal: could not find previous WAL record at 5/9BFFFFD0
`;
const done = `NOTICE: NODE REJOIN successful
DETAIL: node 1 is now attached to node 2
`;

causeTester(rewindWalMissing, {
  present: [
    {
      name: 'the segment is named',
      bundle: { 'teal1/s.txt': due + failed },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal1',
      evidence: ['teal1/s.txt:3', 'teal1/s.txt:7'],
    },
    {
      name: 'only the position is named',
      bundle: {
        'teal1/s.txt': `${due}ERROR: pg_rewind execution failed
DETAIL: pg_rewind: servers diverged at WAL location 5/A1000000 on timeline 7
pg_rewind: fatal: could not find previous WAL record at 5/9BFFFFD0
`,
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'sys_rewind by hand, in Chinese',
      bundle: {
        'n1/s.txt': `[kingbase@kes1 bin]$ ./sys_rewind -D /kes/data --source-server='host=10.9.1.12 port=54321 user=esrep dbname=esrep'
sys_rewind: 服务器在时间线3上的WAL位置2/A1000000处发生了分歧
sys_rewind: 错误: 无法打开文件 "/kes/data/sys_wal/00000003000000020000009B": 没有那个文件或目录
`,
      },
      confidence: 'certain',
    },
    { name: 'it rejoined later', bundle: { 'teal1/s.txt': `${due}${failed}${due}${done}` }, status: 'resolved' },
    {
      name: 'the log of a rejoin that a switchover ran, without a prompt',
      bundle: {
        'node-rejoin.1689150331.log': due.split('\n').slice(1).join('\n') + failed,
      },
      confidence: 'certain',
      node: null,
    },
  ],
  absent: [{ name: 'the rewind went through', because: 'all the WAL', bundle: { 'teal1/s.txt': due + done } }],
  unknown: [{ name: 'the paste ends where pg_rewind begins', bundle: { 'teal1/s.txt': due } }],
  lookalikes: [
    {
      name: 'no common ancestor: nothing from an archive helps',
      bundle: {
        'teal1/s.txt': `${due}ERROR: pg_rewind execution failed
DETAIL: pg_rewind: fatal: could not find common ancestor of the source and target cluster's timelines
`,
      },
    },
    {
      name: 'the prerequisites are missing',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ pg_rewind -n -D /pg/data --source-server='host=10.4.0.2 user=postgres'
pg_rewind: error: target server needs to use either data checksums or "wal_log_hints = on"
`,
      },
    },
    {
      name: 'a standby lacks WAL, no rewind',
      bundle: {
        'postgresql.log': `2024-05-02 11:02:11.114 CEST [811] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 00000007000000050000009B has already been removed
`,
      },
    },
  ],
});
