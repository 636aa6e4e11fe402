import { replayPaused } from '../../../src/causes/replication/replay-paused.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+----------------------------------------
 1  | rail1 | primary | * running |         | default  | 100      | 1        | host=rail1 user=repmgr dbname=repmgr
 2  | rail2 | standby |   running | rail1   | default  | 100      | 1        | host=rail2 user=repmgr dbname=repmgr
`;

causeTester(replayPaused, {
  present: [
    {
      name: 'repmgr says so under the listing',
      bundle: {
        'rail1/show.txt': `${SHOW}
WARNING: following issues were detected
  - WAL replay is paused on node "rail2" (ID: 2) with WAL replay pending; this node cannot be manually promoted until WAL replay is resumed
`,
      },
      node: 'rail2',
      confidence: 'certain',
      evidence: ['rail1/show.txt:7'],
    },
    {
      name: 'the function, on KingbaseES',
      bundle: {
        't.txt': `
[kingbase@kes2 bin]$ ./ksql -U system -d test -c "select sys_is_in_recovery(), sys_is_wal_replay_paused()"
 sys_is_in_recovery | sys_is_wal_replay_paused
--------------------+--------------------------
 t                  | t
(1 row)
`,
      },
      node: 'kes2',
      evidence: ['t.txt:4'],
    },
    {
      name: 'a Chinese log',
      bundle: {
        'standby.log': `
2025-11-24 07:08:00.798 CST [35] 日志:  恢复操作已暂停
2025-11-24 07:08:00.798 CST [35] 提示:  执行 pg_wal_replay_resume() 以继续.
`,
      },
      confidence: 'certain',
    },
    {
      name: 'only the command that paused it',
      bundle: { 't.txt': '[postgres@rail2 ~]$ psql -c "select pg_wal_replay_pause()"\n' },
      confidence: 'likely',
    },
    {
      name: 'resumed later',
      bundle: {
        't.txt': `
[postgres@rail2 ~]$ psql -Atc "select pg_get_wal_replay_pause_state()"
paused
[postgres@rail2 ~]$ psql -c "select pg_wal_replay_resume()"
 pg_wal_replay_resume
----------------------

(1 row)
[postgres@rail2 ~]$ psql -Atc "select pg_get_wal_replay_pause_state()"
not paused
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the function says no',
      bundle: { 't.txt': '[postgres@rail2 ~]$ psql -Atc "select pg_is_wal_replay_paused()"\nf\n' },
      because: 'not paused',
    },
  ],
  unknown: [{ name: 'nothing on replay', bundle: { 'rail1/show.txt': SHOW } }],
  lookalikes: [
    {
      name: 'the primary told of more WAL after the pause, and all of it is replayed',
      bundle: {
        'rail2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] HINT:  Execute pg_wal_replay_resume() to continue.
`,
        'rail2/receiver.txt': `rail2=# \\x
rail2=# select * from pg_stat_wal_receiver;
-[ RECORD 1 ]---------+------------------------------
pid                   | 36
status                | streaming
flushed_lsn           | 0/4B06108
latest_end_lsn        | 0/4B06108
latest_end_time       | 2025-01-19 14:05:10.298531+00
rail2=# select pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn();
 pg_last_wal_receive_lsn | pg_last_wal_replay_lsn
-------------------------+------------------------
 0/4B06108               | 0/4B06108
`,
      },
    },
    {
      name: 'a setting paused it',
      bundle: {
        'rail2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] WARNING:  hot standby is not possible because of insufficient parameter settings
2025-01-19 14:02:51.337 UTC [7719] DETAIL:  max_worker_processes = 8 is a lower setting than on the primary server, where its value was 24.
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] DETAIL:  If recovery is unpaused, the server will shut down.
`,
      },
    },
    {
      name: 'a restart point names a transaction that was replayed after the pause',
      bundle: {
        'rail2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] HINT:  Execute pg_wal_replay_resume() to continue.
2025-01-19 14:30:34.186 UTC [33] LOG:  recovery restart point at 0/2D00028
2025-01-19 14:30:34.186 UTC [33] DETAIL:  Last completed transaction was at log time 2025-01-19 14:30:28.397741+00.
`,
      },
    },
    {
      name: 'a restart ended the pause',
      bundle: {
        'rail2/server.log': `
2025-01-19 14:02:51.337 UTC [7719] LOG:  recovery has paused
2025-01-19 14:02:51.337 UTC [7719] HINT:  Execute pg_wal_replay_resume() to continue.
2025-01-19 15:00:00.100 UTC [8000] LOG:  starting PostgreSQL 15.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit
2025-01-19 15:00:01.100 UTC [8000] LOG:  database system is ready to accept read-only connections
`,
      },
    },
  ],
});
