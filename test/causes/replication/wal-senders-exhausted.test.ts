import { walSendersExhausted } from '../../../src/causes/replication/wal-senders-exhausted.ts';
import { causeTester } from '../../support/cause-tester.ts';

const at = '2025-07-14 18:02:31.118 UTC';
const full = (limit: number): string =>
  `${at} [12] FATAL:  number of requested standby connections exceeds max_wal_senders (currently ${limit})\n`;
const received = (limit: number): string =>
  `${at} [12] FATAL:  could not connect to the primary server: connection to server at "10.2.0.11", port 5432 failed: FATAL:  number of requested standby connections exceeds max_wal_senders (currently ${limit})\n`;
const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | wes  | primary | * running |          | default  | 100      | 4        | host=wes user=repmgr dbname=repmgr\n 2  | xia  | standby |   running | ! wes    | default  | 100      | 4        | host=xia user=repmgr dbname=repmgr\n';

causeTester(walSendersExhausted, {
  present: [
    {
      name: 'the upstream refuses',
      bundle: { 'wes/show.txt': SHOW, 'wes/server.log': full(3) },
      confidence: 'certain',
      severity: 'critical',
      node: 'wes',
      evidence: ['wes/server.log:1'],
    },
    {
      name: 'the standby is refused; it is about its upstream',
      bundle: { 'wes/show.txt': SHOW, 'xia/server.log': received(3) },
      node: 'wes',
    },
    {
      name: 'repmgr counts before it clones, who uses them is listed',
      bundle: {
        'c.txt':
          'INFO: parameter "max_wal_senders" set to 2\nNOTICE: checking for available walsenders on the source node (2 required)\nERROR: insufficient free walsenders on the source node\nDETAIL: 2 free walsenders required, 1 free walsenders available\nHINT: increase "max_wal_senders" on the source node by at least 1\n\n pid | application_name | client_addr | state \n-----+------------------+-------------+-------\n 77 | barman_receive_wal | 10.2.0.40 | streaming\n(1 row)\n',
      },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES, Chinese',
      bundle: {
        'k.md': `\`\`\`\n[kingbase@kes1 sys_log]$ tail -1 kingbase.log\n${at} [12] 致命错误:  所要求的备用服务器连接数超过了参数max_wal_senders的值(当前设置为32)\n\`\`\`\n`,
      },
    },
    {
      name: 'for a while',
      bundle: {
        'xia.log': `${received(3)}2025-07-14 18:20:31.118 UTC [19] LOG:  started streaming WAL from primary at 4/1C000000 on timeline 4\n`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    {
      name: 'senders are free',
      because: '0 of 10',
      bundle: {
        'wes/show.txt': SHOW.replace('! wes', 'wes'),
        'wes/s.txt': '      name       | setting \n-----------------+---------\n max_wal_senders | 10\n(1 row)\n',
        'wes/r.txt':
          '[postgres@wes ~]$ psql -c "select * from pg_stat_replication"\n pid | application_name | client_addr | state | sent_lsn | sync_state \n-----+------------------+-------------+-------+----------+------------\n(0 rows)\n',
      },
    },
  ],
  unknown: [{ name: 'not attached, nothing tells why', bundle: { 'wes/show.txt': SHOW } }],
  lookalikes: [
    { name: 'no sender is allowed at all', bundle: { 's.log': full(0) } },
    {
      name: 'the hint of an older repmgr under a missing password',
      bundle: {
        'c.txt':
          'NOTICE: checking for available walsenders on source node (2 required)\nERROR: connection to database failed:\n\tfe_sendauth: no password supplied\n\nERROR: unable to establish necessary replication connections\nHINT: increase "max_wal_senders" by at least 2\n',
      },
    },
    { name: 'too many clients', bundle: { 's.log': `${at} [12] FATAL:  sorry, too many clients already\n` } },
    {
      name: 'a clone that passes',
      bundle: {
        'c.txt':
          'NOTICE: checking for available walsenders on the source node (2 required)\nINFO: sufficient walsenders available on the source node\nDETAIL: 2 required, 9 available\n',
      },
    },
  ],
});
