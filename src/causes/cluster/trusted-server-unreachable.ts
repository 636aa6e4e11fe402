import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import { listingsOf } from '../../model/listings.ts';
import { nodeAt } from '../../model/logins.ts';
import type { Node } from '../../model/node.ts';
import { isLater, type MessageFact } from '../../model/replication.ts';
import { asksForVirtualAddress } from '../../model/virtual-address.ts';
import { reachGateway } from '../../remedies/reach-gateway.ts';
import { startPrimary, startStandby } from '../../remedies/start-server.ts';
import { setTrustedServers } from '../../remedies/trusted-servers.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  stopped: {
    en: 'The gateway {hosts} did not answer {node}, so kbha took the node for cut off and stopped its database.',
    'zh-CN': '网关 {hosts} 对 {node} 无应答，kbha 认定该节点被隔离，停止了数据库。',
  },
  stoppedByScript: {
    en: 'The gateway {hosts} did not answer {node}, so the recovery script of the cluster took the node for cut off and stopped its database.',
    'zh-CN': '网关 {hosts} 对 {node} 无应答，集群的恢复脚本（network_rewind.sh）认定该节点被隔离，停止了数据库。',
  },
  silentAtStart: {
    en: 'The gateway {hosts} does not answer {node}: the scripts of the cluster refuse to start or to recover anything.',
    'zh-CN': '网关 {hosts} 对 {node} 无应答：集群脚本拒绝启动与恢复。',
  },
  silent: {
    en: 'The gateway {hosts} does not answer {node}: while that lasts repmgrd and kbha there refuse to act, and with `running_under_failure_trusted_servers=off` kbha stops the database.',
    'zh-CN':
      '网关 {hosts} 对 {node} 无应答：期间该节点的 repmgrd 与 kbha 拒绝动作；若 `running_under_failure_trusted_servers=off`，kbha 还会停止数据库。',
  },
  one: {
    en: 'One of the gateways ({hosts}) does not answer {node}; another one does, which is enough.',
    'zh-CN': '其中一个网关（{hosts}）对 {node} 无应答；另有网关可达，不影响判定。',
  },
  over: {
    en: 'The gateway {hosts} did not answer {node} for a while; later it did.',
    'zh-CN': '网关 {hosts} 曾对 {node} 无应答，之后恢复。',
  },
  up: { en: 'later every server runs', 'zh-CN': '之后所有服务器均在运行' },
  failed: { en: 'no answer', 'zh-CN': '无应答' },
  stop: { en: 'the database is stopped', 'zh-CN': '停止数据库' },
  again: { en: 'it answers again', 'zh-CN': '恢复应答' },
  answers: { en: 'the trusted servers answer', 'zh-CN': 'trusted_servers 有应答' },
  why: { en: 'which gateways {node} asks, and what it does when none answers', 'zh-CN': '{node} 使用哪些网关，以及无应答时如何处理' },
}));

export const trustedServerUnreachable = defineCause({
  id: 'trusted-server-unreachable',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'No trusted server answers', 'zh-CN': '可信网关无应答' }),
  get about() {
    return text({
      en: `KingbaseES asks gateways (\`trusted_servers\`) to tell a dead partner from a node that is itself cut off: one answer is enough to trust its own view. When none answers, kbha takes this node for the one that is cut off. With \`running_under_failure_trusted_servers=off\` (and in builds before mid-2021 always) it **stops the database**; with \`on\`, the default, the database goes on, but repmgrd ends: no failover, and nothing that a port check would show.

**How it shows itself.** In kbha.log \`ping host"…" failed\`, \`average RTT value is not greater than zero\`, then \`stop database ...\`; \`sys_monitor.sh start\` that cannot ping the gateway and gives up.

**Lookalikes.** The disk check stops the database, too: \`disk-check-failed\`. One of several gateways silent: no harm yet. \`ping -c 3 -w 2\` by hand returns 1 even with a healthy gateway: that pair of options never gets three answers. Gateways are not pinged while all is well: silence in the log proves nothing. A gateway that answers nobody since somebody forbade ping there.

**What to do.** See from both nodes whether it answers; mend the way, or name gateways that answer pings, two or three on different ways; start the database where it was stopped, the right one as primary.

**What not to do.** Do not put the partner node or a server on the same switch into the list: it answers when the node is cut off from everybody else. Do not start both nodes as primaries.

**Versions.** KingbaseES V8R6 and V9. **Source.** KingbaseES high-availability manual.`,
      'zh-CN': `KingbaseES 通过网关（\`trusted_servers\`）区分对端故障与自身被隔离：任一网关可达即信任自己的判断。全部无应答时，kbha 认定自己被隔离。\`running_under_failure_trusted_servers=off\`（2021 年年中以前的版本总是如此）时会**停止数据库**；默认的 \`on\` 时数据库继续运行，但 repmgrd 退出：没有自动故障切换，且端口检查发现不了。

**表现。** kbha.log 中出现 \`ping host"…" failed\`、\`average RTT value is not greater than zero\`，随后 \`stop database ...\`；\`sys_monitor.sh start\` 无法 ping 通网关而退出。

**易混淆的情形。** 磁盘检测也会停库：\`disk-check-failed\`。多个网关中只有一个无应答：暂无影响。手工执行 \`ping -c 3 -w 2\` 即使网关正常也返回 1：该参数组合收不满三个应答。正常时不会 ping 网关，日志中没有记录不代表可达。网关被设置为不响应 ping。

**处理。** 在两个节点分别查看网关是否应答；恢复网络，或改用能响应 ping 的网关，建议两到三个且位于不同路径；数据库被停止的，按正确角色启动。

**不要做。** 不要把对端节点或同一交换机上的服务器列入：节点与其他所有机器隔离时它仍会应答。不要把两个节点都作为主机启动。

**版本。** KingbaseES V8R6 与 V9。**来源。** KingbaseES 高可用手册。`,
    });
  },
  explains: ['node-not-running', 'no-primary', 'no-failover', 'server-not-starting', 'node-not-answering'],
  leadsTo: [
    { cause: 'node-down', where: 'same' },
    { cause: 'node-unreachable', where: 'same' },
    { cause: 'primary-missing', where: 'cluster' },
    { cause: 'repmgrd-not-running', where: 'same' },
  ],

  examine(cluster) {
    const failures = failuresIn(cluster);
    const nodes = [...new Set(failures.map((fact) => cluster.nodeOf(fact)))];
    if (nodes.length > 0) return nodes.map((node): Told => ({ node, verdict: judge(cluster, node) }));
    const answered = cluster.messages(...ANSWERS).at(-1);
    if (answered !== undefined)
      return [{ node: cluster.nodeOf(answered), verdict: absent(said.answers(), evidence(answered, said.answers())) }];
    const stopped = cluster.messages('kbha.stopping-database').at(-1);
    if (stopped === undefined) return [];
    const node = cluster.nodeOf(stopped);
    return [{ node, verdict: unknown(collect.repmgrConf(cluster, node, said.why({ node: node?.label ?? 'this node' }))) }];
  },

  remedies(cluster, node) {
    const own = failuresIn(cluster).filter((fact) => cluster.nodeOf(fact) === node);
    const stopped = stopAfter(cluster, own) !== null;
    const start = node?.isStandby ? startStandby(cluster, node) : startPrimary(cluster, node);
    return [
      reachGateway(cluster, node, gatewaysIn(cluster, own).at(-1) ?? null),
      setTrustedServers(cluster, node),
      ...(stopped ? [start] : []),
    ];
  },
});

const FAILED = ['kbha.gateway-unreachable', 'script.gateway-failed', 'cluster.gateway-failed'] as readonly string[] as readonly EventName[];

const STOPS = ['kbha.stopping-database', 'cluster.stopping-database'] as readonly string[] as readonly EventName[];
const MISSED = ['cluster.gateway-missed'] as readonly string[] as readonly EventName[];
/** V8R3 pings its gateways at every run of a script. */
const ANSWERS = ['kbha.gateway-ok', 'cluster.gateway-ok'] as readonly string[] as readonly EventName[];

const failuresIn = (cluster: Cluster): readonly MessageFact[] =>
  cluster.messages(...FAILED).filter((fact) => !asksForVirtualAddress(cluster, fact));

/** kbha stops the database behind the ping that failed, in the same log. */
function stopAfter(cluster: Cluster, failures: readonly MessageFact[]): MessageFact | null {
  return (
    cluster
      .messages(...STOPS)
      .filter((fact) => failures.some((failure) => failure.span.source === fact.span.source && fact.order > failure.order))
      .at(-1) ?? null
  );
}

/** A whole listing behind the stop in which every server runs: whoever was stopped is back. */
function upAgain(cluster: Cluster, stop: MessageFact): Fact | null {
  const last = listingsOf(cluster).at(-1);
  const whole = last !== undefined && last.rows.length > 1 && last.rows.every((row) => row.answer === 'running' && isLater(row.fact, stop));
  return whole ? (last.rows[0]?.fact ?? null) : null;
}

/** `ping trusted_servers on host …`: the scripts name the node that asks, in some versions the gateway. */
function gatewaysIn(cluster: Cluster, failures: readonly MessageFact[]): readonly string[] {
  // V8R3 names each in a line of its own before it gives up
  const missed = cluster.messages(...MISSED).filter((fact) => failures.some(({ span }) => span.source === fact.span.source));
  const named = new Set([...missed, ...failures].flatMap((fact) => fact.values['value'] ?? fact.values['host'] ?? []));
  return [...named].filter((host) => nodeAt(cluster, host)?.identity.registered !== true && !isServer(cluster, host));
}

/** A host whose server the scripts start or stop is none of the gateways. */
const isServer = (cluster: Cluster, host: string): boolean =>
  cluster.facts.of('message').some((fact) => /^script\.db-/.test(fact.event ?? '') && fact.values['host'] === host);

function judge(cluster: Cluster, node: Node | null): Told['verdict'] {
  const failures = failuresIn(cluster).filter((fact) => cluster.nodeOf(fact) === node);
  const setting = node?.repmgrSetting('trusted_servers');
  const listed = setting?.known ? setting.value.split(',').map((host) => host.trim()) : [];
  const gateways = gatewaysIn(cluster, failures);
  const hosts = gateways.length > 0 ? gateways : listed;
  const { clusterConf } = cluster.flavour;
  const names = {
    node: node?.label ?? 'this node',
    hosts: hosts.length > 0 ? hosts : [clusterConf?.names['trusted_servers'] ?? 'trusted_servers'],
  };
  const stop = stopAfter(cluster, failures);
  const last = failures.at(-1) as MessageFact;
  const shown = [
    ...failures.slice(-2).map((fact) => evidence(fact, said.failed())),
    ...(stop === null ? [] : [evidence(stop, said.stop())]),
  ];
  const again = cluster
    .messages(...ANSWERS)
    .filter((fact) => isLater(fact, last) && cluster.nodeOf(fact) === node)
    .at(-1);
  if (again !== undefined)
    return present('certain', { status: 'resolved', summary: said.over(names), evidence: [...shown, evidence(again, said.again())] });
  const back = stop === null ? null : upAgain(cluster, stop);
  if (back !== null)
    return present('certain', {
      status: 'resolved',
      summary: (clusterConf === null ? said.stopped : said.stoppedByScript)(names),
      evidence: [...shown, evidence(back, said.up())],
    });
  const missing = [collect.repmgrConf(cluster, node, said.why(names))];
  if (stop !== null)
    return present('certain', {
      summary: (clusterConf === null ? said.stopped : said.stoppedByScript)(names),
      evidence: shown,
      severity: 'critical',
      missing,
    });
  if (listed.some((host) => !hosts.includes(host)))
    return present('possible', { summary: said.one(names), evidence: shown, severity: 'notice', missing });
  return present('likely', { summary: (clusterConf === null ? said.silent : said.silentAtStart)(names), evidence: shown, missing });
}
