import { upstreamMismatch } from '../../../src/causes/cluster/upstream-mismatch.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const C = 'host=10.7.0.3 user=repmgr dbname=repmgr';
const K = (last: number): string => `host=10.8.0.${last} user=esrep dbname=esrep port=54321`;
const left = show(
  row(1, 'rook1', 'primary', '- failed', '?', A, null),
  row(2, 'rook2', 'primary', '* running', '', B, 5),
  row(3, 'rook3', 'standby', '  running', '! rook1', C, 4),
);

causeTester(upstreamMismatch, {
  present: [
    {
      name: 'the receiver names its sender, its slot the node (KingbaseES)',
      bundle: {
        't.txt': `[kingbase@ka bin]$ ./repmgr cluster show
${show(row(1, 'node1', 'standby', '  running', 'node2', K(1), 4), row(2, 'node2', 'primary', '* running', '', K(2), 4), row(3, 'node3', 'standby', '  running', '! node2', K(3), 3))}
esrep=# select status, sender_host, sender_port, slot_name from sys_stat_wal_receiver;
  status   | sender_host | sender_port |   slot_name
-----------+-------------+-------------+---------------
 streaming | 10.8.0.1    |       54321 | repmgr_slot_3
(1 row)
`,
      },
      node: 'node3',
    },
    {
      name: 'left behind with the failed primary',
      bundle: { 't.txt': left },
      node: 'rook3',
      confidence: 'likely',
      severity: 'warning',
      evidence: ['t.txt:5'],
    },
    {
      name: 'the two records differ',
      bundle: {
        't.txt': `${show(row(1, 'rook1', 'standby', '  running', 'rook2', A, 5), row(2, 'rook2', 'primary', '* running', '', B, 5), row(3, 'rook3', 'standby', '  running', '! rook1', C, 5))}
WARNING: following issues were detected
  - node "rook3" (ID: 3) reports a different upstream (reported: "rook1", expected "rook2")
`,
      },
      node: 'rook3',
      confidence: 'certain',
    },
    {
      name: 'KingbaseES: the file names another member',
      bundle: {
        'kes3/a.txt': `[kingbase@kes3 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '* running', '', K(1)), row(2, 'kes2', 'standby', '  running', 'kes1', K(2)), row(3, 'kes3', 'standby', '  running', '! kes1', K(3)))}
[kingbase@kes3 bin]$ grep primary_conninfo /kes/data/kingbase.auto.conf
primary_conninfo = 'user=esrep host=10.8.0.2 port=54321 application_name=kes3'
`,
      },
      node: 'kes3',
      confidence: 'certain',
      evidence: ['kes3/a.txt:9'],
    },
  ],
  absent: [
    {
      name: 'attached as recorded',
      because: 'attached to rook1',
      bundle: { 't.txt': show(row(1, 'rook1', 'primary', '* running', '', A), row(2, 'rook2', 'standby', '  running', 'rook1', B)) },
    },
  ],
  unknown: [
    {
      name: 'not attached to the running primary: why is not shown',
      bundle: { 't.txt': show(row(1, 'rook1', 'primary', '* running', '', A), row(2, 'rook2', 'standby', '  running', '! rook1', B)) },
      asks: 'primary_conninfo',
    },
  ],
  lookalikes: [
    {
      name: 'a cascade',
      bundle: {
        't.txt': show(
          row(1, 'rook1', 'primary', '* running', '', A),
          row(2, 'rook2', 'standby', '  running', 'rook1', B),
          row(3, 'rook3', 'standby', '  running', 'rook2', C),
        ),
      },
    },
    {
      name: 'the row itself is unreachable (trap 13)',
      bundle: {
        't.txt': show(
          row(1, 'rook1', 'primary', '- failed', '?', A, null),
          row(2, 'rook2', 'primary', '* running', '', B),
          row(3, 'rook3', 'standby', '? unreachable', '? rook1', C, null),
        ),
      },
    },
    {
      name: 'a witness is attached to nobody (trap 15)',
      bundle: {
        't.txt': show(
          row(1, 'rook1', 'primary', '- failed', '?', A, null),
          row(2, 'rook2', 'primary', '* running', '', B),
          row(9, 'rookw', 'witness', '* running', '? rook1', C, null),
        ),
      },
    },
    {
      name: 'inert settings on a primary (KingbaseES trap 5)',
      bundle: {
        'kes1/a.txt': `[kingbase@kes1 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '* running', '', K(1)), row(2, 'kes2', 'standby', '  running', 'kes1', K(2)))}
[kingbase@kes1 bin]$ grep primary_conninfo /kes/data/kingbase.auto.conf
primary_conninfo = 'user=esrep host=10.8.0.2 port=54321 application_name=kes1'
`,
      },
    },
    {
      name: 'an old copy tells whom it followed once',
      bundle: {
        't.txt': show(
          row(1, 'rook1', 'primary', '? unreachable', '', A, null),
          row(2, 'rook2', 'standby', '! running as primary', 'rook1', B),
          row(3, 'rook3', 'standby', '  running', 'rook1', C),
        ),
      },
    },
    {
      name: 'it followed since',
      bundle: {
        't.txt': `[postgres@rook3 ~]$ repmgr cluster show
${left}
[postgres@rook3 ~]$ repmgr standby follow
NOTICE: STANDBY FOLLOW successful
DETAIL: standby attached to upstream node "rook2" (ID: 2)
`,
      },
    },
    {
      name: 'timelines that differ after a switchover, the lag is 0 bytes (KingbaseES trap 7)',
      bundle: {
        't.txt': ` ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | LSN_Lag | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+---------+------------------------------------------------------
 1  | kes1  | standby |   running | kes2     | default  | 100      | 1        | 0 bytes | host=10.8.0.1 user=esrep dbname=esrep port=54321
 2  | kes2  | primary | * running |          | default  | 100      | 2        |         | host=10.8.0.2 user=esrep dbname=esrep port=54321
`,
      },
    },
    {
      name: 'timelines that differ after a promotion (trap 3)',
      bundle: {
        't.txt': show(row(1, 'rook1', 'standby', '  running', 'rook2', A, 4), row(2, 'rook2', 'primary', '* running', '', B, 5)),
      },
    },
  ],
});
