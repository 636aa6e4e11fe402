import { replicationLagExcessive } from '../../../src/causes/replication/replication-lag-excessive.ts';
import { causeTester } from '../../support/cause-tester.ts';

const senders = (...rows: readonly string[]): string => ` application_name |   state   |  sent_lsn  | flush_lsn  | replay_lsn |   replay_lag
------------------+-----------+------------+------------+------------+-----------------
${rows.join('\n')}
(${rows.length} rows)
`;

causeTester(replicationLagExcessive, {
  present: [
    {
      name: "repmgr's check, and positions that stand apart",
      bundle: {
        'smew1/senders.txt': senders(' smew2            | streaming | 9/A0000000 | 9/A0000000 | 9/10000000 | 00:21:14.118831'),
        'smew2/check.txt': `
[postgres@smew2 ~]$ repmgr node check
Node "smew2":
	Server role: OK (node is standby)
	Replication lag: CRITICAL (1274 seconds, critical threshold: 600))
	Upstream connection: OK (node "smew2" (ID: 2) is attached to expected upstream node "smew1" (ID: 1))
`,
      },
      node: 'smew2',
      confidence: 'certain',
      evidence: ['smew2/check.txt:4', 'smew1/senders.txt:3'],
    },
    {
      name: 'positions alone',
      bundle: { 'p.txt': senders(' smew2            | streaming | 9/A0000000 | 9/9FF00000 | 9/10000000 | 00:01:14.118831') },
      node: 'smew2',
      confidence: 'likely',
    },
    {
      name: 'catching up, which repmgr calls not attached',
      bundle: {
        'show.txt': `
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------------------------------------
 1  | smew1 | primary | * running |          | default  | 100      | 2        | host=smew1 user=repmgr dbname=repmgr
 3  | smew3 | standby |   running | ? smew1  | default  | 100      | 2        | host=smew3 user=repmgr dbname=repmgr

WARNING: following issues were detected
  - node "smew3" (ID: 3) attached to its upstream node "smew1" (ID: 1) in state "catchup"
`,
      },
      node: 'smew3',
    },
    {
      name: "KingbaseES's LSN_Lag",
      bundle: {
        'show.txt': `
 ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+------+---------+-----------+----------+----------+----------+----------+---------+------------------------------------------------------------
 1  | kes1 | primary | * running |          | default  | 100      | 2        |         | host=10.1.1.1 user=esrep dbname=esrep port=54321
 2  | kes2 | standby |   running | kes1     | default  | 100      | 2        | 3 GB    | host=10.1.1.2 user=esrep dbname=esrep port=54321
`,
      },
      node: 'kes2',
      confidence: 'likely',
    },
    {
      name: 'a standby that hangs: its primary is far ahead of what it was sent',
      bundle: {
        'smew1/senders.txt': senders(' smew2            | streaming | 9/10400000 | 9/10000000 | 9/10000000 |'),
        'smew1/now.txt': `
=> select pg_is_in_recovery(), pg_current_wal_lsn();
 pg_is_in_recovery | pg_current_wal_lsn
-------------------+--------------------
 f                 | 9/A0000000
(1 row)
`,
      },
      node: 'smew2',
    },
  ],
  absent: [
    {
      name: 'an idle primary: old, but even',
      bundle: {
        'p.txt': senders(' smew2            | streaming | 9/A0000000 | 9/A0000000 | 9/A0000000 |'),
        's.txt': `
=> select now() - pg_last_xact_replay_timestamp() as delay;
      delay
-----------------
 3 days 02:10:11
(1 row)
`,
      },
      because: '0 B behind',
    },
    {
      name: 'a delay that is wanted',
      bundle: {
        'smew2/settings.txt': `
[postgres@smew2 ~]$ psql -Atc "show recovery_min_apply_delay"
6h
`,
        'smew1/senders.txt': senders(' smew2            | streaming | 9/A0000000 | 9/A0000000 | 9/10000000 | 06:00:01.118831'),
      },
      because: 'on purpose',
    },
  ],
  unknown: [
    {
      name: 'positions that a view hides from this user',
      bundle: { 'p.txt': senders(' smew2            | streaming |            |            |            |') },
      asks: 'stat_replication',
    },
    {
      name: 'a delay that is wanted and an alarm on it: worth a word at most',
      bundle: {
        'smew2/t.txt': `
[postgres@smew2 ~]$ psql -Atc "show recovery_min_apply_delay"
2h
[postgres@smew2 ~]$ repmgr node check --replication-lag
CRITICAL (7203 seconds, critical threshold: 600))
`,
      },
    },
  ],
  lookalikes: [
    {
      name: 'a base backup behind its start',
      bundle: { 'p.txt': senders(' pg_basebackup    | backup    | 9/A0000000 | 9/10000000 | 9/10000000 |') },
    },
    {
      name: 'replay is paused: that is the cause',
      bundle: {
        'smew2/check.txt': `
[postgres@smew2 ~]$ repmgr node check --replication-lag
CRITICAL (7203 seconds, critical threshold: 600))
[postgres@smew2 ~]$ psql -Atc "select pg_is_wal_replay_paused()"
t
`,
      },
    },
  ],
});
