import { repmgrdPidFile } from '../../../src/causes/cluster/repmgrd-pid-file.ts';
import { causeTester } from '../../support/cause-tester.ts';

const starts = '[2024-06-04 05:00:01] [NOTICE] repmgrd (repmgrd 5.3.3) starting up\n';
const exists = `${starts}[2024-06-04 05:00:01] [ERROR] PID file "/run/repmgr/repmgrd.pid" exists and seems to contain a valid PID
[2024-06-04 05:00:01] [HINT] if repmgrd is no longer alive, remove the file and restart repmgrd
`;
const monitors = '[2024-06-04 05:00:02] [NOTICE] starting monitoring of node "yew2" (ID: 2)\n';
const cannot = `${starts}[2024-06-04 05:00:01] [ERROR] could not open PID file /run/repmgr/repmgrd.pid\n`;
const table = (state: string) => ` ID | Name | Role    | Status    | Upstream | repmgrd     | PID  | Paused? | Upstream last seen
----+------+---------+-----------+----------+-------------+------+---------+--------------------
 1  | yew1 | primary | * running |          | running     | 1133 | no      | n/a
 2  | yew2 | standby |   running | yew1     | ${state} | 991  | no      | 1 second(s) ago
`;

causeTester(repmgrdPidFile, {
  present: [
    {
      name: 'left behind by a crash of the machine',
      bundle: { 'yew2/repmgrd.log': exists },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['yew2/repmgrd.log:2'],
    },
    {
      name: 'the directory under /run is gone',
      bundle: {
        'yew2/journal.txt': `Jun 04 05:00:01 yew2 repmgrd[801]: [2024-06-04 05:00:01] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
Jun 04 05:00:01 yew2 systemd[1]: Can't open PID file /run/repmgr/repmgrd.pid (yet?) after start: No such file or directory
Jun 04 05:00:01 yew2 repmgrd[803]: [2024-06-04 05:00:01] [ERROR] could not open PID file /run/repmgr/repmgrd.pid
Jun 04 05:00:01 yew2 systemd[1]: Daemon never wrote its PID file. Failing.
`,
      },
      node: 'yew2',
      confidence: 'certain',
    },
    {
      name: 'one runs already',
      bundle: {
        's.txt': `[postgres@yew2 ~]$ repmgrd -f /etc/repmgr.conf
${exists}[postgres@yew2 ~]$ ps -ef | grep repmgrd
postgres   991     1  0 Jun01 ?        00:02:11 /usr/bin/repmgrd -f /etc/repmgr.conf --daemonize
`,
      },
      severity: 'notice',
      confidence: 'likely',
      evidence: ['s.txt:3', 's.txt:6'],
    },
    {
      name: 'KingbaseES',
      bundle: {
        'node2/hamgr.log': `[2024-06-04 05:00:01] [NOTICE] repmgrd (repmgrd 5.0.0) starting up
[2024-06-04 05:00:01] [ERROR] PID file "/home/kingbase/cluster/R6/KHA/kingbase/etc/hamgrd.pid" exists and seems to contain a valid PID
`,
      },
      confidence: 'certain',
    },
    { name: 'removed since', bundle: { 'yew2/repmgrd.log': exists + starts + monitors }, status: 'resolved', node: 'yew2' },
    { name: 'the directory was made', bundle: { 'yew2/repmgrd.log': cannot + starts + monitors }, status: 'resolved', node: 'yew2' },
  ],
  absent: [
    { name: 'it runs', because: 'runs here', bundle: { 's.txt': `[postgres@yew1 ~]$ repmgr service status\n${table('running    ')}` } },
    {
      name: 'a stale file that repmgrd overwrites by itself',
      because: 'runs here',
      bundle: {
        's.txt': `[postgres@yew2 ~]$ ls -l /run/repmgr/repmgrd.pid
-rw-r--r-- 1 postgres postgres 5 Jun  1 03:11 /run/repmgr/repmgrd.pid
`,
        'yew2/repmgrd.log': starts + monitors,
      },
    },
  ],
  unknown: [
    {
      name: 'it did not start, and nothing tells why',
      asks: 'repmgrd.pid',
      bundle: {
        's.txt': '[postgres@yew2 ~]$ repmgr daemon start\nERROR: repmgrd does not appear to have started after 15 seconds\n',
        'yew2/repmgr.conf': "node_id=2\nnode_name='yew2'\nrepmgrd_pid_file='/run/repmgr/repmgrd.pid'\n",
      },
    },
  ],
  lookalikes: [
    {
      name: 'not running in a listing only',
      bundle: { 's.txt': `[postgres@yew1 ~]$ repmgr service status\n${table('not running')}` },
    },
    {
      name: 'it ends for another reason',
      bundle: {
        'yew2/repmgrd.log': `${starts}[2024-06-04 05:00:01] [ERROR] unable to write to shared memory\n[2024-06-04 05:00:01] [INFO] repmgrd terminating...\n`,
      },
    },
  ],
});
