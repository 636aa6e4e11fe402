import { configurationFileMissing } from '../../../src/causes/cluster/configuration-file-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const listing = show(
  row(1, 'moss1', 'primary', '* running', '', 'host=10.6.0.1 user=repmgr dbname=repmgr'),
  row(2, 'moss2', 'standby', '  running', 'moss1', 'host=10.6.0.2 user=repmgr dbname=repmgr'),
);

causeTester(configurationFileMissing, {
  present: [
    {
      name: 'no file was named',
      bundle: { 'moss1/cron.txt': '\nERROR: no node information was found - please supply a configuration file\n' },
      confidence: 'certain',
      severity: 'warning',
      evidence: ['moss1/cron.txt:1'],
    },
    {
      name: 'the file that was named is not there',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr/15/repmgr.conf cluster show
ERROR: provided configuration file "/etc/repmgr/15/repmgr.conf" not found
`,
      },
      node: 'moss2',
      evidence: ['s.txt:2'],
    },
    {
      name: 'the file may not be read',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf node check
ERROR: unable to open provided configuration file "/etc/repmgr.conf"; terminating
`,
      },
      node: 'moss2',
    },
    {
      name: 'required parameters are not in it',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf node status
ERROR: following errors were found in the configuration file:
  "conninfo": required parameter was not found
  "data_directory": required parameter was not found
[postgres@moss2 ~]$ cat /etc/repmgr.conf
node_id=2
node_name='moss2'
[postgres@moss2 ~]$ psql -Atc 'show data_directory'
/srv/pg/15
`,
      },
      node: 'moss2',
      evidence: ['s.txt:3', 's.txt:4', 's.txt:6'],
    },
    {
      name: 'repmgrd needs the promote command',
      bundle: {
        'moss2/repmgrd.log': `[2024-02-11 09:00:01] [NOTICE] repmgrd (repmgrd 5.3.3) starting up
[2024-02-11 09:00:01] [ERROR] "promote_command" must be defined in the configuration file
`,
      },
    },
    {
      name: 'the registered file has moved away',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf cluster show
${listing}[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf standby switchover --dry-run
NOTICE: checking switchover on node "moss2" (ID: 2) in --dry-run mode
ERROR: expected configuration file not found on the demotion candidate "moss1" (ID: 1)
DETAIL: registered configuration file is "/etc/repmgr/13/repmgr.conf"
`,
      },
      node: 'moss1',
    },
    {
      name: 'KingbaseES: required parameters are not in it',
      bundle: {
        'node2/s.txt': `[kingbase@node2 bin]$ ./repmgr cluster show
[ERROR] following errors were found in the configuration file:
  "node_id": required parameter was not found
`,
      },
      confidence: 'certain',
    },
    {
      name: 'a call without -f, and then with it',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr cluster show
ERROR: no node information was found - please supply a configuration file
[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf cluster show
${listing}`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'repmgr reads it',
      because: 'reads its configuration',
      bundle: { 's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf cluster show\n${listing}` },
    },
  ],
  unknown: [{ name: 'repmgr was not called', bundle: { 'moss2/s.txt': '[postgres@moss2 ~]$ repmgr --version\nrepmgr 5.3.3\n' } }],
  lookalikes: [
    {
      name: 'names that are ignored',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf cluster show
WARNING: the following problems were found in the configuration file:
  "barman_sever": unknown name/value pair provided; ignoring
${listing}`,
      },
    },
    {
      name: 'a value that is refused',
      bundle: {
        's.txt': `[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf cluster show
ERROR: following errors were found in the configuration file:
  value for "failover" must be "automatic" or "manual"
`,
      },
    },
    {
      name: 'the record is missing, not the file',
      bundle: { 's.txt': '[postgres@moss2 ~]$ repmgr -f /etc/repmgr.conf node check\nERROR: no record found for node 2\n' },
    },
    {
      name: 'repmgr itself is not in the path',
      bundle: { 's.txt': '[kingbase@moss2 ~]$ repmgr cluster show\n-bash: repmgr: command not found\n' },
    },
    {
      name: 'event notifications, asked about',
      bundle: {
        'q.md':
          "every node has\n```\nevent_notification_command='/usr/local/bin/hook.sh %e %s'\nevent_notifications='standby_promote'\n```\n",
      },
    },
  ],
});
