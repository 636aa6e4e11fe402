import { replicationSlotsExhausted } from '../../../src/causes/replication/replication-slots-exhausted.ts';
import { causeTester } from '../../support/cause-tester.ts';

const full =
  '2025-01-30 01:14:08.100 UTC [5] ERROR:  all replication slots are in use\n2025-01-30 01:14:08.100 UTC [5] HINT:  Free one or increase max_replication_slots.\n';

const limit = (value: number): string =>
  `         name          | setting \n-----------------------+---------\n max_replication_slots | ${value}\n(1 row)\n`;
const taken = ' slot_name | slot_type | active \n-----------+-----------+--------\n repmgr_slot_3 | physical | t\n(1 row)\n';

causeTester(replicationSlotsExhausted, {
  present: [
    { name: 'the server says so', bundle: { 's.log': full }, confidence: 'certain', severity: 'critical', evidence: ['s.log:1'] },
    {
      name: 'repmgr finds none free, and an idle one is listed',
      bundle: {
        'f.txt':
          'INFO: local node 4 can attach to follow target node 2\nERROR: no free replication slots available on node 2\nHINT: consider increasing "max_replication_slots" (current value: 2)\n\n slot_name | slot_type | active \n-----------+-----------+--------\n repmgr_slot_3 | physical | t\n old_tool | physical | f\n(2 rows)\n',
      },
      confidence: 'certain',
    },
    {
      name: 'a switchover that cannot attach everybody',
      bundle: {
        'sw.txt':
          'NOTICE: executing switchover on node "bo" (ID: 2)\nERROR: insufficient free replication slots to attach all nodes\nDETAIL: at least 2 additional replication slots required but only 1 free replication slots available\n',
      },
    },
    {
      name: 'no slots are allowed at all (9.6)',
      bundle: {
        'c.txt':
          'NOTICE: destination directory "/pg/96" provided\nERROR: parameter "max_replication_slots" must be set to at least 1 to enable replication slots\n',
      },
    },
    {
      name: 'a limit lowered below the slots on disk',
      bundle: { 's.log': '2025-01-30 01:14:08.100 UTC [5] FATAL:  too many replication slots active before shutdown\n' },
    },
    {
      name: 'KingbaseES, Chinese',
      bundle: {
        'k.md': '```\n[kingbase@kes1 sys_log]$ tail -1 kingbase.log\n2025-01-30 01:14:08 CST 错误:  所有的复制槽都在使用中\n```\n',
      },
    },
    {
      name: 'dropped one, cloned then',
      bundle: {
        'c.txt':
          'ERROR: unable to create replication slot "repmgr_slot_4" on upstream node 1\nDETAIL: ERROR:  all replication slots are in use\nERROR:  all replication slots are in use\nNOTICE: standby clone (using pg_basebackup) complete\n',
      },
      status: 'resolved',
    },
    {
      name: 'the limit was raised since: the listings show room for a clone',
      bundle: { 'n1/s.log': full, 'n1/settings.txt': limit(10), 'n1/slots.txt': taken },
      status: 'resolved',
    },
    {
      name: 'one slot is free, and a clone needs two',
      bundle: { 'n1/s.log': full, 'n1/settings.txt': limit(2), 'n1/slots.txt': taken },
      status: 'active',
    },
  ],
  absent: [
    {
      name: 'room for more',
      because: '1 of 10',
      bundle: {
        's.txt':
          '         name          | setting \n-----------------------+---------\n max_replication_slots | 10\n(1 row)\n\n slot_name | slot_type | active \n-----------+-----------+--------\n repmgr_slot_3 | physical | t\n(1 row)\n',
      },
    },
  ],
  unknown: [
    {
      name: 'nothing on slots',
      bundle: { 's.log': '2025-01-30 01:14:08.100 UTC [5] LOG:  database system is ready to accept connections\n' },
    },
  ],
  lookalikes: [
    {
      name: 'a dry run that states how many are free',
      bundle: { 'd.txt': 'INFO: replication slots in use, 9 free slots on node 1\nINFO: all prerequisites for "standby clone" are met\n' },
    },
    { name: 'the slot is somebody else’s', bundle: { 'c.txt': 'ERROR: slot "repmgr_slot_3" already exists as an active slot\n' } },
  ],
});
