import { replicationSlotInactive } from '../../../src/causes/retention/replication-slot-inactive.ts';
import { causeTester } from '../../support/cause-tester.ts';

const HEAD =
  '   slot_name   | plugin | slot_type | datoid | database | temporary | active | active_pid | xmin | catalog_xmin | restart_lsn | confirmed_flush_lsn | wal_status | safe_wal_size | two_phase \n---------------+--------+-----------+--------+----------+-----------+--------+------------+------+--------------+-------------+---------------------+------------+---------------+-----------\n';
const slot = (name: string, active: string, restart: string, status: string, temporary = 'f'): string =>
  ` ${name} |        | physical  |        |          | ${temporary}         | ${active}      |            |      |              | ${restart} |                     | ${status} |               | f\n`;
const check = (node: string, slots: string, downstream = 'OK (1 of 1 downstream nodes attached)'): string =>
  `Node "${node}":\n\tServer role: OK (node is primary)\n\tDownstream servers: ${downstream}\n\tReplication slots: ${slots}\n`;
const show = (standby: string, state: string, mark = ''): string =>
  ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | ada  | primary | * running |          | default  | 100      | 4        | host=ada user=repmgr dbname=repmgr\n 2  | ${standby}  | standby | ${state} | ${mark}ada      | default  | 100      | 4        | host=${standby} user=repmgr dbname=repmgr\n`;
const SENDERS =
  ' pid | application_name | client_addr | state | sent_lsn | sync_state \n-----+------------------+-------------+-------+----------+------------\n 812 | bob | 10.2.0.12 | streaming | 4/90000148 | async\n(1 row)\n';

causeTester(replicationSlotInactive, {
  present: [
    {
      name: 'the slot of a server that is gone, with what it holds',
      bundle: {
        'ada/show.txt': show('bob', '  running'),
        'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 't', '4/90000000', 'reserved')}${slot('old_dr', 'f', '4/1000028', 'extended')}(2 rows)\n`,
      },
      confidence: 'certain',
      node: 'ada',
      evidence: ['ada/slots.txt:4'],
    },
    {
      name: 'repmgr counts one, every standby is attached',
      bundle: { 'ada/check.txt': check('ada', 'CRITICAL (1 of 2 physical replication slots are inactive)') },
      confidence: 'likely',
      evidence: ['ada/check.txt:4'],
      summary: '1 physical replication slots of ada are inactive',
    },
    {
      name: 'repmgr before 4.3 counts one, of whatever kind',
      bundle: { 'ada/check.txt': check('ada', 'CRITICAL (1 of 2 replication slots are inactive)') },
      confidence: 'likely',
      summary: 'repmgr before 4.3 counts logical slots, too',
    },
    {
      name: 'the standby is down and WAL piles up',
      bundle: {
        'ada/show.txt': show('bob', '- failed '),
        'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 'f', '4/1000028', 'unreserved')}(1 row)\n`,
      },
      confidence: 'likely',
    },
    {
      name: 'the standby is only down: worth a look, no more',
      bundle: {
        'ada/show.txt': show('bob', '- failed '),
        'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 'f', '4/90000028', 'reserved')}(1 row)\n`,
      },
      confidence: 'possible',
      severity: 'notice',
    },
    {
      name: 'the standby streams, but without its slot',
      bundle: {
        'ada/show.txt': show('bob', '  running'),
        'ada/replication.txt': SENDERS,
        'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 'f', '4/90000028', 'reserved')}(1 row)\n`,
        'bob/receiver.txt':
          ' pid |  status   | receive_start_lsn | slot_name | sender_host \n-----+-----------+-------------------+-----------+-------------\n  36 | streaming | 4/8F000000        |           | ada\n(1 row)\n',
      },
      confidence: 'likely',
    },
    {
      name: 'KingbaseES, Chinese: the query reckoned what it holds',
      bundle: {
        't.md':
          '```\n[kingbase@kes7 bin]$ ./ksql -U esrep -d esrep -c "select slot_name, active, restart_lsn, pg_size_pretty(sys_wal_lsn_diff(sys_current_wal_lsn(), restart_lsn)) as 滞后 from sys_replication_slots"\n   slot_name   | active | restart_lsn | 滞后\n---------------+--------+-------------+--------\n repmgr_slot_2 | t      | 7/A1002128  | 0 bytes\n repmgr_slot_9 | f      | 5/11000000  | 10 GB\n(2 行记录)\n```\n',
      },
      confidence: 'certain',
    },
    {
      name: 'dropped in the same paste',
      bundle: {
        'p.txt':
          "postgres=# select slot_name, active, restart_lsn from pg_replication_slots;\n slot_name | active | restart_lsn \n-----------+--------+-------------\n barman    | f      | 2D/13A08F20\n(1 row)\n\npostgres=# select pg_drop_replication_slot('barman');\n pg_drop_replication_slot \n--------------------------\n \n(1 row)\n",
      },
      status: 'resolved',
    },
    {
      name: 'KingbaseES: a rejoin leaves one behind',
      bundle: {
        'rejoin.log':
          '[NOTICE] replication slot "repmgr_slot_2" deleted on node 1\n[WARNING] 1 inactive replication slots detected\n[DETAIL] inactive replication slots:\n  - repmgr_slot_3 (physical)\n[HINT] these replication slots may need to be removed manually\n[NOTICE] NODE REJOIN successful\n',
        'kes1.txt': '[kingbase@kes1 bin]$ ./repmgr cluster show\n',
      },
    },
  ],
  absent: [
    {
      name: 'every slot is active',
      because: 'active',
      bundle: { 'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 't', '4/90000028', 'reserved')}(1 row)\n` },
    },
    {
      name: 'the check is green',
      because: 'no inactive slot',
      bundle: { 'c.txt': check('ada', 'OK (2 of 2 physical replication slots are active)') },
    },
    {
      name: 'the slot is lost: it holds nothing',
      because: 'reserves nothing',
      bundle: { 'ada/slots.txt': `${HEAD}${slot('repmgr_slot_2', 'f', '', 'lost')}(1 row)\n` },
    },
  ],
  unknown: [
    { name: 'no word on slots', bundle: { 'ada/show.txt': show('bob', '  running') } },
    {
      name: 'a subscriber is away, and nothing tells what its slot holds',
      asks: 'replication_slots',
      bundle: { 'p.txt': ' slot_name | slot_type | active \n-----------+-----------+--------\n cdc_orders | logical | f\n(1 row)\n' },
    },
  ],
  lookalikes: [
    {
      name: 'a temporary slot of a base backup',
      bundle: { 'ada/slots.txt': `${HEAD}${slot('pg_basebackup_913', 'f', '4/90000028', 'reserved', 't')}(1 row)\n` },
    },
    {
      name: 'seen inactive in the seconds of a restart, attached in the end',
      bundle: {
        's.txt': `postgres=# select * from pg_replication_slots;\n${HEAD}${slot('repmgr_slot_2', 'f', '4/90000028', 'reserved')}(1 row)\n\npostgres=# select pid, application_name, client_addr, state, sent_lsn, sync_state from pg_stat_replication;\n${SENDERS}\n${show('bob', '  running')}`,
      },
    },
    {
      name: 'inactive first, active in the second look',
      bundle: {
        's.txt': `postgres=# select * from pg_replication_slots;\n${HEAD}${slot('repmgr_slot_2', 'f', '4/90000028', 'reserved')}(1 row)\n\npostgres=# select * from pg_replication_slots;\n${HEAD}${slot('repmgr_slot_2', 't', '4/90000148', 'reserved')}(1 row)\n`,
      },
    },
  ],
});
