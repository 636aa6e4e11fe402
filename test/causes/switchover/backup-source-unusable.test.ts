import { backupSourceUnusable } from '../../../src/causes/switchover/backup-source-unusable.ts';
import { causeTester } from '../../support/cause-tester.ts';

const asked = `[postgres@teal3 ~]$ repmgr -h teal1 -U repmgr -d repmgr -f /etc/repmgr.conf standby clone
NOTICE: destination directory "/pg/data" provided
INFO: connecting to Barman server to verify backup for "teal"
`;
const none = `ERROR: no valid backup for server "teal" was found in the Barman catalogue
DETAIL: command executed was:
  ssh barman@vault barman show-backup teal latest > /dev/null
HINT: refer to the Barman documentation for more information
`;
const complete = 'NOTICE: standby clone (using pg_basebackup) complete\n';

causeTester(backupSourceUnusable, {
  present: [
    {
      name: 'what Barman was to write did not come',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ repmgr -h teal1 -U repmgr -d repmgr -F standby clone
INFO: connecting to Barman server to verify backup for "teal"
WARNING: directory "/pg/data" exists but is not empty
NOTICE: deleting existing directory "/pg/data"
NOTICE: retrieving backup from Barman...
ERROR: cannot open file: /pg/data/repmgr/backup.info
`,
      },
      confidence: 'certain',
      evidence: ['t.txt:6'],
    },
    {
      name: 'no valid backup',
      bundle: { 'teal3/s.txt': asked + none },
      confidence: 'certain',
      severity: 'warning',
      node: 'teal3',
      evidence: ['teal3/s.txt:4'],
    },
    {
      name: 'Barman does not give what is asked for',
      bundle: { 'teal3/s.txt': `${asked}ERROR: unable to execute database query via Barman server\n` },
      confidence: 'certain',
      node: 'teal3',
    },
    { name: 'cloned from the primary since', bundle: { 'teal3/s.txt': `${asked}${none}${asked}${complete}` }, status: 'resolved' },
  ],
  absent: [
    {
      name: 'there is a valid backup',
      because: 'valid backup',
      bundle: { 'teal3/s.txt': `${asked}INFO: valid backup for server "teal" found in the Barman catalogue\n` },
    },
  ],
  unknown: [{ name: 'the paste ends where Barman is asked', asks: 'barman check', bundle: { 'teal3/s.txt': asked } }],
  lookalikes: [
    {
      name: 'a clone with pg_basebackup fails',
      bundle: {
        't.txt': `[postgres@teal3 ~]$ repmgr -h teal1 -U repmgr -d repmgr standby clone
ERROR: unable to take a base backup of the source server
`,
      },
    },
    {
      name: 'Barman is asked by hand and is well',
      bundle: {
        't.txt':
          '[postgres@teal1 ~]$ ssh barman@vault barman list-backup teal\nteal 20240114T010003 - Sun Jan 14 01:12:00 2024 - Size: 41.2 GiB\n',
      },
    },
  ],
});
