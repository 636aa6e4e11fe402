import { walLevelInsufficient } from '../../../src/causes/replication/wal-level-insufficient.ts';
import { causeTester } from '../../support/cause-tester.ts';

const at = '2025-03-05 08:00:01.118 UTC';
const SHOW =
  ' ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string \n----+------+---------+-----------+----------+----------+----------+----------+-------------------\n 1  | yan  | primary | * running |          | default  | 100      | 4        | host=yan user=repmgr dbname=repmgr\n 2  | zoe  | standby |   running | ! yan    | default  | 100      | 4        | host=zoe user=repmgr dbname=repmgr\n';
const level = (value: string, senders = '10'): string =>
  `      name       | setting \n-----------------+---------\n max_wal_senders | ${senders}\n wal_level       | ${value}\n(2 rows)\n`;

causeTester(walLevelInsufficient, {
  present: [
    {
      name: 'repmgr refuses to clone',
      bundle: {
        'c.txt': `INFO: connecting to source node\nERROR: parameter "wal_level" must be set to "replica" or "logical"\n\n${level('minimal', '0')}`,
      },
      confidence: 'certain',
      severity: 'critical',
      evidence: ['c.txt:2'],
    },
    {
      name: 'no sender is allowed at all',
      bundle: {
        'yan/show.txt': SHOW,
        'zoe/server.log': `${at} [12] FATAL:  could not connect to the primary server: connection to server at "10.2.0.11", port 5432 failed: FATAL:  number of requested standby connections exceeds max_wal_senders (currently 0)\n`,
        'yan/server.log': `${at} [12] FATAL:  number of requested standby connections exceeds max_wal_senders (currently 0)\n`,
      },
      node: 'yan',
    },
    {
      name: 'the settings of a member say it',
      bundle: { 'yan/show.txt': SHOW, 'yan/settings.txt': level('minimal', '0') },
      node: 'yan',
      confidence: 'likely',
    },
    {
      name: 'it does not start',
      bundle: { 's.log': `${at} [1] FATAL:  WAL streaming (max_wal_senders > 0) requires wal_level "replica" or "logical"\n` },
      confidence: 'certain',
    },
    {
      name: 'KingbaseES, Chinese: archiving asks for more',
      bundle: {
        'k.md': `\`\`\`\n[kingbase@kes1 sys_log]$ tail -1 kingbase.log\n${at} [1] 致命错误:  当wal_level是"minimal"时无法启用WAL归档\n\`\`\`\n`,
      },
    },
    {
      name: 'the standby met WAL of the minimal level',
      bundle: {
        'yan/show.txt': SHOW,
        'zoe/server.log': `${at} [3] FATAL:  WAL was generated with wal_level=minimal, cannot continue recovering\n`,
      },
      node: 'zoe',
    },
    {
      name: 'a standby that takes no connections',
      bundle: {
        'zoe.log': `${at} [3] FATAL:  the database system is not accepting connections\n${at} [3] DETAIL:  Hot standby mode is disabled.\n`,
      },
    },
    {
      name: 'cloned since, its log goes on',
      bundle: {
        'zoe/server.log': `${at} [3] FATAL:  WAL was generated with wal_level=minimal, cannot continue recovering
2099-01-01 00:00:00.000 UTC [9] LOG:  started streaming WAL from primary at 0/1300000 on timeline 1
`,
      },
      status: 'resolved',
    },
    {
      name: 'put right, cloned then',
      bundle: {
        'c.txt':
          'ERROR: parameter "wal_level" must be set to "replica" or "logical"\nNOTICE: standby clone (using pg_basebackup) complete\n',
      },
      status: 'resolved',
    },
  ],
  absent: [{ name: 'replica', because: '`wal_level`', bundle: { 'yan/settings.txt': level('replica') } }],
  unknown: [
    { name: 'a server of its own may use minimal', bundle: { 's.txt': level('minimal', '0') } },
    {
      name: 'no replication connection, no settings',
      asks: 'wal_level',
      bundle: { 'c.txt': 'ERROR: unable to establish necessary replication connections\n' },
    },
  ],
  lookalikes: [
    {
      name: 'senders are used up',
      bundle: { 's.log': `${at} [12] FATAL:  number of requested standby connections exceeds max_wal_senders (currently 5)\n` },
    },
    {
      name: 'the clone asks for kept WAL',
      bundle: { 'c.txt': 'ERROR: parameter "wal_keep_segments" on the upstream server must be be set to 1 or greater\n' },
    },
    { name: 'still starting', bundle: { 's.log': `${at} [12] FATAL:  the database system is starting up\n` } },
  ],
});
