import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import type { Report } from '../../src/core/report.ts';
import { text } from '../../src/report/text.ts';
import { type BundleText, clusterOf, sourcesOf } from '../support/bundle.ts';

const POOL = `[kingbase@tb21 bin]$ ./ksql -p 9999 -U SYSTEM TEST
TEST=# show pool_nodes;
 node_id |  hostname  | port  | status | lb_weight |  role   | select_cnt | load_balance_node | replication_delay 
---------+------------+-------+--------+-----------+---------+------------+-------------------+-------------------
 0       | 10.40.0.21 | 54321 | up     | 0.500000  | primary | 0          | false             | 0
 1       | 10.40.0.22 | 54321 | up     | 0.500000  | standby | 0          | true              | 0
(2 rows)
`;
const SYNC = `[kingbase@tb21 bin]$ cat ../data/kingbase.conf | grep standby_name
synchronous_standby_names='1 (tb21,tb22)'
[kingbase@tb21 bin]$ cat ../data/kingbase.auto.conf
# It will be overwritten by ALTER SYSTEM command.
SYNCHRONOUS_STANDBY_NAMES = ''
`;
const RECOVERY = `2024-06-03 07:21:01 recover beging...
determine if i am master or standby
 node_id |  hostname  | port  | status | lb_weight |  role   | select_cnt | load_balance_node | replication_delay
---------+------------+-------+--------+-----------+---------+------------+-------------------+-------------------
 0       | 10.40.0.21 | 54321 | up     | 0.500000  | primary | 903        | true              | 0
 1       | 10.40.0.22 | 54321 | down   | 0.500000  | standby | 0          | false             | 0
(2 rows)

i am standby in cluster,determine if recovery is needed
primary node/Im node status is changed, primary ip[10.40.0.21], recovery.conf NEED_CHANGE [1] (0 is need ), I,m status is [2] (1 is down), I will be in recovery.
`;
const LOOKS_LIKE_PRIMARY = `2024-06-03 07:21:02 the kingbase has no file "/home/kingbase/cluster/SB/db/data/recovery.conf", maybe it's primary, can not do recovery.
`;
const reportOn = (bundle: BundleText, lang: 'en' | 'zh-CN' = 'en'): Promise<Report> =>
  analyse(sourcesOf(bundle), { lang, version: 'test' });
const commands = (report: Report): string[] => [
  ...report.collectNext.map((item) => item.command),
  ...report.findings.flatMap((finding) => [
    ...finding.missing.map((item) => item.command),
    ...finding.remedies.flatMap((remedy) => remedy.steps.map((step) => step.command)),
  ]),
  ...report.checked.flatMap((one) => one.missing.map((item) => item.command)),
];

describe('KingbaseES V8R3, a cluster without repmgr', () => {
  it.each([
    ['the list of nodes', { 't.txt': POOL }],
    ['its configuration file', { 't.txt': '[kingbase@tb21 etc]$ cat HAmodule.conf\nKB_POOL_PORT="9999"\nsync_flag=0\n' }],
    [
      "kingbasecluster's log around words that tell no product",
      {
        't.md': `\`\`\`
TEST=# show pool_nodes;
 node_id | hostname   | port  | status | lb_weight | role
 0       | 10.40.0.21 | 54321 | up     | 0.500000  | primary
(1 row)
2023-10-18 21:40:31: pid 9017: LOG:  execute command: /opt/r3/kingbasecluster/bin/failover_stream.sh 10.40.0.22 0 0 1
\`\`\`
`,
      },
    ],
    ['its start script', { 't.txt': '[kingbase@tb21 bin]$ ./kingbase_monitor.sh restart\n' }],
    [
      'its version',
      {
        't.txt': `TEST=# select version();\n version \n---------\n Kingbase V008R003C002B0100 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 4.1.2, 64-bit\n(1 row)\n`,
      },
    ],
    ['the words of the person who asks', { 't.md': `现场：V8R3 集群，HAmodule.conf 里面 sync_flag=0\n\n${SYNC}` }],
  ])('is known by %s', async (_, bundle) => {
    expect(clusterOf(bundle).flavour.title).toBe('KingbaseES V8R3');
    for (const lang of ['en', 'zh-CN'] as const) {
      const report = await reportOn(bundle, lang);
      expect(report.remarks.map((remark) => remark.text).join('\n')).toContain('kingbasecluster');
      expect(report.remarks[0]?.evidence.length).toBe(1);
      expect(report.defects).toEqual([]);
    }
  });

  it('is told of its servers, not of repmgr, and no command calls it', async () => {
    const report = await reportOn({ 't.md': `${POOL}\n${SYNC}` });
    expect(report.findings.map((finding) => finding.cause)).toEqual(['synchronous-degraded']);
    expect(report.findings[0]?.remedies.length).toBeGreaterThan(0);
    expect(commands(report).filter((command) => /\brepmgrd?\b|\bkbha\b/.test(command))).toEqual([]);
    expect(commands(report).join('\n')).toContain('sync_flag=1');
    expect(report.checked.filter((one) => /repmgrd|metadata|failover|switchover/.test(one.cause))).toEqual([]);
  });

  it.each([
    [
      'an upgrade that is mentioned',
      '从 V8R3 升级到 V8R6 之后：\n\n[kingbase@tb21 bin]$ ./repmgr node check\nNode "node1":\n\tServer role: OK (node is primary)\n',
    ],
    [
      'pgpool before a PostgreSQL cluster',
      `postgres=# show pool_nodes;\n${POOL.split('\n').slice(2).join('\n')}[postgres@a ~]$ psql -c 'select 1'\n`,
    ],
  ])('is not taken for it: %s', (_, text) => {
    expect(clusterOf({ 't.txt': text }).flavour.title).not.toBe('KingbaseES V8R3');
  });

  it('says that the cluster manager was not judged where the servers show no fault', async () => {
    const report = await reportOn({ 't.txt': POOL });
    expect(report.cluster.manager).toBe('kingbasecluster');
    expect(text(report)).toContain('the cluster manager was not judged');
    expect(text(await reportOn({ 't.txt': POOL }, 'zh-CN'))).toContain('未判断集群管理程序');
  });

  it.each([
    [
      'is brought back by the script where it finds a primary there',
      LOOKS_LIKE_PRIMARY,
      ['recover-by-script'],
      'db/bin/network_rewind.sh --force',
    ],
    ['is started where nothing tells of a former primary', '', ['start-server'], 'sys_ctl'],
  ])('a node that its script leaves down %s', async (_, line, remedies, command) => {
    const bundle = { 't.md': `10.40.0.22 的 recovery.log：\n\n${RECOVERY}${line}` };
    const [down, ...others] = (await reportOn(bundle, 'zh-CN')).findings;
    expect([down?.cause, down?.node, others]).toEqual(['node-down', '10.40.0.22', []]);
    expect(down?.remedies.map(({ id }) => id)).toEqual(remedies);
    expect(down?.remedies.flatMap(({ steps }) => steps.map((step) => step.command)).join('\n')).toContain(command);
  });
});
