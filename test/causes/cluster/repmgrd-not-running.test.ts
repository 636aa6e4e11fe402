import { repmgrdNotRunning } from '../../../src/causes/cluster/repmgrd-not-running.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { daemon, status } from './service.ts';

const P = daemon(1, 'kite1', 'primary', '* running', '', 'running');
const conf = (id: number, failover: string): string => `node_id=${id}
node_name='kite${id}'
conninfo='host=kite${id} user=repmgr dbname=repmgr'
data_directory='/var/lib/pgsql/15/data'
failover=${failover}
log_file='/var/log/repmgr/repmgrd.log'
`;

causeTester(repmgrdNotRunning, {
  present: [
    {
      name: 'kbha alone is gone: repmgrd runs (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ps -ef | grep kbha
kingbase  18177 17902  0 09:42 pts/0    00:00:00 grep --color=auto kbha
[kingbase@kes2 bin]$ ./repmgr service status
 ID | Name  | Role    | Status    | Upstream | repmgrd | PID   | Paused? | Upstream last seen
----+-------+---------+-----------+----------+---------+-------+---------+--------------------
 1  | node1 | primary | * running |          | running | 9021  | no      | n/a
 2  | node2 | standby |   running | node1    | running | 11456 | no      | 1 second(s) ago
`,
      },
      confidence: 'likely',
      evidence: ['t.txt:2'],
    },
    {
      name: 'a search for it prints nothing, and kbha is gone, too (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------+------------------
 1  | node1 | primary | * running |          | default  | 100      | 3        |         | host=10.1.1.1 user=esrep dbname=esrep port=54321
 2  | node2 | standby |   running | node1    | default  | 100      | 3        | 0 bytes | host=10.1.1.2 user=esrep dbname=esrep port=54321
[kingbase@kes2 bin]$ ps -ef | grep [k]bha
[kingbase@kes2 bin]$ pgrep -l repmgrd
[kingbase@kes2 bin]$
`,
      },
      confidence: 'likely',
      evidence: ['t.txt:7'],
    },
    {
      name: 'a search for two at once prints nothing',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------+------------------
 1  | node1 | primary | * running |          | default  | 100      | 3        |         | host=10.1.1.1 user=esrep dbname=esrep port=54321
 2  | node2 | standby |   running | node1    | default  | 100      | 3        | 0 bytes | host=10.1.1.2 user=esrep dbname=esrep port=54321
[kingbase@kes2 bin]$ ps -ef | grep 'kbha\\|repmgrd' | grep -v grep
[kingbase@kes2 bin]$
`,
      },
      confidence: 'likely',
      evidence: ['t.txt:6'],
    },
    {
      name: 'the listing says so, and another one runs',
      bundle: {
        't.txt': `[postgres@kite1 ~]$ repmgr service status\n${status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running'))}`,
      },
      node: 'kite2',
      confidence: 'certain',
      severity: 'warning',
      evidence: ['t.txt:5', 't.txt:4'],
    },
    {
      name: 'on no node, though failover is automatic, and the primary is gone',
      bundle: {
        'kite2/repmgr.conf': conf(2, 'automatic'),
        'kite2/status.txt': status(
          daemon(1, 'kite1', 'primary', '? unreachable', '?', 'n/a'),
          daemon(2, 'kite2', 'standby', '  running', '? kite1', 'not running'),
        ),
      },
      node: 'kite2',
      severity: 'critical',
    },
    {
      name: 'node check for a monitor (KingbaseES)',
      bundle: {
        'node1/check.txt': `[kingbase@kes1 bin]$ ./repmgr node check --repmgrd
CRITICAL (repmgrd not running)
[kingbase@kes1 bin]$ cat ../etc/repmgr.conf
node_id=1
node_name='node1'
conninfo='host=10.1.1.1 user=esrep dbname=esrep port=54321'
failover='automatic'
`,
      },
      node: 'node1',
      confidence: 'certain',
    },
    {
      name: 'on no node of a KingbaseES cluster, where kbha keeps it running',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./repmgr service status
${status(
  daemon(1, 'node1', 'primary', '* running', '', 'not running'),
  daemon(2, 'node2', 'standby', '  running', 'node1', 'not running'),
)}[root@kes1 ~]# cat /etc/cron.d/KINGBASECRON
#*/1 * * * * kingbase  . /etc/profile;/home/kingbase/kha/kingbase/bin/kbha -A daemon -f /home/kingbase/kha/kingbase/etc/repmgr.conf
`,
      },
      node: 'node1',
      confidence: 'likely',
    },
    {
      name: 'it ended by itself, and the processes show none',
      bundle: {
        'kite2/repmgrd.log': `[2023-03-02 10:15:47] [INFO] node "kite2" (ID: 2) monitoring upstream node "kite1" (ID: 1) in degraded state
[2023-03-02 10:20:51] [NOTICE] degraded monitoring timeout (300 seconds) exceeded, terminating
[2023-03-02 10:20:51] [INFO] repmgrd terminating...
`,
        'kite2/ps.txt': `UID          PID    PPID  C STIME TTY          TIME CMD
postgres      32       1  0 05:14 ?        00:00:00 /usr/pgsql-15/bin/postgres -D /var/lib/pgsql/15/data
postgres      36      32  0 05:14 ?        00:00:00 postgres: walreceiver streaming 0/1404028
postgres     101     100  0 05:14 ?        00:00:00 ps -fu postgres
`,
      },
      node: 'kite2',
      confidence: 'likely',
    },
    {
      name: 'a failed unit that is enabled',
      bundle: {
        't.txt': `[root@kite2 ~]# systemctl status repmgr-15
● repmgr-15.service - A replication manager, and failover management tool for PostgreSQL
   Loaded: loaded (/usr/lib/systemd/system/repmgr-15.service; enabled; vendor preset: disabled)
   Active: failed (Result: exit-code) since Mon 2023-03-06 08:01:12 CET; 4h ago
`,
      },
      confidence: 'likely',
    },
    {
      name: 'filtered for it, nothing but the filter (KingbaseES): nobody brings it back, since kbha is gone, too',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr service status
${status(daemon(1, 'node1', 'primary', '* running', '', 'running'), daemon(2, 'node2', 'standby', '  running', 'node1', 'not running'))}
[kingbase@kes2 bin]$ ps -ef | grep -E 'repmgrd|kbha'
kingbase  9120  8001  0 09:12 pts/0    00:00:00 grep -E repmgrd|kbha
`,
      },
      node: 'node2',
      confidence: 'certain',
    },
    {
      name: 'over: a later listing shows it',
      bundle: {
        't.txt': `[postgres@kite1 ~]$ repmgr service status
${status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running'))}
[root@kite2 ~]# systemctl start repmgr-15
[postgres@kite1 ~]$ repmgr service status
${status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'running'))}`,
      },
      node: 'kite2',
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'it runs everywhere',
      because: 'repmgrd runs on kite2',
      bundle: { 't.txt': status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'running')) },
    },
    {
      name: 'nobody counts on it: failover=manual on both',
      because: 'failover=manual',
      bundle: {
        'kite1/repmgr.conf': conf(1, 'manual'),
        'kite2/repmgr.conf': conf(2, 'manual'),
        'kite1/status.txt': status(
          daemon(1, 'kite1', 'primary', '* running', '', 'not running'),
          daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running'),
        ),
      },
    },
  ],
  unknown: [
    {
      name: 'on no node, and nothing tells whether anybody counts on it',
      bundle: {
        't.txt': status(
          daemon(1, 'kite1', 'primary', '* running', '', 'not running'),
          daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running'),
        ),
      },
      asks: 'cat ',
    },
    {
      name: 'n/a: the server does not answer',
      bundle: { 't.txt': status(P, daemon(2, 'kite2', 'standby', '- failed', '? kite1', 'n/a')) },
    },
    {
      name: 'in the seconds after a restart the PID is not back',
      bundle: {
        't.txt': `[postgres@kite2 ~]$ pg_ctl -D /var/lib/pgsql/15/data restart
[postgres@kite2 ~]$ repmgr service status
${status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running'))}`,
      },
      asks: 'service status',
    },
    {
      name: 'nothing is said of it',
      bundle: { 't.txt': '[postgres@kite2 ~]$ repmgr node check\nNode "kite2":\n\tServer role: OK (node is standby)\n' },
    },
  ],
  lookalikes: [
    {
      name: 'a plain grep for a bar finds neither of two',
      bundle: {
        't.txt': `[postgres@kite1 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------------
 1  | kite1 | primary | * running |          | default  | 100      | 1        | host=kite1 user=repmgr dbname=repmgr
 2  | kite2 | standby |   running | kite1    | default  | 100      | 1        | host=kite2 user=repmgr dbname=repmgr
[postgres@kite1 ~]$ grep failover /etc/repmgr.conf
failover=automatic
[postgres@kite1 ~]$ ps -ef | grep 'kbha|repmgrd'
postgres  4321  1200  0 10:00 pts/0    00:00:00 grep --color=auto kbha|repmgrd
[postgres@kite1 ~]$ ps -ef | grep 'kbha|repmgrd' | grep -v grep
[postgres@kite1 ~]$
`,
      },
    },
    {
      name: 'nothing runs before the installation (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@kes2 ~]$ ps -ef | grep kbha | grep -v grep
[kingbase@kes2 ~]$ sh cluster_install.sh
[CONFIG_CHECK] will deploy the cluster of DG
`,
      },
    },
    {
      name: 'two captures without an order contradict each other',
      bundle: {
        'a.txt': status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'not running')),
        'b.txt': status(P, daemon(2, 'kite2', 'standby', '  running', 'kite1', 'running')),
      },
    },
    {
      name: 'the old primary is failed after a failover, its repmgrd with it (trap 8)',
      bundle: {
        't.txt': `[postgres@kite2 ~]$ repmgr service status
${status(daemon(1, 'kite1', 'primary', '- failed', '?', 'n/a'), daemon(2, 'kite2', 'primary', '* running', '', 'running'))}`,
        'kite2/repmgr.conf': conf(2, 'automatic'),
      },
    },
    {
      name: 'FATAL inside a detail of repmgr (trap 14)',
      bundle: {
        'kite2/repmgrd.log': `[2023-03-02 10:15:47] [ERROR] connection to database failed
[2023-03-02 10:15:47] [DETAIL]
FATAL:  the database system is starting up

[2023-03-02 10:15:57] [INFO] node "kite2" (ID: 2) monitoring upstream node "kite1" (ID: 1) in normal state
`,
        'kite2/repmgr.conf': conf(2, 'automatic'),
      },
    },
    {
      name: 'repmgr is not in the path (KingbaseES trap 10)',
      bundle: { 't.txt': '[kingbase@kes01 ~]$ repmgr service status\nbash: repmgr: command not found...\n' },
    },
    {
      name: 'an installer finds that nothing runs yet (KingbaseES trap 16)',
      bundle: {
        't.txt': `[kingbase@kes03 soft]$ sh cluster_install.sh expand
[RUNNING] check the db is running or not...
[RUNNING] the db is not running on "10.8.6.23:54321" ..... OK
[RUNNING] the sys_securecmdd is not running on "10.8.6.23:8890" ..... OK
2025-04-25 18:21:10 [ERROR] [kernel.sem] 250 32000 100 128 (no less than: 5010 641280 5010 256) on 10.8.6.23
2025-04-25 18:21:11 [INFO] change kernel.sem on 10.8.6.23 ... Done
`,
      },
    },
    {
      name: 'a package that nobody uses: disabled, dead',
      bundle: {
        't.txt': `[root@kite2 ~]# systemctl status repmgr-15
● repmgr-15.service - A replication manager, and failover management tool for PostgreSQL
   Loaded: loaded (/usr/lib/systemd/system/repmgr-15.service; disabled; vendor preset: disabled)
   Active: inactive (dead)
`,
      },
    },
    {
      name: 'the whole node is down, and repmgrd with it',
      bundle: {
        'kite1/repmgrd.log': `[2023-03-02 10:15:47] [INFO] monitoring primary node "kite1" (ID: 1) in normal state
[2023-03-02 10:20:51] [NOTICE] TERM signal received
[2023-03-02 10:20:51] [INFO] repmgrd terminating...
`,
        'kite1/server.log': `2023-03-02 10:20:52.100 CET [90] LOG:  received fast shutdown request
2023-03-02 10:20:52.300 CET [90] LOG:  database system is shut down
`,
        'kite1/repmgr.conf': conf(1, 'automatic'),
      },
    },
    {
      name: 'a restart in the log',
      bundle: {
        'kite2/repmgrd.log': `[2023-03-02 10:15:47] [INFO] node "kite2" (ID: 2) monitoring upstream node "kite1" (ID: 1) in normal state
[2023-03-02 10:20:51] [NOTICE] TERM signal received
[2023-03-02 10:20:51] [INFO] repmgrd terminating...
[2023-03-02 10:20:55] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2023-03-02 10:20:55] [NOTICE] starting monitoring of node "kite2" (ID: 2)
`,
        'kite2/repmgr.conf': conf(2, 'automatic'),
      },
    },
    {
      name: 'it cannot start, and says why: the library is not loaded',
      bundle: {
        't.txt': `[postgres@kite2 ~]$ tail -3 /var/log/repmgr/repmgrd.log
[2023-03-02 10:15:47] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2023-03-02 10:15:47] [ERROR] unable to write to shared memory
[2023-03-02 10:15:47] [INFO] repmgrd terminating...
`,
      },
    },
  ],
});
