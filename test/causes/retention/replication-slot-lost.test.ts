import { replicationSlotLost } from '../../../src/causes/retention/replication-slot-lost.ts';
import { causeTester } from '../../support/cause-tester.ts';

const row = (restart: string, status: string, active = 'f'): string =>
  `   slot_name   | slot_type | active | restart_lsn | wal_status | safe_wal_size \n---------------+-----------+--------+-------------+------------+---------------\n repmgr_slot_2 | physical  | ${active}      | ${restart} | ${status} | \n(1 row)\n`;
const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | ivo  | primary | * running |          | default  | 100      | 4        | host=ivo user=repmgr dbname=repmgr\n 2  | mia  | standby |   running | ! ivo    | default  | 100      | 4        | host=mia user=repmgr dbname=repmgr\n';
const GIVEN_UP =
  '2025-03-02 04:11:20.771 UTC [966] LOG:  invalidating slot "repmgr_slot_2" because its restart_lsn 3C/9F3D01E8 exceeds max_slot_wal_keep_size\n';

causeTester(replicationSlotLost, {
  present: [
    {
      name: 'the view says so',
      bundle: { 'ivo/show.txt': SHOW, 'ivo/slots.txt': row('', 'lost') },
      confidence: 'certain',
      severity: 'critical',
      node: 'ivo',
      evidence: ['ivo/slots.txt:3'],
    },
    { name: 'the log of 15 says so', bundle: { 'ivo/show.txt': SHOW, 'ivo/server.log': GIVEN_UP }, confidence: 'certain', node: 'ivo' },
    {
      name: 'the log of 17 says so',
      bundle: {
        'p.log':
          '2025-03-02 04:11:20.771 UTC [966] LOG:  invalidating obsolete replication slot "repmgr_slot_2"\n2025-03-02 04:11:20.771 UTC [966] DETAIL:  The slot\'s restart_lsn 3C/9F3D01E8 exceeds the limit by 12582912 bytes.\n2025-03-02 04:11:20.771 UTC [966] HINT:  You might need to increase "max_slot_wal_keep_size".\n',
      },
      confidence: 'certain',
    },
    {
      name: 'unreserved: it goes next',
      bundle: { 'ivo/show.txt': SHOW, 'ivo/slots.txt': row('3C/9F3D01E8', 'unreserved') },
      severity: 'warning',
    },
    {
      name: 'Chinese psql, expanded, nothing archived: only a clone is left',
      bundle: {
        'ivo/show.txt': SHOW,
        'ivo/slots.txt':
          '-[ RECORD 1 ]-------+--------------\nslot_name           | repmgr_slot_2\nplugin              | \nslot_type           | physical\nactive              | f\nrestart_lsn         | \nwal_status          | lost\nsafe_wal_size       | \n',
        'ivo/mode.txt': ' archive_mode \n--------------\n off\n(1 行记录)\n',
      },
      confidence: 'certain',
    },
    {
      name: 'lost once, its standby streams again since it was cloned',
      bundle: {
        'ivo/show.txt': SHOW.replace('! ivo', 'ivo'),
        'ivo/server.log': GIVEN_UP,
        'mia/server.log': '2025-03-03 08:00:01.000 UTC [12] LOG:  started streaming WAL from primary at 3F/10000000 on timeline 4\n',
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'reserved', because: 'no slot', bundle: { 'ivo/slots.txt': row('3C/9F3D01E8', 'reserved', 't') } },
    { name: 'extended is kept', because: 'no slot', bundle: { 'ivo/slots.txt': row('3C/9F3D01E8', 'extended') } },
    {
      name: 'there is no limit',
      because: 'no limit',
      bundle: {
        'n.txt': '          name          | setting \n------------------------+---------\n max_slot_wal_keep_size | -1\n(1 row)\n',
      },
    },
  ],
  unknown: [
    {
      name: 'an empty position, and the column that would tell was not asked',
      asks: 'replication_slots',
      bundle: {
        'n.txt': '   slot_name   | active | restart_lsn \n---------------+--------+-------------\n repmgr_slot_2 | f      | \n(1 row)\n',
      },
    },
    { name: 'nothing on slots', bundle: { 'ivo/show.txt': SHOW } },
  ],
  lookalikes: [
    {
      name: 'a logical slot that a conflict ended (16)',
      bundle: {
        'p.log':
          '2025-03-02 04:11:20.771 UTC [966] LOG:  invalidating obsolete replication slot "cdc"\n2025-03-02 04:11:20.771 UTC [966] DETAIL:  The slot conflicted with xid horizon 771203.\n',
      },
    },
    {
      name: 'only the standby is refused: why is not shown',
      bundle: {
        's.log':
          '2025-03-02 04:11:20.771 UTC [41] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000020000003C0000009F has already been removed\n',
      },
    },
    {
      name: 'KingbaseES: no such column, the slot was never used',
      bundle: {
        'k.txt':
          '[kingbase@kes1 bin]$ ./ksql -U esrep -d esrep -c "select slot_name, active, restart_lsn from sys_replication_slots"\n   slot_name   | active | restart_lsn \n---------------+--------+-------------\n repmgr_slot_3 | f      | \n(1 row)\n',
      },
    },
  ],
});
