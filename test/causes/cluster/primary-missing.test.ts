import { primaryMissing } from '../../../src/causes/cluster/primary-missing.ts';
import { causeTester } from '../../support/cause-tester.ts';
import { row, show } from './listing.ts';

const A = 'host=10.7.0.1 user=repmgr dbname=repmgr';
const B = 'host=10.7.0.2 user=repmgr dbname=repmgr';
const C = 'host=10.7.0.3 user=repmgr dbname=repmgr';
const K = (last: number): string => `host=10.8.0.${last} user=esrep dbname=esrep port=54321`;

causeTester(primaryMissing, {
  present: [
    {
      name: 'the registered primary runs as a standby',
      bundle: {
        't.txt': show(
          row(1, 'teal1', 'primary', '! running as standby', '', A),
          row(2, 'teal2', 'standby', '  running', '! teal1', B),
          row(3, 'teal3', 'standby', '  running', '! teal1', C),
        ),
      },
      confidence: 'certain',
      severity: 'critical',
      node: null,
      evidence: ['t.txt:3'],
    },
    {
      name: 'the primary gives no answer and nobody took over',
      bundle: {
        't.txt': show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B)),
      },
      confidence: 'possible',
      evidence: ['t.txt:3'],
    },
    {
      name: 'two standbys asked apart, and neither gets an answer',
      bundle: {
        'teal2.txt': `[postgres@teal2 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B), row(3, 'teal3', 'standby', '  running', '? teal1', C))}`,
        'teal3.txt': `[postgres@teal3 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B), row(3, 'teal3', 'standby', '  running', '? teal1', C))}`,
      },
      confidence: 'likely',
    },
    {
      name: 'its host refuses the port: nothing listens there',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ repmgr cluster show --verbose
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B))}
WARNING: following issues were detected
  - unable to connect to node "teal1" (ID: 1)
    connection to server at "10.7.0.1", port 5432 failed: Connection refused
    Is the server running on that host and accepting TCP/IP connections?
`,
      },
      confidence: 'likely',
    },
    {
      name: 'the primary is stopped, by its own host (KingbaseES, Chinese)',
      bundle: {
        't.txt': `[kingbase@kes2 bin]$ ./repmgr cluster show
${show(row(1, 'kes1', 'primary', '? unreachable', '?', K(1), null), row(2, 'kes2', 'standby', '  running', '? kes1', K(2)))}
[kingbase@kes1 bin]$ ./sys_ctl -D /kes/data status
sys_ctl: 没有服务器进程正在运行
`,
      },
      confidence: 'certain',
    },
    {
      name: 'repmgr 3: the primary has failed',
      bundle: {
        't.txt': `Role      | Name  | Upstream | Connection String
----------+-------|----------|------------------------------------------
  FAILED  | teal1 |          | host=teal1 user=repmgr dbname=repmgr
  standby | teal2 | teal1    | host=teal2 user=repmgr dbname=repmgr
`,
      },
      confidence: 'likely',
    },
    {
      name: 'repmgrd finds none',
      bundle: {
        'r.log': `[2024-02-02 08:00:01] [INFO] connecting to database "host=teal2 user=repmgr dbname=repmgr"
[2024-02-02 08:00:01] [ERROR] unable to determine an active primary for this cluster, terminating
`,
      },
      confidence: 'likely',
      evidence: ['r.log:2'],
    },
  ],
  absent: [
    {
      name: 'one runs',
      because: 'teal2 runs as primary',
      bundle: { 't.txt': show(row(1, 'teal1', 'primary', '- failed', '?', A, null), row(2, 'teal2', 'primary', '* running', '', B)) },
    },
    {
      name: 'an old copy: another node runs as primary',
      because: 'teal2 runs as primary',
      bundle: {
        't.txt': show(
          row(1, 'teal1', 'primary', '? unreachable', '?', A, null),
          row(2, 'teal2', 'standby', '! running as primary', '', B),
          row(3, 'teal3', 'standby', '  running', 'teal1', C),
        ),
      },
    },
    {
      name: 'it takes no connections, and is there',
      because: 'is there',
      bundle: {
        't.txt': show(row(1, 'teal1', 'primary', '? running', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B)),
      },
    },
  ],
  unknown: [
    {
      name: 'a view that sees nobody',
      bundle: {
        't.txt': `[postgres@teal3 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '? unreachable', '? teal1', B, null), row(3, 'teal3', 'standby', '  running', '? teal1', C))}`,
      },
      asks: 'cluster show',
    },
  ],
  lookalikes: [
    {
      name: 'a table that is cut off after its first row',
      bundle: { 't.txt': show(row(1, 'teal1', 'primary', '! running as standby', '', A)) },
    },
    {
      name: 'a promotion after the listing',
      bundle: {
        't.txt': `[postgres@teal2 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B))}
[postgres@teal2 ~]$ repmgr standby promote
NOTICE: STANDBY PROMOTE successful
DETAIL: server "teal2" (ID: 2) was successfully promoted to primary
`,
      },
    },
    {
      name: 'every name leads to the asked node',
      bundle: {
        't.txt': show(
          row(1, 'teal1', 'primary', '! running as standby', '', 'user=repmgr dbname=repmgr'),
          row(2, 'teal2', 'standby', '  running', '! teal1', 'host=teal2 user=repmgr dbname=repmgr'),
        ),
      },
    },
    {
      name: 'the primary runs by its own word: the network lies between',
      bundle: {
        'teal2/show.txt': `[postgres@teal2 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '? unreachable', '?', A, null), row(2, 'teal2', 'standby', '  running', '? teal1', B))}`,
        'teal1/show.txt': `[postgres@teal1 ~]$ repmgr cluster show
${show(row(1, 'teal1', 'primary', '* running', '', A), row(2, 'teal2', 'standby', '? unreachable', '? teal1', B, null))}`,
      },
    },
  ],
});
