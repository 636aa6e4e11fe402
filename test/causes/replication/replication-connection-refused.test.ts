import { replicationConnectionRefused } from '../../../src/causes/replication/replication-connection-refused.ts';
import { causeTester } from '../../support/cause-tester.ts';

const SHOW = (
  first: string,
  mark = '! ',
): string => ` ID | Name | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+------+---------+-----------+----------+----------+----------+----------+-------------------------------------------------
 1  | ibis1 | primary | ${first} |          | default  | 100      | 2        | host=10.7.0.1 port=5433 user=repmgr dbname=repmgr
 2  | ibis2 | standby |   running | ${mark}ibis1 | default  | 100      | 2        | host=10.7.0.2 port=5433 user=repmgr dbname=repmgr
`;

const failing = (why: string, host = '10.7.0.1', port = 5433): string => `
2025-01-08 06:40:01.018 UTC [510] FATAL:  could not connect to the primary server: connection to server at "${host}", port ${port} failed: ${why}
2025-01-08 06:40:06.024 UTC [517] FATAL:  could not connect to the primary server: connection to server at "${host}", port ${port} failed: ${why}
`;

const settings = (...rows: readonly [string, string][]): string =>
  `    name     | setting
-------------+---------
${rows.map(([name, value]) => ` ${name} | ${value}`).join('\n')}
(${rows.length} rows)
`;

const CLONE = '$ repmgr -f /etc/repmgr.conf standby clone';
const clone = (why: string, host = 'heron-primary'): string => `${CLONE} -h ${host}
NOTICE: destination directory "/srv/pg" provided
INFO: connecting to source node
DETAIL: connection string is: host=${host} user=repmgr dbname=repmgr
ERROR: connection to database failed
DETAIL:
${why}
`;

causeTester(replicationConnectionRefused, {
  present: [
    ...[
      ['could not translate host name "heron-primary" to address: Name or service not known', 'does not resolve'],
      ['connection to server at "heron-primary" (10.7.0.9), port 5433 failed: Connection refused', 'nobody listens there'],
    ].map(([why = '', summary = '']) => ({
      name: `a clone from a host that is no node of the bundle: ${summary}`,
      bundle: { 't.txt': clone(why) },
      confidence: 'likely' as const,
      severity: 'critical' as const,
    })),
    {
      name: 'another port than the upstream uses',
      bundle: {
        'ibis1/show.txt': SHOW('* running'),
        'ibis2/settings.txt': settings(['primary_conninfo', 'host=10.7.0.1 port=5432 user=repmgr application_name=ibis2']),
        'ibis2/server.log': failing('Connection refused', '10.7.0.1', 5432),
      },
      node: 'ibis2',
      confidence: 'certain',
      evidence: ['ibis2/server.log:1', 'ibis2/settings.txt:3', 'ibis1/show.txt:3'],
    },
    {
      name: 'a server that listens on itself only',
      bundle: {
        'ibis1/show.txt': SHOW('* running'),
        'ibis1/settings.txt': settings(['listen_addresses', 'localhost'], ['port', '5433']),
        'ibis2/server.log': failing('Connection refused'),
      },
      node: 'ibis2',
      evidence: ['ibis1/settings.txt:3'],
    },
    {
      name: 'a name that does not resolve',
      bundle: { 'standby.log': failing('could not translate host name "ibis-1" to address: Name or service not known', 'ibis-1') },
      confidence: 'likely',
    },
    {
      name: 'a Chinese log, no route',
      bundle: {
        'standby.log': `
2025-01-08 06:40:01.018 CST [510] 致命错误:  无法连接到主用服务器：连接到"10.7.0.1"上的服务器，端口54321失败：没有到主机的路由
`,
      },
      confidence: 'likely',
    },
    {
      name: 'a long time of it, over now',
      bundle: {
        'standby.log': `${Array.from({ length: 150 }, (_, index) => `2025-01-08 06:${String(10 + Math.floor(index / 12)).padStart(2, '0')}:${String((index % 12) * 5).padStart(2, '0')}.018 UTC [${600 + index}] FATAL:  could not connect to the primary server: connection to server at "10.7.0.1", port 5433 failed: No route to host`).join('\n')}
2025-01-08 06:30:02.114 UTC [901] LOG:  started streaming WAL from primary at 1/8E000000 on timeline 2
`,
      },
      status: 'resolved',
    },
  ],
  absent: [
    { name: 'it is attached', bundle: { 'ibis1/show.txt': SHOW('* running', '') }, because: 'attached' },
    {
      name: 'the upstream was restarted, and it streams again',
      bundle: {
        'standby.log': `${failing('Connection refused')}2025-01-08 06:40:11.040 UTC [520] LOG:  started streaming WAL from primary at 1/8E000000 on timeline 2
`,
      },
      because: 'streams again',
    },
    {
      name: 'the upstream itself is stopped',
      bundle: {
        'ibis1/server.log': `
2025-01-08 06:39:58.440 UTC [88] LOG:  received fast shutdown request
2025-01-08 06:39:59.712 UTC [88] LOG:  database system is shut down
`,
        'ibis1/repmgr.conf': `
node_id=1
node_name='ibis1'
conninfo='host=10.7.0.1 port=5433 user=repmgr dbname=repmgr'
`,
        'ibis2/repmgr.conf': `
node_id=2
node_name='ibis2'
conninfo='host=10.7.0.2 port=5433 user=repmgr dbname=repmgr'
`,
        'ibis2/control.txt': `
Database cluster state:               in archive recovery
`,
        'ibis1/control.txt': `
Database cluster state:               in production
`,
        'ibis2/server.log': failing('Connection refused'),
      },
      because: 'itself is stopped',
    },
  ],
  unknown: [
    { name: 'not attached, and nothing says why', bundle: { 'ibis1/show.txt': SHOW('* running') }, asks: 'tail -n 500' },
    {
      name: 'the upstream answers nobody: a fault of its own, worth a look at most',
      bundle: { 'ibis2/show.txt': SHOW('? unreachable', '? '), 'ibis2/server.log': failing('timeout expired') },
    },
  ],
  lookalikes: [
    {
      name: 'a clone that got through at the second try',
      bundle: {
        't.txt': `${clone('could not translate host name "heron-primary" to address: Name or service not known')}
${CLONE}
INFO: checking for available walsenders on the source node (2 required)
`,
      },
    },
    {
      name: 'a clone from a server of its own host, which is down',
      bundle: { 't.txt': clone('connection to server at "127.0.0.1", port 5433 failed: Connection refused', '127.0.0.1') },
    },
    {
      name: 'the upstream is starting up',
      bundle: { 'standby.log': failing('FATAL:  the database system is starting up') },
    },
    {
      name: 'the upstream refuses who it is',
      bundle: { 'standby.log': failing('FATAL:  password authentication failed for user "repmgr"') },
    },
  ],
});
