import { walRemovedByHand } from '../../../src/causes/retention/wal-removed-by-hand.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | pia  | primary | * running |          | default  | 100      | 4        | host=pia user=repmgr dbname=repmgr\n 2  | quin | standby |   running | pia      | default  | 100      | 4        | host=quin user=repmgr dbname=repmgr\n';
const listing = (...numbers: readonly number[]): string =>
  `total ${numbers.length * 16384}\n${numbers.map((number) => `-rw------- 1 postgres postgres 16777216 Nov 23 05:11 0000000400000000000000${number.toString(16).toUpperCase().padStart(2, '0')}\n`).join('')}`;
const CONTROL = "Latest checkpoint's REDO WAL file:    000000040000000000000028\nBytes per WAL segment:                16777216\n";
const slot = (active: string, status: string): string =>
  ` slot_name     | active | restart_lsn | wal_status \n---------------+--------+-------------+------------\n repmgr_slot_2 | ${active}      | 0/1E000028  | ${status}\n(1 row)\n`;

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
    {
      name: 'a hole in the listing of the primary: no server makes one',
      bundle: { 'pia/show.txt': SHOW, 'pia/ls_wal.txt': listing(0x20, 0x21, 0x25, 0x26, 0x27, 0x28, 0x29), 'pia/control.txt': CONTROL },
      confidence: 'likely',
      node: 'pia',
      evidence: ['pia/ls_wal.txt:1'],
    },
    {
      name: 'an inactive slot still reserves what is not there',
      bundle: { 'pia/show.txt': SHOW, 'pia/ls_wal.txt': listing(0x25, 0x26, 0x27, 0x28), 'pia/slots.txt': slot('f', 'extended') },
      confidence: 'likely',
      node: 'pia',
    },
    {
      name: 'a cron table that stands nowhere, and one server is down',
      bundle: {
        't.txt': `crontab -l:\n15 * * * * find /pg/data/pg_wal -type f -mmin +90 -delete\n\n${SHOW.replace('* running', '- failed ')}`,
      },
      confidence: 'likely',
      node: 'pia',
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
    {
      name: 'a hole from before its promotion: what a standby streamed it recycles, while an older segment waits for the archiver',
      bundle: {
        'pia/show.txt': SHOW,
        'pia/ls_wal.txt': listing(0x1b, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29).replace(
          / 0000000400000000000000(?=1B|20)/g,
          ' 0000000300000000000000',
        ),
        'pia/control.txt': CONTROL,
      },
    },
    {
      name: 'the slot was given up: the server removed it',
      bundle: { 'pia/show.txt': SHOW, 'pia/ls_wal.txt': listing(0x25, 0x26, 0x27, 0x28), 'pia/slots.txt': slot('f', 'lost') },
    },
    {
      name: 'spares behind the last checkpoint have no order',
      bundle: { 'pia/show.txt': SHOW, 'pia/ls_wal.txt': listing(0x26, 0x27, 0x28, 0x2a, 0x2c), 'pia/control.txt': CONTROL },
    },
    {
      name: 'a standby that fetched some from an archive',
      bundle: {
        'pia/show.txt': SHOW,
        'quin/ls_wal.txt': listing(0x20, 0x21, 0x25, 0x26, 0x27, 0x28, 0x29),
        'quin/control.txt': CONTROL,
      },
    },
    { name: 'rm of something else', bundle: { 't.txt': '[postgres@n1 ~]$ rm -f /tmp/pg_wal.tar /backup/old/*\n' } },
    {
      name: 'archive_cleanup_command is a setting, not a deed',
      bundle: {
        'recovery.conf': "archive_cleanup_command = 'pg_archivecleanup /backup/archive %r'\nrestore_command = 'cp /backup/archive/%f %p'\n",
      },
    },
  ],
});
