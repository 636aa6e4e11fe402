import { replicationTimelineDiverged } from '../../../src/causes/replication/replication-timeline-diverged.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = ` ID | Name   | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+--------+---------+-----------+----------+----------+----------+----------+------------------------------------------
 1  | serin1 | standby |   running | ! serin2 | default  | 100      | 4        | host=serin1 user=repmgr dbname=repmgr
 2  | serin2 | primary | * running |          | default  | 100      | 5        | host=serin2 user=repmgr dbname=repmgr
`;

causeTester(replicationTimelineDiverged, {
  present: [
    {
      name: 'a rewind that finds nothing in common (KingbaseES)',
      bundle: {
        'serin2/rejoin.txt': `[kingbase@kes1 bin]$ ./repmgr node rejoin -h 10.1.1.2 -U esrep -d esrep -p 54321 --force-rewind
[NOTICE] executing sys_rewind
[ERROR] unable to execute sys_rewind
[DETAIL] sys_rewind: fatal: could not find common ancestor of the source and target cluster's timelines
`,
      },
      confidence: 'certain',
      evidence: ['serin2/rejoin.txt:3'],
    },
    {
      name: 'ahead on the same timeline: no rewind helps',
      bundle: {
        'serin1/rejoin.txt': `[postgres@serin1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=serin2 user=repmgr' --force-rewind
ERROR: this node ahead of the rejoin target on the same timeline (7)
DETAIL: local node lsn is 3/5A000028, rejoin target lsn is 3/59FFE2C8
HINT: the --force-rewind option is ineffective in this case
`,
      },
      confidence: 'certain',
      evidence: ['serin1/rejoin.txt:2'],
    },
    {
      name: 'the recovery says so again and again',
      bundle: {
        'serin2/show.txt': SHOW,
        'serin1/server.log': `
2024-02-01 11:02:03.100 UTC [901] LOG:  new timeline 5 forked off current database system timeline 4 before current recovery point 3/9A0000C8
2024-02-01 11:02:08.106 UTC [901] LOG:  new timeline 5 forked off current database system timeline 4 before current recovery point 3/9A0000C8
`,
      },
      node: 'serin1',
      confidence: 'certain',
      evidence: ['serin1/server.log:1'],
    },
    {
      name: 'a Chinese log of a KingbaseES standby',
      bundle: {
        'sys.log': `
2024-02-01 11:02:03.100 CST [901] 致命错误:  无法启动WAL流复制: 错误:  请求的起始点3/9A000000, 时间线4,不在该服务器的时间线历史记录里
2024-02-01 11:02:08.106 CST [901] 日志:  在当前恢复点3/9A0000C8之前, 新的时间点5脱离了当前数据库系统时间点4
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a rewind took two timelines for one: no checkpoint since the promotion',
      bundle: {
        's.txt': `[postgres@serin1 ~]$ repmgr node rejoin -d 'host=serin2 user=repmgr dbname=repmgr' --force-rewind --dry-run
NOTICE: pg_rewind execution required for this node to attach to rejoin target node 2
DETAIL: rejoin target server's timeline 5 forked off current database system timeline 4 before current recovery point 3/9A0000C8
[postgres@serin1 ~]$ pg_rewind --target-pgdata=/pg/data --source-server='host=serin2 user=repmgr dbname=repmgr'
pg_rewind: source and target cluster are on the same timeline
pg_rewind: no rewind required
`,
      },
      node: 'serin1',
      confidence: 'certain',
      evidence: ['s.txt:2', 's.txt:6'],
    },
    {
      name: 'repmgr refuses to let it attach',
      bundle: {
        'rejoin.txt': `
[kingbase@kes1 bin]$ ./repmgr node rejoin -h kes2 -U esrep -d esrep
[ERROR] this node's timeline is ahead of the rejoin target node's timeline
[DETAIL] this node's timeline is 7, rejoin target node's timeline is 6
`,
      },
      confidence: 'likely',
    },
    {
      name: 'the upstream says that the standby is ahead of it',
      bundle: {
        'serin2/show.txt': SHOW,
        'serin1/server.log': `
2024-02-01 11:02:03.100 UTC [911] FATAL:  could not receive data from WAL stream: ERROR:  requested starting point 3/9B000000 is ahead of the WAL flush position of this server 3/9A7F0000
2024-02-01 11:02:08.100 UTC [912] FATAL:  could not receive data from WAL stream: ERROR:  requested starting point 3/9B000000 is ahead of the WAL flush position of this server 3/9A7F0000
`,
      },
      node: 'serin1',
    },
    {
      name: 'rewound since',
      bundle: {
        'rejoin.txt': `
[postgres@serin1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=serin2 user=repmgr dbname=repmgr' --force-rewind
NOTICE: rejoin target is node "serin2" (ID: 2)
NOTICE: pg_rewind execution required for this node to attach to rejoin target node 2
DETAIL: rejoin target server's timeline 5 forked off current database system timeline 4 before current recovery point 3/9A0000C8
NOTICE: executing pg_rewind
NOTICE: 0 files copied to /var/lib/pgsql/15/data
NOTICE: NODE REJOIN successful
DETAIL: node 1 is now attached to node 2
`,
      },
      status: 'resolved',
      evidence: ['rejoin.txt:3', 'rejoin.txt:7'],
    },
  ],
  absent: [
    {
      name: 'attached, whatever the timeline column says',
      bundle: { 'serin2/show.txt': SHOW.replace('! serin2', 'serin2  ') },
      because: 'attached',
    },
    {
      name: 'the WAL is gone, the history is common',
      bundle: {
        'serin2/show.txt': SHOW,
        'serin1/server.log': `
2024-02-01 11:02:03.100 UTC [911] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000040000000300000091 has already been removed
`,
      },
      because: 'WAL it needs is removed',
    },
  ],
  unknown: [{ name: 'not attached, and nothing says why', bundle: { 'serin2/show.txt': SHOW }, asks: 'controldata' }],
  lookalikes: [
    {
      name: 'a switchover seen from the demoted node',
      bundle: {
        'old.log': `
2024-02-01 11:00:00.100 UTC [900] LOG:  entering standby mode
2024-02-01 11:00:00.200 UTC [910] LOG:  fetching timeline history file for timeline 5 from primary server
2024-02-01 11:00:00.300 UTC [910] LOG:  started streaming WAL from primary at 3/9A000000 on timeline 4
2024-02-01 11:00:00.400 UTC [910] LOG:  replication terminated by primary server
2024-02-01 11:00:00.400 UTC [910] DETAIL:  End of WAL reached on timeline 4 at 3/9A0000C8.
2024-02-01 11:00:00.500 UTC [900] LOG:  new target timeline is 5
2024-02-01 11:00:00.600 UTC [910] LOG:  restarted WAL streaming at 3/9A000000 on timeline 5
`,
      },
    },
    {
      name: 'one refusal right after the restart of a cascade',
      bundle: {
        'leaf.log': `
2024-02-01 11:02:03.100 UTC [911] FATAL:  could not receive data from WAL stream: ERROR:  requested starting point 3/9B000000 is ahead of the WAL flush position of this server 3/9A7F0000
2024-02-01 11:02:08.100 UTC [912] LOG:  started streaming WAL from primary at 3/9B000000 on timeline 5
`,
      },
    },
  ],
});
