import { serverStartFailed } from '../../../src/causes/cluster/server-start-failed.ts';
import { causeTester } from '../../support/cause-tester.ts';

const at = '2024-05-05 17:22:40.119 UTC';
const log = (pid: number, ...lines: readonly string[]) => lines.map((line) => `${at} [${pid}] ${line}\n`).join('');
const down = 'LOG:  database system is shut down';
const ready = 'LOG:  database system is ready to accept connections';
const port = [
  'LOG:  could not bind IPv4 address "0.0.0.0": Address already in use',
  'HINT:  Is another postmaster already running on port 5432? If not, wait a few seconds and retry.',
  'WARNING:  could not create listen socket for "*"',
  'FATAL:  could not create any TCP/IP sockets',
  down,
];
const mode = [
  'FATAL:  data directory "/pg/data" has invalid permissions',
  'DETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).',
];

causeTester(serverStartFailed, {
  present: [
    {
      name: 'a restore_command that passes on the code of ssh, as a page shows the log',
      bundle: {
        's.md': `The replica is gone since the night:

2021-07-09 23:21:30 CEST - @ LOG: entering standby mode
2021-07-09 23:21:30 CEST - @ FATAL: could not restore file "00000002000000000000003D" from archive: child process exited with exit code 255
2021-07-09 23:21:30 CEST - @ LOG: startup process (PID 8184) exited with exit code 1
2021-07-09 23:21:30 CEST - @ LOG: aborting startup due to startup process failure
`,
      },
      confidence: 'certain',
      evidence: ['s.md:4'],
    },
    {
      name: 'no room for the lock file',
      bundle: { 'node1/server.log': log(31, 'FATAL:  could not write lock file "kingbase.pid": No space left on device', down) },
      confidence: 'certain',
    },
    {
      name: 'a checkpoint that cannot be read, the line with a single blank',
      bundle: {
        's.md': `起不来了：
LOG: invalid primary checkpoint record
PANIC: could not locate a valid checkpoint record
LOG: aborting startup due to startup process failure
`,
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['s.md:3'],
    },
    {
      name: 'the port stands in a hint of other words',
      bundle: {
        's.txt': `2024-05-05 11:11:11.111 CST [3300] 日志:  无法绑定IPv4地址"0.0.0.0": 地址已在使用
2024-05-05 11:11:11.111 CST [3300] 提示:  是否有其它进程正在监听54321端口?
2024-05-05 11:11:11.112 CST [3300] 致命错误:  无法创建任何TCP/IP套接字
2024-05-05 11:11:11.113 CST [3300] 日志:  数据库系统已关闭
`,
      },
    },
    {
      name: 'the shell could not write the log of the start, on a line above',
      bundle: {
        't.txt': `postgresql-repmgr 11:02:16.10 INFO  ==> Starting PostgreSQL in background...
/bin/sh: 1: cannot create /opt/bitnami/postgresql/logs/postgresql.log: Permission denied
pg_ctl: could not start server
Examine the log output.
`,
      },
      evidence: ['t.txt:2'],
    },
    {
      name: 'the port is taken',
      bundle: {
        's.txt': `[postgres@bay2 ~]$ tail -5 /pg/log
${log(5519, ...port)}[root@bay2 ~]# ss -lntp 'sport = :5432'
State   Recv-Q  Send-Q  Local Address:Port  Peer Address:Port  Process
LISTEN  0       4096          0.0.0.0:5432       0.0.0.0:*      users:(("pgbouncer",pid=901,fd=9))
`,
      },
      node: 'bay2',
      confidence: 'certain',
      severity: 'critical',
      evidence: ['s.txt:2', 's.txt:9'],
    },
    {
      name: 'the data directory is open to everybody',
      bundle: {
        's.txt': `[postgres@bay2 ~]$ tail -5 /pg/log
${log(5519, ...mode)}[root@bay2 ~]# chmod -R 777 /pg
`,
      },
      evidence: ['s.txt:2', 's.txt:4'],
    },
    {
      name: 'it belongs to somebody else',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'FATAL:  data directory "/pg/data" has wrong ownership',
          'HINT:  The server must be started by the user that owns the data directory.',
        ),
      },
    },
    { name: 'it is not there', bundle: { 'bay2/postgresql.log': log(7, 'FATAL:  data directory "/pg/data" does not exist') } },
    {
      name: "the directory of the socket's lock file is gone",
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": No such file or directory',
          down,
        ),
      },
    },
    {
      name: 'the log file may not be written',
      bundle: { 'bay2/postgresql.log': log(7, 'FATAL:  could not open log file "/var/log/pg/postgresql.log": Permission denied', down) },
    },
    {
      name: 'no shared memory',
      bundle: { 'bay2/postgresql.log': log(7, 'FATAL:  could not map anonymous shared memory: Cannot allocate memory', down) },
    },
    {
      name: 'no semaphores',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'FATAL:  could not create semaphores: No space left on device',
          'DETAIL:  Failed system call was semget(5432001, 17, 03600).',
          down,
        ),
      },
    },
    {
      name: 'a library is missing',
      bundle: { 'bay2/postgresql.log': log(7, 'FATAL:  could not access file "pg_cron": No such file or directory', down) },
    },
    {
      name: 'a key that others may read',
      bundle: { 'bay2/postgresql.log': log(7, 'FATAL:  private key file "/pg/data/server.key" has group or world access', down) },
    },
    {
      name: 'no checkpoint to begin with',
      bundle: { 'bay2/postgresql.log': log(7, 'PANIC:  could not locate a valid checkpoint record') },
    },
    {
      name: 'an address of another machine',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'LOG:  could not bind IPv4 address "10.4.0.9": Cannot assign requested address',
          'FATAL:  could not create any TCP/IP sockets',
          down,
        ),
      },
    },
    {
      name: 'a lock file was left behind',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'FATAL:  lock file "postmaster.pid" already exists',
          'HINT:  Is another postmaster (PID 812) running in data directory "/pg/data"?',
        ),
      },
    },
    {
      name: 'in Chinese',
      bundle: {
        'bay2/postgresql.log':
          '2024-05-05 17:22:40.119 CST [7] 致命错误:  数据目录"/pg/data"的权限无效\n2024-05-05 17:22:40.119 CST [7] 详细信息:  权限应该为 u=rwx (0700).\n',
      },
    },
    {
      name: 'KingbaseES: the log of the start cannot be written',
      bundle: {
        's.txt': `[kingbase@node2 ~]$ sys_monitor.sh start
2025-03-29 09:12:53 begin to start DB on "[10.88.6.22]".
waiting for server to start..../bin/sh: /data/../logfile: Permission denied
 stopped waiting
sys_ctl: could not start server
Examine the log output.
2025-03-29 09:12:54 execute to start DB on "[10.88.6.22]" failed.
`,
      },
      evidence: ['s.txt:5'],
    },
    {
      name: 'systemd only says that it failed',
      bundle: { 'bay2/journal.txt': 'May 05 17:22:40 bay2 systemd[1]: Failed to start PostgreSQL 15 database server.\n' },
    },
    {
      name: 'the port was taken after the server had died without a word',
      bundle: { 'bay2/postgresql.log': log(5000, ready) + log(5519, ...port) },
      confidence: 'certain',
    },
    {
      name: 'a log without process numbers: it ran, was stopped, and does not start again',
      bundle: {
        'bay2/postgresql.log': [ready, 'LOG:  received fast shutdown request', down, mode[0], mode[1]]
          .map((line) => `${at} ${line}\n`)
          .join(''),
      },
    },
    {
      name: 'it came up after the port was free',
      bundle: { 'bay2/postgresql.log': log(5519, ...port) + log(5600, ready) },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the server answers',
      because: 'runs',
      bundle: {
        's.txt':
          "[postgres@bay2 ~]$ psql -c 'select pid, state from pg_stat_wal_receiver'\n pid | state\n-----+-------\n  12 | streaming\n(1 row)\n",
      },
    },
    {
      name: 'a second start beside a server that runs',
      because: 'runs',
      bundle: {
        'bay2/postgresql.log': log(5000, ready) + log(5519, ...port) + log(5000, 'LOG:  received SIGHUP, reloading configuration files'),
      },
    },
  ],
  unknown: [
    {
      name: 'it is down, and nobody tried to start it',
      asks: 'tail',
      bundle: { 's.txt': '[postgres@bay2 ~]$ pg_ctl -D /pg/data status\npg_ctl: no server running\n' },
    },
  ],
  lookalikes: [
    {
      name: 'a program that says the same of a session behind a level of its own',
      bundle: {
        'app.md': `From our service:

2021-07-09 23:21:30 ERROR pool-1 FATAL: could not open file "global/pg_filenode.map": No such file or directory
`,
      },
    },
    {
      name: 'one family of addresses only',
      bundle: {
        'bay2/postgresql.log': log(
          5519,
          'LOG:  could not bind IPv6 address "::1": Cannot assign requested address',
          'LOG:  listening on IPv4 address "127.0.0.1", port 5432',
          ready,
        ),
      },
    },
    {
      name: "Debian's outer unit",
      bundle: {
        's.txt': `[root@bay2 ~]# systemctl status postgresql
● postgresql.service - PostgreSQL RDBMS
     Loaded: loaded (/lib/systemd/system/postgresql.service; enabled; vendor preset: enabled)
     Active: active (exited) since Mon 2024-04-01 09:30:31 UTC; 1 day ago
[root@bay2 ~]# pg_lsclusters
Ver Cluster Port Status          Owner    Data directory              Log file
15  main    5432 online,recovery postgres /var/lib/postgresql/15/main /var/log/postgresql/postgresql-15-main.log
`,
      },
    },
    {
      name: 'the FATAL of one session',
      bundle: {
        'bay2/postgresql.log':
          log(5000, ready) +
          log(5100, 'FATAL:  could not access file "$libdir/timescaledb": No such file or directory') +
          log(5101, 'LOG:  checkpoint starting: time'),
      },
    },
    {
      name: 'the installer finds the semaphores too low, and raises them',
      bundle: {
        'install.log': `[CONFIG_CHECK] check kernel.sem on 10.9.0.2
 [ERROR] [kernel.sem] 250 32000 100 128 (no less than: 5010 641280 5010 256)
 [INFO] change kernel.sem on 10.9.0.2
 [INFO] change kernel.sem on 10.9.0.2 Done
`,
      },
    },
    {
      name: "FATAL inside repmgr's DETAIL is another server's word",
      bundle: {
        's.txt': `[postgres@bay2 ~]$ repmgr -f /etc/repmgr.conf node check
ERROR: connection to database failed
DETAIL: connection to server at "10.4.0.1", port 5432 failed: FATAL:  the database system is starting up
`,
      },
    },
    {
      name: 'sessions are refused while it recovers',
      bundle: {
        'bay2/postgresql.log':
          log(7, 'LOG:  database system was not properly shut down; automatic recovery in progress') +
          log(9, 'FATAL:  the database system is starting up') +
          log(7, 'LOG:  redo starts at 5A/9E000028'),
      },
    },
    {
      name: 'it takes its time',
      bundle: {
        's.txt': `[postgres@bay2 ~]$ pg_ctl -D /pg/data start
waiting for server to start............................................................ stopped waiting
pg_ctl: server did not start in time
`,
      },
    },
    {
      name: 'told better: an error in the file',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'LOG:  syntax error in file "/pg/data/postgresql.conf" line 12, near token "’"',
          'FATAL:  configuration file "/pg/data/postgresql.conf" contains errors',
        ),
      },
    },
    {
      name: 'told better: the version',
      bundle: {
        'bay2/postgresql.log': log(
          7,
          'FATAL:  database files are incompatible with server',
          'DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 15.4.',
        ),
      },
    },
  ],
});
