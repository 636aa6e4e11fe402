import { serviceCommandNotPermitted } from '../../../src/causes/switchover/service-command-not-permitted.ts';
import { causeTester } from '../../support/cause-tester.ts';

const service = (command: string, answer: string) => `[postgres@teal1 ~]$ repmgr -f /etc/repmgr.conf node service --action=stop
DETAIL: executing server command "${command}"
${answer}
`;
const stopping = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover
NOTICE: executing switchover on node "teal2" (ID: 2)
NOTICE: local node "teal2" (ID: 2) will be promoted to primary; current primary "teal1" (ID: 1) will be demoted to standby
NOTICE: stopping current primary node "teal1" (ID: 1)
NOTICE: issuing CHECKPOINT on node "teal1" (ID: 1)
DETAIL: executing server command "sudo systemctl stop postgresql-15"
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

causeTester(serviceCommandNotPermitted, {
  present: [
    {
      name: 'the server runs on right after the switchover gave up waiting for it',
      bundle: { 's.txt': vain('sudo systemctl stop postgresql@15-main', '* running') },
      confidence: 'likely',
      node: 'teal1',
      evidence: ['s.txt:5', 's.txt:9', 's.txt:14'],
    },
    {
      name: 'sudo wants a password',
      bundle: { 'teal1/s.txt': service('sudo systemctl stop postgresql-15', 'sudo: a password is required') },
      confidence: 'certain',
      severity: 'critical',
      node: 'teal1',
      evidence: ['teal1/s.txt:2', 'teal1/s.txt:3'],
    },
    {
      name: 'polkit refuses, without sudo in the command',
      bundle: {
        'teal1/s.txt': service(
          'systemctl stop postgresql-15',
          'Failed to stop postgresql-15.service: Interactive authentication required.',
        ),
      },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'a terminal shows the question',
      bundle: { 'teal1/s.txt': service('sudo pg_ctlcluster 15 main stop', '[sudo] password for postgres: \nSorry, try again.') },
      confidence: 'certain',
      node: 'teal1',
    },
    {
      name: 'the promote script may not be executed (126)',
      bundle: {
        'teal2/repmgrd.log': `[2024-04-01 09:30:31] [NOTICE] starting monitoring of node "teal2" (ID: 2)
[2024-04-01 09:30:31] [INFO] promote_command is:
  "/usr/local/bin/promote.sh"
[2024-04-01 09:30:31] [ERROR] promote command failed
[2024-04-01 09:30:31] [DETAIL] promote command exited with error code 126
`,
      },
      node: 'teal2',
    },
    {
      name: 'KingbaseES: the daemon may not run sys_ctl through sudo',
      bundle: {
        'n2/hamgr.log': `[2024-04-01 09:30:31] [NOTICE] starting monitoring of node "node2" (ID: 2)
[2024-04-01 09:30:31] [NOTICE] promoting standby to primary
[2024-04-01 09:30:31] [DETAIL] promoting server "node2" (ID: 2) using "sudo -u kingbase /kes/bin/sys_ctl -D /kes/data promote"
sudo: a terminal is required to read the password
[2024-04-01 09:30:31] [ERROR] unable to promote server from standby to primary
`,
      },
      node: 'node2',
    },
    {
      name: 'it works since',
      bundle: {
        's.txt': `${service('sudo systemctl stop postgresql-15', 'sudo: a password is required')}${stopping}NOTICE: current primary has been cleanly shut down at location 5/2A000028
`,
      },
      status: 'resolved',
    },
    {
      name: 'the configured command, tried by hand',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ cat /etc/repmgr.conf
node_id=1
node_name='teal1'
conninfo='host=teal1 user=repmgr dbname=repmgr'
data_directory='/pg/data'
service_stop_command='sudo systemctl stop postgresql-15'
[postgres@teal1 ~]$ sudo -n systemctl stop postgresql-15
sudo: a password is required
`,
      },
      confidence: 'certain',
      evidence: ['t.txt:8'],
    },
  ],
  absent: [
    {
      name: 'the stop worked',
      because: 'works',
      bundle: { 'teal2/s.txt': `${stopping}NOTICE: current primary has been cleanly shut down at location 5/2A000028\n` },
    },
  ],
  unknown: [
    {
      name: 'a switchover that waits, and nothing tells why',
      bundle: { 'teal2/s.txt': `${stopping}INFO: checking for primary shutdown; 1 of 60 attempts ("shutdown_check_timeout")\n` },
    },
  ],
  lookalikes: [
    { name: 'it was going down: it takes no connection', bundle: { 's.txt': vain('sudo systemctl stop postgresql@15-main', '? running') } },
    {
      name: 'it went down after all, and was started again',
      bundle: { 's.txt': vain('sudo systemctl stop postgresql@15-main', '* running', restarted) },
    },
    {
      name: 'what the other cause tells',
      bundle: { 's.txt': vain('/usr/lib/postgresql/15/bin/pg_ctl -D /old/data -m fast -w stop', '* running') },
    },
    {
      name: 'an archive script that may not be executed',
      bundle: {
        'postgresql.log': `sh: 1: /usr/local/bin/wal.sh: Permission denied
2024-05-02 11:02:11.114 CEST [811] FATAL:  archive command failed with exit code 126
2024-05-02 11:02:11.114 CEST [811] DETAIL:  The failed archive command was: /usr/local/bin/wal.sh pg_wal/00000001000000000000000A
`,
      },
    },
    {
      name: 'a start log that may not be written',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./sys_ctl -D /kdata -l /kdata/../logfile start
waiting for server to start..../bin/sh: /kdata/../logfile: Permission denied
 stopped waiting
sys_ctl: could not start server
Examine the log output.
`,
      },
    },
    {
      name: 'an engineer mistypes the password at a prompt of his own',
      bundle: { 't.txt': '[jane@teal1 ~]$ sudo systemctl status cron\n[sudo] password for jane: \nSorry, try again.\n' },
    },
  ],
});
