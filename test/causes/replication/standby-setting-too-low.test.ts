import { standbySettingTooLow } from '../../../src/causes/replication/standby-setting-too-low.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+----------------------------------------
 1  | coot1 | primary | * running |          | default  | 100      | 1        | host=coot1 user=repmgr dbname=repmgr
 2  | coot2 | standby |   running | coot1    | default  | 100      | 1        | host=coot2 user=repmgr dbname=repmgr
`;

const settings = (connections: number, processes: number): string => `         name         | setting |  context
----------------------+---------+------------
 max_connections      | ${connections} | postmaster
 max_worker_processes | ${processes} | postmaster
(2 rows)
`;

causeTester(standbySettingTooLow, {
  present: [
    {
      name: 'replay paused itself (14 and later)',
      bundle: {
        'coot1/show.txt': SHOW,
        'coot2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] WARNING:  hot standby is not possible because of insufficient parameter settings
2025-01-19 14:02:51.337 UTC [7719] DETAIL:  max_worker_processes = 8 is a lower setting than on the primary server, where its value was 24.
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] DETAIL:  If recovery is unpaused, the server will shut down.
`,
      },
      node: 'coot2',
      confidence: 'certain',
      evidence: ['coot2/server.log:1'],
    },
    {
      name: 'the server stops (KingbaseES, like 12), in Chinese',
      bundle: {
        'sys.log': `
2025-01-19 14:02:51.337 CST [7719] 致命错误:  无法实施热备操作，因为max_connections = 100这个设置低于在主服务器的设置(它的值是300)
2025-01-19 14:02:51.400 CST [7700] 日志:  数据库系统已关闭
`,
      },
      confidence: 'certain',
    },
    {
      name: 'the settings of both show what will come',
      bundle: { 'coot1/show.txt': SHOW, 'coot1/settings.txt': settings(300, 16), 'coot2/settings.txt': settings(100, 16) },
      node: 'coot2',
      confidence: 'likely',
      evidence: ['coot2/settings.txt:3', 'coot1/settings.txt:3'],
    },
    {
      name: 'raised since: it came up',
      bundle: {
        'coot2.log': `
2025-01-19 14:02:51.337 UTC [7719] FATAL:  recovery aborted because of insufficient parameter settings
2025-01-19 14:02:51.337 UTC [7719] DETAIL:  max_connections = 100 is a lower setting than on the primary server, where its value was 300.
2025-01-19 14:02:51.400 UTC [7700] LOG:  database system is shut down
2025-01-19 14:20:00.100 UTC [8100] LOG:  starting PostgreSQL 15.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
2025-01-19 14:20:01.100 UTC [8100] LOG:  database system is ready to accept read-only connections
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'higher on the standby is harmless',
      bundle: { 'coot1/show.txt': SHOW, 'coot1/settings.txt': settings(100, 8), 'coot2/settings.txt': settings(300, 8) },
      because: 'none of the five',
    },
  ],
  unknown: [
    {
      name: 'replay is paused, and neither log nor settings are shown',
      bundle: {
        'coot1/show.txt': `${SHOW}
WARNING: following issues were detected
  - WAL replay is paused on node "coot2" (ID: 2) with WAL replay pending; this node cannot be manually promoted until WAL replay is resumed
`,
      },
      asks: 'max_worker_processes',
    },
  ],
  lookalikes: [
    {
      name: 'a pause by hand',
      bundle: {
        'coot2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] HINT:  Execute pg_wal_replay_resume() to continue.
`,
      },
    },
    {
      name: 'a value that waits for a restart of the primary',
      bundle: {
        'coot1/show.txt': SHOW,
        'coot1/settings.txt': ` name | setting | pending_restart
-----------------+---------+-----------------
 max_connections | 100 | t
(1 row)
`,
        'coot2/settings.txt': ` name | setting | pending_restart
-----------------+---------+-----------------
 max_connections | 100 | f
(1 row)
`,
      },
    },
  ],
});
