import { sshNotWorking } from '../../../src/causes/switchover/ssh-not-working.ts';
import { causeTester } from '../../support/cause-tester.ts';

const listing = (
  second = '  running | teal1   ',
) => ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------
 1  | teal1 | primary | * running |          | default  | 100      | 7        | host=10.4.0.1 user=repmgr dbname=repmgr
 2  | teal2 | standby | ${second} | default  | 100      | 7        | host=10.4.0.2 user=repmgr dbname=repmgr
`;

const refused = `[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
WARNING: unable to connect to remote host "10.4.0.1" via SSH
ERROR: unable to connect via SSH to host "10.4.0.1", user ""
`;

const passed = (path: string) => `[2017-02-06 06:17:50] [NOTICE] STANDBY PROMOTE successful
[2017-02-06 06:17:50] [DEBUG] remote_command(): ssh -o Batchmode=yes 10.4.0.1 ${path} -D /pg/data -f /etc/repmgr.conf standby follow
bash: ${path}: No such file or directory
[2017-02-06 06:17:50] [DEBUG] remote_command(): output returned was:
`;

causeTester(sshNotWorking, {
  present: [
    {
      name: 'repmgr 3 lets through that the other side has no repmgr there',
      bundle: { 't.txt': passed('/repmgr') },
      node: '10.4.0.1',
      confidence: 'certain',
      evidence: ['t.txt:3'],
    },
    {
      name: "KingbaseES's shell, the words without quotes",
      bundle: {
        't.txt': `[ERROR] [RWC-07455] can not connect to 10.8.0.32 by sys_securecmd, please check it
`,
      },
      node: '10.8.0.32',
      confidence: 'certain',
      severity: 'warning',
      evidence: ['t.txt:1'],
    },
    {
      name: 'a crosscheck without a single answer',
      bundle: {
        't.md': `\`\`\`
INFO: connecting to database
 Name  | Id | 1 | 2 | 3
-------+----+---+---+---
 teal1 | 1  | ? | ? | ?
 teal2 | 2  | ? | ? | ?
 teal3 | 3  | ? | ? | ?
\`\`\`
`,
      },
      node: null,
      confidence: 'likely',
    },
    {
      name: 'the matrix of repmgr 3 lets ssh speak',
      bundle: { 't.md': 'The matrix says only this:\n\nPermission denied (publickey,password).\ncannot parse --csv output: \n' },
      node: null,
    },
    {
      name: 'the start script of a KingbaseES cluster',
      bundle: {
        't.txt': `[kingbase@kes1 bin]$ ./sys_monitor.sh start
2024-03-01 10:12:33 Ready to start all DB ...
ssh: connect to host 10.1.1.2 port 22: Connection refused
`,
      },
      node: '10.1.1.2',
      evidence: ['t.txt:3'],
    },
    {
      name: 'the deploy script of KingbaseES V9R2',
      bundle: {
        't.txt': `[kingbase@kes1 ~]$ sh cluster_install.sh
[CONFIG_CHECK] file format is correct ... OK
[2026-05-12 11:33:02] [ERROR] [RWC-07455] can not connect to 10.1.1.2 by '/kes/bin/sys_securecmd'
`,
      },
      node: '10.1.1.2',
      evidence: ['t.txt:3'],
    },
    {
      name: 'the switchover cannot log in',
      bundle: { 'teal2/s.txt': `${refused}[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show\n${listing()}` },
      confidence: 'certain',
      evidence: ['teal2/s.txt:3', 'teal2/s.txt:4'],
      node: 'teal1',
      severity: 'warning',
    },
    {
      name: 'by hand it says why',
      bundle: { 'teal2/s.txt': `${refused}[postgres@teal2 ~]$ ssh 10.4.0.1 true\nHost key verification failed.\n` },
      confidence: 'certain',
      evidence: ['teal2/s.txt:6'],
      node: '10.4.0.1',
    },
    {
      name: 'repmgr is not found on the other side',
      bundle: {
        'teal2/s.txt': `NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "teal1" succeeded
ERROR: unable to execute "repmgr" on "teal1"
DETAIL: bash: repmgr: command not found
HINT: check "pg_bindir" is set to the correct path in "repmgr.conf"; current value: (not set)
`,
      },
      confidence: 'certain',
      evidence: ['teal2/s.txt:3'],
    },
    {
      name: 'only the matrix says so, while the database answers',
      bundle: {
        'teal1/m.txt': `[postgres@teal1 ~]$ repmgr cluster crosscheck
INFO: connecting to database
 Name  | ID | 1 | 2 | 3
-------+----+---+---+---
 teal1 | 1  | * | * | *
 teal2 | 2  | * | * | *
 teal3 | 3  | ? | ? | ?
WARNING: following problems detected:
  node 3 inaccessible via SSH
`,
      },
      confidence: 'likely',
      node: 'teal3',
    },
    {
      name: 'rows that nobody filled in, as repmgr before 4.2 leaves them',
      bundle: {
        'teal1/m.txt': `[postgres@teal1 ~]$ repmgr cluster crosscheck
 Name  | ID | 1 | 2 | 3
-------+----+---+---+---
 teal1 | 1  | * | * | *
 teal2 | 2  | * | * | *
 teal3 | 3  | ? | ? | ?
`,
      },
      confidence: 'likely',
      node: 'teal3',
    },
    {
      name: 'KingbaseES through its own shell',
      bundle: {
        'n2/s.txt': `[kingbase@kes2 bin]$ ./repmgr standby switchover --siblings-follow
[NOTICE] executing switchover on node "node2" (ID: 2)
[WARNING] unable to connect to remote host "10.9.1.11" via ES
[ERROR] unable to connect via ES to host "10.9.1.11", user ""
[kingbase@kes2 bin]$ ./repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------+------------------
 1  | node1 | primary | * running |          | default  | 100      | 1        |         | host=10.9.1.11 user=esrep dbname=esrep port=54321
 2  | node2 | standby |   running | node1    | default  | 100      | 1        | 0 bytes | host=10.9.1.12 user=esrep dbname=esrep port=54321
`,
      },
      confidence: 'certain',
      node: 'node1',
    },
    {
      name: 'repaired since: the next rehearsal gets in',
      bundle: {
        'teal2/s.txt': `${refused}[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf standby switchover --dry-run
NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "10.4.0.1" succeeded
INFO: able to execute "repmgr" on remote host "10.4.0.1"
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'the host is empty: the conninfo names none',
      because: 'names none',
      bundle: {
        't.txt': `NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
WARNING: unable to connect to remote host "" via SSH
ERROR: unable to connect via SSH to host "", user ""
`,
      },
    },
    {
      name: 'the rehearsal gets in',
      because: 'works',
      bundle: {
        't.txt': `NOTICE: checking switchover on node "teal2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "teal1" succeeded
INFO: able to execute "repmgr" on remote host "teal1"
INFO: archive mode is "off"
INFO: prerequisites for executing STANDBY SWITCHOVER are met
`,
      },
    },
    {
      name: 'KingbaseES uses its own shell, and somebody tried ssh',
      because: 'needs no ssh',
      bundle: {
        'node1/repmgr.conf':
          "node_id=1\nnode_name='node1'\nuse_scmd='on'\nconninfo='host=10.9.1.11 user=esrep dbname=esrep port=54321'\ndata_directory='/kes/data'\n",
        'node1/t.txt': `[kingbase@kes1 ~]$ repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------+------------------
 1  | node1 | primary | * running |          | default  | 100      | 1        |         | host=10.9.1.11 user=esrep dbname=esrep port=54321
 2  | node2 | standby |   running | node1    | default  | 100      | 1        | 0 bytes | host=10.9.1.12 user=esrep dbname=esrep port=54321
[kingbase@kes1 ~]$ ssh kingbase@10.9.1.12 hostname
kingbase@10.9.1.12: Permission denied (publickey,password).
`,
      },
    },
  ],
  unknown: [
    {
      name: 'ssh works by hand, so it is repmgr that fails there',
      asks: 'command -v repmgr',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ ssh teal2 ls -l /usr/bin/nothing
ls: cannot access '/usr/bin/nothing': No such file or directory
[postgres@teal1 ~]$ repmgr cluster matrix
 Name  | ID | 1 | 2
-------+----+---+---
 teal1 | 1  | * | *
 teal2 | 2  | ? | ?
WARNING: following problems detected:
  node 2 inaccessible via SSH
`,
      },
    },
  ],
  lookalikes: [
    { name: 'a file that the other side lacks is not repmgr', bundle: { 't.txt': passed('/opt/tool') } },
    {
      name: 'repmgr is not found where somebody typed it',
      bundle: { 't.txt': '[postgres@teal2 ~]$ repmgr -f /etc/repmgr.conf cluster show\nbash: repmgr: command not found\n' },
    },
    {
      name: 'a csv listing that could not be read, for another reason',
      bundle: { 't.md': 'The matrix says only this:\n\ncannot parse --csv output: \n' },
    },
    {
      name: 'repmgr is not in the PATH of a prompt',
      bundle: { 't.txt': '[kingbase@kes1 ~]$ repmgr cluster show\nbash: repmgr: command not found...\n' },
    },
    {
      name: 'a backup host refuses',
      bundle: { 't.txt': '[postgres@teal1 ~]$ ssh barman@vault barman list-backup teal\nbarman@vault: Permission denied (publickey).\n' },
    },
    {
      name: 'the archive command reaches no host',
      bundle: {
        'postgresql.log': `2024-05-02 11:02:11.114 CEST [811] LOG:  archive command failed with exit code 255
2024-05-02 11:02:11.114 CEST [811] DETAIL:  The failed archive command was: rsync -a pg_wal/00000001000000000000000A backup:/wal/
ssh: connect to host backup port 22: Connection refused
`,
      },
    },
    {
      name: 'a row without answers of a node whose server nobody reaches either',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ repmgr cluster matrix
 Name  | ID | 1 | 2 | 3
-------+----+---+---+---
 teal1 | 1  | * | * | x
 teal2 | 2  | * | * | x
 teal3 | 3  | ? | ? | ?
`,
      },
    },
    {
      name: 'a matrix with everything in order',
      bundle: {
        't.txt': `[postgres@teal1 ~]$ repmgr cluster matrix
 Name  | ID | 1 | 2
-------+----+---+---
 teal1 | 1  | * | *
 teal2 | 2  | * | *
`,
      },
    },
  ],
});
