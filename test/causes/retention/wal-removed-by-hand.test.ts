import { walRemovedByHand } from '../../../src/causes/retention/wal-removed-by-hand.ts';
import { causeTester } from '../../support/cause-tester.ts';

causeTester(walRemovedByHand, {
  present: [
    {
      name: 'pg_archivecleanup on pg_wal',
      bundle: { 't.txt': '[postgres@n1 ~]$ pg_archivecleanup /pg/data/pg_wal 000000010000000000000040\n' },
      confidence: 'certain',
      evidence: ['t.txt:1'],
      severity: 'critical',
    },
    {
      name: 'rm in sys_wal',
      bundle: { 't.txt': '[kingbase@kes1 data]$ rm -f /kes/data/sys_wal/0000000100000000000000[0-4]*\n' },
      confidence: 'certain',
    },
    {
      name: 'find -delete, with listings before and after',
      bundle: {
        't.txt': `[postgres@n1 ~]$ ls -l /pg/data/pg_wal
total 49152
-rw------- 1 postgres postgres 16777216 Nov 23 05:09 000000010000000000000001
-rw------- 1 postgres postgres 16777216 Nov 23 05:10 000000010000000000000002
-rw------- 1 postgres postgres 16777216 Nov 23 05:11 000000010000000000000003
[postgres@n1 ~]$ find /pg/data/pg_wal -name '00000001*' -mmin +1 -delete
[postgres@n1 ~]$ ls -l /pg/data/pg_wal
total 16384
-rw------- 1 postgres postgres 16777216 Nov 23 05:11 000000010000000000000003
`,
      },
      confidence: 'certain',
    },
    {
      name: 'only the status files',
      bundle: { 't.txt': '[kingbase@kes1 ~]$ rm -rf /kes/data/sys_wal/archive_status/0000000100*.ready\n' },
      confidence: 'likely',
    },
    {
      name: 'a script in a Chinese ticket does it every hour',
      bundle: {
        't.md':
          '每小时清理一次：\n\n```bash\n#!/bin/bash\nDATA=/kesdata/data\nBIN=/opt/kes/bin\n$BIN/sys_archivecleanup $DATA/sys_wal "$cut"\n```\n',
      },
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: 'an archive is cleaned, as it should be',
      because: 'archive directory',
      bundle: { 't.txt': '[postgres@n1 ~]$ pg_archivecleanup /backup/archive 000000010000000000000040\n' },
    },
    {
      name: 'a dry run',
      because: 'dry run',
      bundle: { 't.txt': '[postgres@n1 ~]$ pg_archivecleanup -n /pg/data/pg_wal 000000010000000000000040\n' },
    },
  ],
  unknown: [
    {
      name: 'a listing only',
      bundle: {
        't.txt':
          '[postgres@n1 ~]$ ls -l /pg/data/pg_wal\ntotal 16384\n-rw------- 1 postgres postgres 16777216 Nov 23 05:11 000000010000000000000003\n',
      },
    },
  ],
  lookalikes: [
    { name: 'rm of something else', bundle: { 't.txt': '[postgres@n1 ~]$ rm -f /tmp/pg_wal.tar /backup/old/*\n' } },
    {
      name: 'archive_cleanup_command is a setting, not a deed',
      bundle: {
        'recovery.conf': "archive_cleanup_command = 'pg_archivecleanup /backup/archive %r'\nrestore_command = 'cp /backup/archive/%f %p'\n",
      },
    },
  ],
});
