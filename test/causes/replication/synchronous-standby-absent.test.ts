import { describe, expect, it } from 'vitest';
import { synchronousStandbyAbsent } from '../../../src/causes/replication/synchronous-standby-absent.ts';
import { formatDemand, parseDemand } from '../../../src/model/synchronous.ts';
import { causeTester } from '../../support/cause-tester.ts';

const list = (value: string): string => ` synchronous_standby_names
---------------------------
 ${value}
(1 row)
`;

const asked = (value: string, senders: string): string => `
=# show synchronous_standby_names;
${list(value)}
=# select application_name, client_addr, state, sync_state from pg_stat_replication;
${senders}`;

const HEAD = ` application_name | client_addr |   state   | sync_state
------------------+-------------+-----------+------------
`;
const NOBODY = `${HEAD}(0 rows)
`;

causeTester(synchronousStandbyAbsent, {
  present: [
    {
      name: 'nobody is connected, commits wait',
      bundle: {
        'scaup1/t.txt': `${asked('scaup2', NOBODY)}
[postgres@scaup1 ~]$ ps -ef
UID          PID    PPID  C STIME TTY          TIME CMD
postgres     111      41  0 07:12 ?        00:00:00 postgres: app shop 10.1.1.1(4000) COMMIT waiting for 0/F00168
`,
      },
      confidence: 'certain',
      evidence: ['scaup1/t.txt:4'],
    },
    {
      name: 'connected under other names',
      bundle: {
        't.txt': asked(
          'ANY 1 ("scaup-2", "scaup-3")',
          `${HEAD} scaup_2          | 10.1.1.2    | streaming | async
 scaup_3          | 10.1.1.3    | streaming | async
(2 rows)
`,
        ),
      },
      confidence: 'certain',
    },
    {
      name: 'one of the two that are asked for',
      bundle: {
        't.txt': asked(
          'FIRST 2 (scaup2, scaup3)',
          `${HEAD} scaup2           | 10.1.1.2    | streaming | sync
(1 row)
`,
        ),
      },
    },
    {
      name: 'only that somebody gave up waiting, in Chinese',
      bundle: {
        'log.txt': `
2025-03-02 10:00:03 CST [2800] 警告:  听从用户请求, 取消等待同步复制
2025-03-02 10:00:03 CST [2800] 详细信息:  事务已经在本地提交, 但是可能还没有复制到备用服务器.
`,
      },
      confidence: 'likely',
    },
    {
      name: 'over: the standby is synchronous again',
      bundle: {
        'log.txt': `
2025-03-02 10:00:03.100 UTC [2800] WARNING:  canceling wait for synchronous replication due to user request
2025-03-02 10:00:03.100 UTC [2800] DETAIL:  The transaction has already committed locally, but might not have been replicated to the standby.
2025-03-02 10:05:41.000 UTC [2911] LOG:  standby "scaup2" is now a synchronous standby with priority 1
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'nothing is asked for', bundle: { 't.txt': asked('', NOBODY) }, because: 'asks for no' },
    {
      name: 'it is there',
      bundle: {
        't.txt': asked(
          'ANY 1 (scaup2, scaup3)',
          `${HEAD} scaup2           | 10.1.1.2    | streaming | quorum
 scaup3           | 10.1.1.3    | streaming | quorum
(2 rows)
`,
        ),
      },
      because: 'answers to',
    },
  ],
  unknown: [
    {
      name: 'who is connected is not shown',
      bundle: { 't.txt': `=# show synchronous_standby_names;\n${list('scaup2')}` },
      asks: 'stat_replication',
    },
  ],
  lookalikes: [
    {
      name: "a standby's own list",
      bundle: {
        'scaup2/t.txt': `
[postgres@scaup2 ~]$ psql -Atc "select pg_is_in_recovery()"
t
[postgres@scaup2 ~]$ psql -Atc "show synchronous_standby_names"
scaup1
[postgres@scaup2 ~]$ psql -c "select application_name, state from pg_stat_replication"
 application_name | state
------------------+-------
(0 rows)
`,
      },
    },
    {
      name: 'KingbaseES emptied the list: nothing hangs',
      bundle: {
        't.txt': `
test=# select name, setting from sys_settings where name = 'synchronous_standby_names';
           name            | setting
---------------------------+---------
 synchronous_standby_names |
(1 row)
test=# select application_name, state from sys_stat_replication;
 application_name | state
------------------+-------
(0 rows)
`,
      },
    },
  ],
});

describe('synchronous_standby_names', () => {
  it.each([
    ['', null],
    ['a, b', { method: 'FIRST', count: 1, names: ['a', 'b'] }],
    ['2 (a,b , c)', { method: 'FIRST', count: 2, names: ['a', 'b', 'c'] }],
    ['ANY 1( node2)', { method: 'ANY', count: 1, names: ['node2'] }],
    ['first 1 ("kite-b", "o""k", *)', { method: 'FIRST', count: 1, names: ['kite-b', 'o"k', '*'] }],
  ])('%s', (text, demand) => {
    expect(parseDemand(text)).toEqual(demand);
  });

  it('is written so that it reads back', () => {
    const demand = { method: 'ANY' as const, count: 2, names: [] };
    expect(parseDemand(formatDemand(demand, ['a-b', 'c"d']))).toEqual({ ...demand, names: ['a-b', 'c"d'] });
  });
});
