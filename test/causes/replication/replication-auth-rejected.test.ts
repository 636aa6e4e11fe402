import { describe, expect, it } from 'vitest';
import { replicationAuthRejected } from '../../../src/causes/replication/replication-auth-rejected.ts';
import { ruleFor } from '../../../src/model/access.ts';
import { clusterOf } from '../../support/bundle.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = (mark: string): string => ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------------------
 1  | brant1 | primary | * running |          | default  | 100      | 3        | host=10.4.0.11 user=repmgr dbname=repmgr
 2  | brant2 | standby |   running | ${mark}brant1 | default  | 100      | 3        | host=10.4.0.12 user=repmgr dbname=repmgr
`;

const RECEIVER = `
2025-06-02 09:14:03.118 UTC [2210] FATAL:  could not connect to the primary server: connection to server at "10.4.0.11", port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host "10.4.0.12", user "repmgr", no encryption
2025-06-02 09:14:03.119 UTC [2101] LOG:  waiting for WAL to become available at 2/7000018
2025-06-02 09:14:08.130 UTC [2219] FATAL:  could not connect to the primary server: connection to server at "10.4.0.11", port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host "10.4.0.12", user "repmgr", no encryption
`;

const CONTROL = (identifier: string): string => `pg_control version number:            1300
Catalog version number:               202209061
Database system identifier:           ${identifier}
Database cluster state:               in archive recovery
`;

const WRONG_PASSWORD = `
2025-06-02 09:14:03.117 UTC [911] FATAL:  password authentication failed for user "repmgr"
2025-06-02 09:14:03.117 UTC [911] DETAIL:  Connection matched pg_hba.conf line 97: "host repmgr repmgr 10.4.0.0/24 scram-sha-256"
`;

causeTester(replicationAuthRejected, {
  present: [
    {
      name: 'a listing that got in is no connection of replication',
      bundle: {
        't.txt': `[postgres@brant2 ~]$ pg_basebackup -h 10.4.0.11 -U repmgr -D /pg/data -X stream
pg_basebackup: error: connection to server at "10.4.0.11", port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host "10.4.0.12", user "repmgr", no encryption
[postgres@brant2 ~]$ repmgr cluster show
${SHOW('')}`,
      },
      confidence: 'certain',
      evidence: ['t.txt:2'],
    },
    {
      name: 'a log whose Chinese characters were lost',
      bundle: {
        'brant1/sys_log/kingbase.log': `2024-05-10 10:20:31.112 CST [2211] ????:  ?????? "10.4.0.12", ??"esrep", no encryption??????sys_hba.conf??
2024-05-10 10:20:31.118 CST [2213] ??:  ??????????
2024-05-10 10:20:36.118 CST [2217] ????:  ?????? "10.4.0.12", ??"esrep", no encryption??????sys_hba.conf??
`,
      },
      confidence: 'certain',
    },
    {
      name: 'an old password that was changed since: every node gets in, by its own listing',
      bundle: { 'brant1/show.txt': SHOW(''), 'brant2/show.txt': SHOW(''), 'brant1/server.log': WRONG_PASSWORD },
      status: 'resolved',
      node: 'brant2',
    },
    {
      name: 'one node gets in; nothing shows that the other does',
      bundle: { 'brant1/show.txt': SHOW(''), 'brant2/repmgr.conf': "node_id=2\nnode_name='brant2'\n", 'brant1/server.log': WRONG_PASSWORD },
      status: 'active',
      node: 'brant2',
    },
    {
      name: "a receiver's log and the listing",
      bundle: { 'brant1/show.txt': SHOW('! '), 'brant2/server.log': RECEIVER },
      evidence: ['brant2/server.log:1'],
      confidence: 'certain',
      node: 'brant2',
    },
    {
      name: "the upstream's log alone tells whom it rejects",
      bundle: {
        'brant1/show.txt': SHOW('! '),
        'brant1/server.log': `
2025-06-02 09:14:03.117 UTC [911] repmgr@[unknown] FATAL:  password authentication failed for user "repmgr"
2025-06-02 09:14:03.117 UTC [911] repmgr@[unknown] DETAIL:  Connection matched pg_hba.conf line 97: "host replication repmgr 10.4.0.0/24 scram-sha-256"
`,
      },
      evidence: ['brant1/server.log:1'],
      node: 'brant2',
    },
    {
      name: 'a Chinese log of KingbaseES',
      bundle: {
        'kes2/sys.log': `
2025-06-02 09:14:03.118 CST [2210] 致命错误:  无法连接到主用服务器：连接到"10.4.0.11"上的服务器，端口54321失败：致命错误:  没有来自主机 "10.4.0.12", 用户"esrep", no encryption的复制连接的sys_hba.conf记录
`,
        'kes2/version.txt': `
[kingbase@kes2 bin]$ ./ksql --version
ksql (Kingbase) V008R006C009B0014
`,
      },
      confidence: 'certain',
    },
    {
      name: 'no password where repmgr clones, and a hint that misleads',
      bundle: {
        'clone.txt': `
$ repmgr -h brant1 -U repmgr -d repmgr -f /etc/repmgr.conf standby clone --dry-run
NOTICE: destination directory "/var/lib/pgsql/11/data" provided
INFO: connecting to source node
ERROR: connection to database failed:
  fe_sendauth: no password supplied

ERROR: unable to establish necessary replication connections
HINT: increase "max_wal_senders" by at least 2
`,
      },
      evidence: ['clone.txt:4'],
    },
    {
      name: 'put right: the standby streams since',
      bundle: {
        'brant1/show.txt': SHOW(''),
        'brant2/server.log': `${RECEIVER}2025-06-02 09:20:13.301 UTC [2302] LOG:  started streaming WAL from primary at 2/7000000 on timeline 3
`,
      },
      status: 'resolved',
      evidence: ['brant2/server.log:4'],
    },
    {
      name: 'the role may not replicate',
      bundle: {
        'standby.log': `
2025-06-02 09:14:03.118 UTC [2210] FATAL:  could not connect to the primary server: connection to server at "10.4.0.11", port 5432 failed: FATAL:  must be superuser or replication role to start walsender
`,
      },
      confidence: 'certain',
    },
    {
      name: 'repmgr gives no reason: likely',
      bundle: {
        'switchover.txt': `
NOTICE: checking switchover on node "brant2" (ID: 2) in --dry-run mode
INFO: SSH connection to host "10.4.0.11" succeeded
ERROR: demotion candidate is unable to make replication connection to promotion candidate
`,
      },
      confidence: 'likely',
    },
  ],
  absent: [
    { name: 'it is attached', bundle: { 'brant1/show.txt': SHOW('') }, because: 'attached' },
    {
      name: 'the receiver is told something else',
      bundle: {
        'brant1/show.txt': SHOW('! '),
        'brant2/server.log': `
2025-06-02 09:14:03.118 UTC [2210] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_2" does not exist
`,
      },
      because: 'slot does not exist',
    },
  ],
  unknown: [{ name: 'not attached, and nothing says why', bundle: { 'brant1/show.txt': SHOW('! ') }, asks: 'hba_file_rules' }],
  lookalikes: [
    {
      name: 'the data of another cluster have other roles',
      bundle: {
        'brant1/show.txt': SHOW('! '),
        'brant1/control.txt': CONTROL('7018422771937402112'),
        'brant2/control.txt': CONTROL('7220000000000000001'),
        'brant2/s.txt': `[postgres@brant2 ~]$ repmgr -f /etc/repmgr.conf node check
ERROR: connection to database failed
DETAIL:
connection to server at "10.4.0.12", port 5432 failed: FATAL:  role "repmgr" does not exist
`,
      },
    },
    {
      name: 'a password was old on the standby, and its receiver gets in with the same password file since',
      bundle: {
        'wren2/server.log': `
2025-03-04 14:31:44.829 UTC [124] FATAL:  password authentication failed for user "repmgr"
2025-03-04 14:31:44.829 UTC [124] DETAIL:  Connection matched pg_hba.conf line 3: "host    repmgr          repmgr          10.0.0.0/8             scram-sha-256"
2025-03-04 14:31:48.922 UTC [196] LOG:  started streaming WAL from primary at 0/F00000 on timeline 1
`,
      },
    },
    {
      name: 'an application without a rule',
      bundle: {
        'brant1/show.txt': SHOW(''),
        'brant1/server.log': `
2025-06-02 10:00:00.101 UTC [4111] bi@dwh FATAL:  no pg_hba.conf entry for host "10.9.9.9", user "bi", database "dwh", no encryption
2025-06-02 10:00:01.101 UTC [4112] nagios@nagios FATAL:  password authentication failed for user "nagios"
`,
      },
    },
    {
      name: 'an upstream that is starting up',
      bundle: {
        'standby.log': `
2025-06-02 09:14:03.118 UTC [2210] FATAL:  could not connect to the primary server: connection to server at "10.4.0.11", port 5432 failed: FATAL:  the database system is starting up
`,
      },
    },
  ],
});

describe('the rule that decides', () => {
  const rules = clusterOf({
    'rules.txt': `
=> select * from pg_hba_file_rules;
 line_number | type | database      | user_name | address   | netmask       | auth_method | options | error
-------------+------+---------------+-----------+-----------+---------------+-------------+---------+-------
          84 | host | {all}         | {all}     | 10.4.0.0  | 255.255.255.0 | md5         |         |
          97 | host | {replication} | {repmgr}  | 10.4.0.11 | 255.255.255.255 | md5       |         |
(2 rows)
`,
  }).facts.of('hba-rule');

  it('does not take `all` for replication, and compares addresses as numbers', () => {
    const ask = (address: string, database: string) => ruleFor(rules, { address, user: 'repmgr', database });
    expect(ask('10.4.0.12', 'replication')).toBeNull();
    expect(ask('10.4.0.11', 'replication')).not.toBeNull();
    expect(ask('10.4.0.12', 'repmgr')).not.toBeNull();
    expect(ask('10.5.0.12', 'repmgr')).toBeNull();
  });
});
