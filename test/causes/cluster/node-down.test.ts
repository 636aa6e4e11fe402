import { nodeDown } from '../../../src/causes/cluster/node-down.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const C = 'host=10.7.0.3 user=repmgr dbname=repmgr';
const K = (last: number): string => `host=10.8.0.${last} user=esrep dbname=esrep port=54321`;
const pool = (first: string, second: string): string => `TEST=# show pool_nodes;
 node_id | hostname  | port  | status | lb_weight | role    | select_cnt | load_balance_node | replication_delay
---------+-----------+-------+--------+-----------+---------+------------+-------------------+-------------------
 0       | 10.8.0.31 | 54321 | ${first} | 0.500000  | primary | 12         | true              | 0
 1       | 10.8.0.32 | 54321 | ${second} | 0.500000  | standby | 0          | false             | 0
(2 rows)
`;
const healthy = show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '  running', 'stilt1', B));

causeTester(nodeDown, {
  present: [
    {
      name: 'its own listing gets no answer from its own server, after a follow that said it had started it',
      bundle: {
        't.txt': `[postgres@stilt2 ~]$ repmgr standby follow
NOTICE: setting node 2's upstream to node 1
NOTICE: STANDBY FOLLOW successful
DETAIL: standby attached to upstream node "stilt1" (ID: 1)
[postgres@stilt2 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '? unreachable', '? stilt1', B, null))}`,
      },
      node: 'stilt2',
      confidence: 'likely',
      severity: 'warning',
    },
    {
      name: 'asked on the host itself by its full name',
      bundle: {
        't.txt': `[postgres@stilt5 ~]$ repmgr cluster show
ERROR: connection to database failed:
  could not connect to server: Connection refused
	Is the server running on host "stilt5.stage.net" (10.7.0.5) and accepting
	TCP/IP connections on port 5432?
`,
      },
      node: 'stilt5',
    },
    {
      name: 'searched for by several names at once',
      bundle: {
        't.txt': `[kingbase@kesdb1 bin]$ ./repmgr cluster show
${show(row(1, 'kesdb1', 'primary', '* running', '', K(1)))}
[kingbase@kesdb1 bin]$ ps -ef | grep -E 'kbha|kingbase' | grep -v grep
[kingbase@kesdb1 bin]$
`,
      },
      node: 'kesdb1',
    },
    {
      name: 'taken out by kingbasecluster (KingbaseES V8R3)',
      bundle: { 't.md': `V8R3 集群，备库掉了\n\n${pool('up', 'down')}` },
      node: '10.8.0.32',
      confidence: 'likely',
      evidence: ['t.md:7'],
    },
    {
      name: 'taken out by kingbasecluster, and attached again',
      bundle: { 't.md': `V8R3 集群\n\n${pool('up', 'down')}\n重启集群之后：\n\n${pool('up', 'up')}` },
      status: 'resolved',
    },
    {
      name: 'failed in a listing, and rejoined since',
      bundle: {
        't.txt': `${show(row(1, 'stilt1', 'primary', '- failed', '?', A, null), row(2, 'stilt2', 'primary', '* running', '', B))}
[postgres@stilt1 ~]$ repmgr node rejoin -d 'host=10.7.0.2 user=repmgr dbname=repmgr'
NOTICE: rejoin target is node "stilt2" (ID: 2)
NOTICE: NODE REJOIN successful
DETAIL: node 1 is now attached to node 2
`,
      },
      node: 'stilt1',
      status: 'resolved',
    },
    {
      name: 'killed for memory, and a search for it finds nothing (KingbaseES)',
      bundle: {
        't.txt': `[root@kesdb1 ~]# tail -1 /var/log/messages
May  6 10:11:21 kesdb1 kernel: Out of memory: Kill process 21345 (kingbase) score 812 or sacrifice child
[root@kesdb1 ~]# ps -ef|grep kingbase|grep -v grep
[root@kesdb1 ~]#
`,
      },
      node: 'kesdb1',
      evidence: ['t.txt:3'],
    },
    {
      name: 'the old primary after a failover (trap 8)',
      bundle: {
        't.txt': `${show(row(1, 'stilt1', 'primary', '- failed', '?', A, null), row(2, 'stilt2', 'primary', '* running', '', B))}
WARNING: following issues were detected
  - unable to connect to node "stilt1" (ID: 1)
`,
      },
      node: 'stilt1',
      confidence: 'likely',
      severity: 'warning',
    },
    {
      name: 'a standby, found on its host',
      bundle: {
        't.txt': `[postgres@stilt1 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '? unreachable', '? stilt1', B, null))}
[postgres@stilt2 ~]$ pg_ctl -D /var/lib/pgsql/15/data status
pg_ctl: no server running
`,
      },
      node: 'stilt2',
      confidence: 'certain',
      severity: 'warning',
      evidence: ['t.txt:8'],
    },
    {
      name: 'KingbaseES: the primary, and nobody took over',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '? unreachable', '?', K(1), null), row(2, 'kes2', 'standby', '  running', '? kes1', K(2)))}
[kingbase@kes1 bin]$ ./sys_ctl -D /kes/data status
sys_ctl: 没有服务器进程正在运行
`,
      },
      node: 'kes1',
      confidence: 'certain',
      severity: 'critical',
    },
    {
      name: 'its host refuses the port',
      bundle: {
        't.txt': `[postgres@stilt1 ~]$ repmgr cluster show --verbose
${show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '? unreachable', '? stilt1', B, null))}
WARNING: following issues were detected
  - when attempting to connect to node "stilt2" (ID: 2), following error encountered :
"connection to server at "10.7.0.2", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?"
  - node "stilt2" (ID: 2) is registered as an active standby but is unreachable
`,
      },
      node: 'stilt2',
      confidence: 'certain',
    },
    {
      name: 'repmgr 3 says FAILED',
      bundle: {
        't.txt': `Role      | Name   | Upstream | Connection String
----------+--------|----------|------------------------------------------
* master  | stilt2 |          | host=stilt2 user=repmgr dbname=repmgr
  FAILED  | stilt1 |          | host=stilt1 user=repmgr dbname=repmgr
`,
      },
      node: 'stilt1',
    },
    {
      name: 'a witness',
      bundle: {
        't.txt': show(row(1, 'stilt1', 'primary', '* running', '', A), row(9, 'stiltw', 'witness', '- failed', '? stilt1', C, null)),
      },
      node: 'stiltw',
      severity: 'warning',
    },
    {
      name: 'back since',
      bundle: {
        't.txt': `[postgres@stilt2 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'primary', '- failed', '?', A, null), row(2, 'stilt2', 'primary', '* running', '', B))}
[postgres@stilt1 ~]$ repmgr node rejoin -d 'host=stilt2 user=repmgr dbname=repmgr' --force-rewind
NOTICE: NODE REJOIN successful
[postgres@stilt2 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'standby', '  running', 'stilt2', A), row(2, 'stilt2', 'primary', '* running', '', B))}`,
      },
      node: 'stilt1',
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'both run', because: 'stilt2 runs', bundle: { 't.txt': healthy } },
    {
      name: 'it is starting up, which repmgr lists as unreachable (trap 11)',
      because: 'takes no connections',
      bundle: {
        'stilt1/show.txt': show(
          row(1, 'stilt1', 'primary', '* running', '', A),
          row(2, 'stilt2', 'standby', '? unreachable', '? stilt1', B, null),
        ),
        'stilt2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2023-02-01 22:30:02.118 UTC [4502] FATAL:  the database system is not yet accepting connections
2023-02-01 22:31:32.118 UTC [4602] FATAL:  the database system is not yet accepting connections
`,
      },
    },
    {
      name: 'stopped on purpose, as the last thing that was done',
      because: 'on purpose',
      bundle: {
        't.txt': `${healthy}\n[postgres@stilt2 ~]$ pg_ctl -D /var/lib/pgsql/15/data stop -m fast\nwaiting for server to shut down.... done\nserver stopped\n`,
      },
    },
    {
      name: 'it runs by its own word, and the network lies between',
      bundle: {
        'stilt1/show.txt': `[postgres@stilt1 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '- failed', '? stilt1', B, null))}`,
        'stilt2/q.txt': `[postgres@stilt2 ~]$ psql -Atc 'select pg_is_in_recovery()'\nt\n`,
      },
    },
  ],
  unknown: [
    {
      name: 'unreachable, and nothing else',
      bundle: {
        't.txt': show(row(1, 'stilt1', 'primary', '* running', '', A), row(2, 'stilt2', 'standby', '? unreachable', '? stilt1', B, null)),
      },
      asks: 'ps -ef',
    },
  ],
  lookalikes: [
    {
      name: 'another host of the same domain',
      bundle: {
        't.txt': `[postgres@stilt5 ~]$ repmgr cluster show
ERROR: connection to database failed:
  could not connect to server: Connection refused
	Is the server running on host "stilt6.stage.net" (10.7.0.6) and accepting
	TCP/IP connections on port 5432?
`,
      },
    },
    {
      name: 'a pool in front of a cluster that repmgr manages has detached it',
      bundle: { 't.md': `pgpool in front of two nodes\n\n${pool('up', 'down').replace('TEST=#', 'postgres=#')}` },
    },
    {
      name: 'repmgr 3 calls a rejected login FAILED',
      bundle: {
        't.txt': `Role      | Name   | Upstream | Connection String
----------+--------|----------|---------------------------------------
* master  | stilt1 |          | host=10.7.0.1 dbname=repmgr user=repmgr
  FAILED  | stilt2 | stilt1   | host=10.7.0.2 dbname=repmgr user=repmgr

< 2018-03-02 12:20:57 UTC repmgr(at) 10.7.0.9(59428) repmgr 28000 >FATAL:  28000: no pg_hba.conf entry for host "10.7.0.9", user "repmgr", database "repmgr", SSL off
`,
      },
    },
    {
      name: 'its process is there, and the socket that was asked is not its own',
      bundle: {
        'n1/processes.txt': `[postgres@n1 ~]$ ps -ef
UID          PID    PPID  C STIME TTY          TIME CMD
postgres   17423       1  0 15:03 ?        00:00:00 /usr/pgsql-15/bin/postgres -D /srv/pgsql/data
postgres   17425   17423  0 15:03 ?        00:00:00 postgres: checkpointer
postgres   17499   17400  0 15:04 pts/0    00:00:00 ps -ef
`,
        'n1/version.txt': `[postgres@n1 ~]$ psql -Xqw -d 'dbname=postgres' -c 'select version()'
psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory
\tIs the server running locally and accepting connections on that socket?
`,
      },
    },
    {
      name: 'a planned restart in its log',
      bundle: {
        'stilt2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  received fast shutdown request
2023-02-01 22:30:01.118 UTC [4400] LOG:  database system is shut down
2023-02-01 22:30:03.118 UTC [5400] LOG:  starting PostgreSQL 15.6 on x86_64-pc-linux-gnu
2023-02-01 22:30:04.118 UTC [5400] LOG:  database system is ready to accept read-only connections
`,
      },
    },
    {
      name: 'a log that ends in a stop that was asked for',
      bundle: {
        'stilt2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  received fast shutdown request
2023-02-01 22:30:01.118 UTC [4400] LOG:  database system is shut down
`,
      },
    },
    {
      name: "Debian's wrapper unit",
      bundle: {
        't.txt': `root@stilt2:~# systemctl status postgresql
● postgresql.service - PostgreSQL RDBMS
     Loaded: loaded (/lib/systemd/system/postgresql.service; enabled; preset: enabled)
     Active: active (exited) since Mon 2023-01-09 10:11:12 UTC; 3 weeks ago
`,
      },
    },
    {
      name: 'a unit that runs nothing, while the server that pg_ctl started answers',
      bundle: {
        't.txt': `[postgres@stilt2 ~]$ psql -XAtc 'select setting from pg_settings where name = $$port$$'
5432
[postgres@stilt2 ~]$ psql -Atc 'select pg_is_in_recovery()'
t
[postgres@stilt2 ~]$ systemctl status postgresql-15
● postgresql-15.service - PostgreSQL 15 database server
     Loaded: loaded (/usr/lib/systemd/system/postgresql-15.service; disabled; vendor preset: disabled)
     Active: inactive (dead)
`,
      },
    },
    {
      name: 'psql on another port than the registered one',
      bundle: {
        't.txt': `[postgres@stilt2 ~]$ repmgr cluster show
${show(row(1, 'stilt1', 'primary', '* running', '', `${A} port=5433`), row(2, 'stilt2', 'standby', '  running', 'stilt1', `${B} port=5433`))}
[postgres@stilt2 ~]$ psql
psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory
	Is the server running locally and accepting connections on that socket?
`,
      },
    },
    {
      name: 'a second server that cannot bind beside one that runs',
      bundle: {
        'stilt2/server.log': `2023-02-01 22:30:00.118 UTC [4400] LOG:  database system is ready to accept connections
2023-02-01 22:40:00.118 UTC [4900] LOG:  could not bind IPv4 address "0.0.0.0": Address already in use
2023-02-01 22:40:00.119 UTC [4900] FATAL:  could not create any TCP/IP sockets
2023-02-01 22:40:00.120 UTC [4900] LOG:  database system is shut down
`,
      },
    },
  ],
});
