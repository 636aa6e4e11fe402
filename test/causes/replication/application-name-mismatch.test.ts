import { applicationNameMismatch } from '../../../src/causes/replication/application-name-mismatch.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = (mark: string): string => ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-----------------------------------------------
 1  | dunlin1 | primary | * running |          | default  | 100      | 1        | host=10.5.0.1 user=repmgr dbname=repmgr
 2  | dunlin2 | standby |   running | ${mark}dunlin1 | default  | 100      | 1        | host=10.5.0.2 user=repmgr dbname=repmgr
`;

const senders = (...rows: readonly string[]): string => ` application_name | client_addr |   state
------------------+-------------+-----------
${rows.map((row) => ` ${row}`).join('\n')}
(${rows.length} row${rows.length === 1 ? '' : 's'})
`;

causeTester(applicationNameMismatch, {
  present: [
    {
      name: 'the only sender, under the default name',
      bundle: { 'dunlin1/show.txt': SHOW('! '), 'dunlin1/senders.txt': senders('walreceiver | 10.5.0.2 | streaming') },
      node: 'dunlin2',
      confidence: 'certain',
      evidence: ['dunlin1/senders.txt:3'],
    },
    {
      name: 'the name that its own configuration gives',
      bundle: {
        'dunlin1/show.txt': SHOW('! '),
        'dunlin1/senders.txt': senders('standby_b | 192.168.9.9 | streaming', 'other_app | 192.168.9.10 | streaming'),
        'dunlin2/settings.txt': `       name       | setting
------------------+------------------------------------------------------
 primary_conninfo | host=10.5.0.1 user=repmgr application_name=standby_b
(1 row)
`,
      },
      node: 'dunlin2',
      confidence: 'certain',
      evidence: ['dunlin2/settings.txt:3', 'dunlin1/senders.txt:3'],
    },
    {
      name: 'its own view only: it streams, under another name than repmgr looks for (KingbaseES)',
      bundle: {
        'kes2/t.txt': `
[kingbase@kes2 bin]$ ./repmgr node check
Node "node2":
	Server role: OK (node is standby)
	Upstream connection: CRITICAL (node "node2" (ID: 2) is not attached to expected upstream node "node1" (ID: 1))
[kingbase@kes2 bin]$ ./ksql -U system -d test -Atc "show primary_conninfo"
user=esrep host=10.1.1.1 port=54321 application_name=kes_b
[kingbase@kes2 bin]$ ./ksql -U system -d test -c "select pid, status, sender_host from sys_stat_wal_receiver"
  pid  |  status   | sender_host
-------+-----------+-------------
 31022 | streaming | 10.1.1.1
(1 row)
`,
      },
      node: 'node2',
      confidence: 'likely',
    },
  ],
  absent: [
    {
      name: 'connected under its own name',
      bundle: { 'dunlin1/show.txt': SHOW(''), 'dunlin1/senders.txt': senders('dunlin2 | 10.5.0.2 | streaming') },
      because: 'own name',
    },
    {
      name: 'only a base backup is connected',
      bundle: { 'dunlin1/show.txt': SHOW('! '), 'dunlin1/senders.txt': senders('pg_basebackup | 10.5.0.2 | backup') },
      because: 'nobody streams',
    },
  ],
  unknown: [{ name: 'who is connected is not shown', bundle: { 'dunlin1/show.txt': SHOW('! ') }, asks: 'stat_replication' }],
  lookalikes: [
    {
      name: 'another standby that nobody registered, beside a healthy one',
      bundle: {
        'dunlin1/show.txt': SHOW(''),
        'dunlin1/senders.txt': senders('dunlin2 | 10.5.0.2 | streaming', 'reporting | 10.5.0.9 | streaming'),
      },
    },
    {
      name: 'the receiver says what keeps it away',
      bundle: {
        'dunlin1/show.txt': SHOW('! '),
        'dunlin1/senders.txt': senders('reporting | 10.5.0.9 | streaming'),
        'dunlin2/server.log': `
2025-04-01 03:10:09.005 UTC [7010] FATAL:  could not start WAL streaming: ERROR:  replication slot "repmgr_slot_2" does not exist
`,
      },
    },
  ],
});
