import { serviceCommandMisconfigured } from '../../../src/causes/switchover/service-command-misconfigured.ts';
import { causeTester } from '../../support/cause-tester.ts';

const conf = (more: string) => `node_id=2
node_name='teal2'
conninfo='host=10.4.0.2 user=repmgr dbname=repmgr'
data_directory='/pg/data'
${more}`;
const right = `promote_command='/usr/bin/repmgr standby promote -f /etc/repmgr.conf --log-to-file'
follow_command='/usr/bin/repmgr standby follow -f /etc/repmgr.conf --log-to-file --upstream-node-id=%n'
service_start_command='/usr/pgsql-15/bin/pg_ctl -D /pg/data -l /pg/log -w start'
service_stop_command='/usr/pgsql-15/bin/pg_ctl -D /pg/data -m fast -W stop'
`;
const recursion = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby promote
NOTICE: promoting standby to primary
DETAIL: promoting server "teal2" (ID: 2) using "/usr/pgsql-12/bin/repmgr standby promote -f /etc/repmgr.conf"
NOTICE: promoting standby to primary
DETAIL: promoting server "teal2" (ID: 2) using "/usr/pgsql-12/bin/repmgr standby promote -f /etc/repmgr.conf"
`;

/** A switchover that waits in vain for teal1 to stop, and what the next command shows of it. */
const vain = (command: string, status: string, between = ''): string => `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "teal1" (ID: 1)
NOTICE: issuing CHECKPOINT on node "teal1" (ID: 1)
DETAIL: executing server command "${command}"
INFO: checking for primary shutdown; 1 of 2 attempts ("shutdown_check_timeout")
INFO: checking for primary shutdown; 2 of 2 attempts ("shutdown_check_timeout")
ERROR: shutdown of the primary server could not be confirmed
HINT: check the primary server status before performing any further actions
${between}[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | primary | ${status} |          | default  | 100      | 8        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | standby |   running | teal1    | default  | 100      | 8        | host=10.4.0.2 user=repmgr dbname=repmgr
`;
const restarted = `[postgres@teal1 ~]$ pg_ctl -D /pg/data start
waiting for server to start.... done
server started
`;

causeTester(serviceCommandMisconfigured, {
  present: [
    {
      name: 'promote_command calls a misspelt repmgr',
      bundle: { 'teal2/repmgr.conf': conf(right.replace('/usr/bin/repmgr standby promote', 'repmg standby promote')) },
      confidence: 'certain',
      node: 'teal2',
      evidence: ['teal2/repmgr.conf:5'],
    },
    {
      name: 'two letters of systemctl changed places',
      bundle: { 'teal2/repmgr.conf': conf("service_start_command='sudo systemclt start postgresql-15'\n") },
      confidence: 'certain',
      node: 'teal2',
    },
    {
      name: 'repmgr 3 finds no pg_ctl',
      bundle: {
        't.txt': `[2016-07-13 12:50:07] [NOTICE] promoting standby
[2016-07-13 12:50:07] [NOTICE] promoting server using 'pg_ctl -D /var/lib/postgresql/9.4/main promote'
sh: 1: pg_ctl: not found
[2016-07-13 12:50:07] [ERROR] unable to promote server from standby to master
`,
      },
      evidence: ['t.txt:2'],
    },
    {
      name: 'promote_command names a configuration file that is not there',
      bundle: {
        'teal2/ps.txt': `[postgres@teal2 ~]$ ps -ef | grep repmgrd
postgres  812     1  0 09:00 ?        00:00:01 repmgrd -f /etc/repmgr.conf --daemonize
`,
        'teal2/repmgr.conf': conf(right.replace('standby promote -f /etc/repmgr.conf', 'standby promote -f /etc/repmgr/15/repmgr.conf')),
        'teal2/repmgrd.log': `[2026-11-29 18:47:17] [NOTICE] this node is the only available candidate and will now promote itself
[2026-11-29 18:47:17] [ERROR] provided configuration file "/etc/repmgr/15/repmgr.conf" not found
[2026-11-29 18:47:17] [DETAIL] No such file or directory
`,
      },
      confidence: 'certain',
      node: 'teal2',
    },
    {
      name: 'the server runs on right after the switchover gave up waiting for it',
      bundle: { 's.txt': vain('/usr/lib/postgresql/15/bin/pg_ctl -D /old/data -m fast -w stop', '* running') },
      confidence: 'likely',
      node: 'teal1',
      evidence: ['s.txt:5', 's.txt:9', 's.txt:14'],
    },
    {
      name: 'it calls itself',
      bundle: { 'teal2/s.txt': recursion },
      confidence: 'certain',
      severity: 'critical',
      node: 'teal2',
      evidence: ['teal2/s.txt:2'],
    },
    {
      name: 'the configuration would call itself',
      bundle: { 'teal2/repmgr.conf': conf("service_promote_command='/usr/bin/repmgr standby promote -f /etc/repmgr.conf'\n") },
      confidence: 'certain',
      node: 'teal2',
    },
    {
      name: 'promote_command follows',
      bundle: { 'teal2/repmgr.conf': conf("promote_command='/usr/bin/repmgr standby follow -f /etc/repmgr.conf'\n") },
      confidence: 'certain',
      node: 'teal2',
    },
    {
      name: 'the start command stops',
      bundle: { 'teal2/repmgr.conf': conf("service_start_command='sudo systemctl stop postgresql-15'\n") },
      confidence: 'certain',
      node: 'teal2',
    },
    {
      name: 'the stop command names another directory',
      bundle: { 'teal2/repmgr.conf': conf("service_stop_command='/usr/pgsql-15/bin/pg_ctl -D /var/lib/pgsql/15/data -m fast -W stop'\n") },
      confidence: 'likely',
      node: 'teal2',
    },
    {
      name: 'the listed commands disagree on the directory, and the stop stopped nothing',
      bundle: {
        's.txt': `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
ERROR: shutdown of the primary server could not be confirmed
[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node service --list-actions
Following commands would be executed for each action:

    start: "/usr/pgsql-15/bin/pg_ctl -D /pg/data -l /pg/log -w start"
     stop: "/usr/pgsql-15/bin/pg_ctl -D /var/lib/pgsql/15/data -m fast -W stop"
  restart: "/usr/pgsql-15/bin/pg_ctl -D /pg/data -l /pg/log -m fast -w restart"
   reload: "/usr/pgsql-15/bin/pg_ctl -D /pg/data reload"
`,
      },
      confidence: 'certain',
      node: 'teal1',
      evidence: ['s.txt:9', 's.txt:4'],
    },
    {
      name: "Debian's configuration is not found",
      bundle: {
        't.txt': `NOTICE: starting server using "/usr/lib/postgresql/13/bin/pg_ctl  -w -D '/var/lib/postgresql/13/main' start"
ERROR: unable to start server
DETAIL: waiting for server to start....postgres: could not access the server configuration file "/var/lib/postgresql/13/main/postgresql.conf": No such file or directory
ERROR: NODE REJOIN failed
`,
      },
      confidence: 'certain',
    },
    {
      name: 'what the other side of a switchover prints, as the log of repmgr shows it',
      bundle: {
        't.txt': `$ repmgr standby switchover -f /etc/repmgr.conf --log-level=DEBUG
NOTICE: executing switchover on node "wren2" (ID: 2)
INFO: SSH connection to host "wren1" succeeded
DEBUG: remote_command(): output returned was:
  postgres: could not access the server configuration file "/var/lib/postgresql/13/main/postgresql.conf": No such file or directory
WARNING: node "wren1" did not start
`,
      },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES: the follow command promotes',
      bundle: {
        'node2/repmgr.conf':
          "node_id=2\nnode_name='node2'\nconninfo='host=10.9.1.12 user=esrep dbname=esrep port=54321'\ndata_directory='/kes/data'\npromote_command='/kes/bin/repmgr standby promote -f /kes/etc/repmgr.conf'\nfollow_command='/kes/bin/repmgr standby promote -f /kes/etc/repmgr.conf -W --upstream-node-id=%n'\n",
      },
      confidence: 'certain',
      node: 'node2',
    },
    {
      name: 'the unit does not exist, and it was put right since',
      bundle: {
        's.txt': `[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node service --action=restart
DETAIL: executing server command "sudo systemctl restart postgresql-14"
Failed to restart postgresql-14.service: Unit postgresql-14.service not found.
[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node rejoin -d 'host=10.4.0.2 user=repmgr dbname=repmgr'
NOTICE: NODE REJOIN successful
`,
      },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'the commands read right', because: 'does what it should', bundle: { 'teal2/repmgr.conf': conf(right) } }],
  unknown: [{ name: 'no command in the bundle', bundle: { 'teal2/repmgr.conf': conf('') } }],
  lookalikes: [
    {
      name: 'what the other side prints, and it is well',
      bundle: {
        't.txt': `$ repmgr standby switchover -f /etc/repmgr.conf --log-level=DEBUG
NOTICE: executing switchover on node "wren2" (ID: 2)
INFO: SSH connection to host "wren1" succeeded
DEBUG: remote_command(): output returned was:
  --configured-data-directory=OK
`,
      },
    },
    {
      name: 'it was going down: it takes no connection',
      bundle: { 's.txt': vain('/usr/lib/postgresql/15/bin/pg_ctl -D /old/data -m fast -w stop', '? running') },
    },
    {
      name: 'it went down after all, and was started again',
      bundle: { 's.txt': vain('/usr/lib/postgresql/15/bin/pg_ctl -D /old/data -m fast -w stop', '* running', restarted) },
    },
    { name: 'what the other cause tells', bundle: { 's.txt': vain('sudo systemctl stop postgresql@15-main', '* running') } },
    {
      name: 'promote_command is meant to be repmgr standby promote',
      bundle: { 'teal2/repmgr.conf': conf("promote_command='/usr/bin/repmgr standby promote -f /etc/repmgr.conf --log-to-file'\n") },
    },
    {
      name: 'wrappers whose names are made of the same letters',
      bundle: {
        'teal2/repmgr.conf': conf(`promote_command='/usr/local/bin/repmgr5 standby promote -f /etc/repmgr.conf'
follow_command='repmgr.sh standby follow -f /etc/repmgr.conf'
service_stop_command='sudo pgctl_safe stop'
`),
      },
    },
    { name: "a script of one's own", bundle: { 'teal2/repmgr.conf': conf("promote_command='/usr/local/bin/promote_and_move_vip.sh'\n") } },
    {
      name: 'a smart stop works, and waits',
      bundle: { 'teal2/repmgr.conf': conf("service_stop_command='/usr/pgsql-15/bin/pg_ctl -D /pg/data -m smart -W stop'\n") },
    },
    {
      name: "Debian's outer unit",
      bundle: {
        't.txt': `${''}[root@teal2 ~]# systemctl status postgresql
● postgresql.service - PostgreSQL RDBMS
     Loaded: loaded (/lib/systemd/system/postgresql.service; enabled; vendor preset: enabled)
     Active: active (exited) since Mon 2024-04-01 09:30:31 UTC; 1 day ago
`,
      },
    },
  ],
});
