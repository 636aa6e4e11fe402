import { collect } from '../../collect/commands.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { recordedOtherwise } from '../../model/conninfos.ts';
import { isProcess } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { type Outage, outageOf, successorOf, wasPrimary } from '../../model/outage.ts';
import { twoPrimaries } from '../../model/primaries.ts';
import { reachNode } from '../../remedies/reach-node.ts';
import { rejoinOldPrimary } from '../../remedies/rejoin-old-primary.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';

const said = texts(() => ({
  'by connect.no-route': {
    en: '{node} is not reached: there is no route to its host, or a firewall rejects. Nothing is known of its server.',
    'zh-CN': '{node} 不可达：没有到其主机的路由，或被防火墙拒绝。其服务器状态未知。',
  },
  'by connect.timeout': {
    en: '{node} is not reached: no answer in time. The host may be gone, or a firewall drops. Nothing is known of its server.',
    'zh-CN': '{node} 不可达：超时无应答。可能是主机不在，或防火墙丢弃。其服务器状态未知。',
  },
  'by connect.unknown-host': {
    en: '{node} is not reached: its host name does not resolve on the node that asked. Nothing is known of its server.',
    'zh-CN': '{node} 不可达：发起询问的节点无法解析其主机名。其服务器状态未知。',
  },
  bare: {
    en: '{node} gives no answer to the node that asked. Whether its server is down or the network lies between is not shown.',
    'zh-CN': '{node} 对发起询问的节点没有应答。是服务器停机还是网络不通，尚无证据。',
  },
  replaced: {
    en: '{node}, the former primary, gives no answer; {primary} has taken over. Whether its server is down or the network lies between is not shown: it must not come back as a primary.',
    'zh-CN': '原主机 {node} 没有应答，{primary} 已接管。是服务器停机还是网络不通，尚无证据：不能让它以主机身份恢复。',
  },
  between: {
    en: '{node} runs by its own word, and the node that asked does not reach it: the network or a firewall lies between the two.',
    'zh-CN': '{node} 自身显示在运行，但发起询问的节点连不到它：问题在两者之间的网络或防火墙。',
  },
  elsewhere: {
    en: '{node} runs, and its record leads elsewhere than its configuration: nobody was asked at the right place',
    'zh-CN': '{node} 在运行，而其元数据中的连接串与配置不同：并未在正确的地址询问',
  },
  process: {
    en: '{node} gives no answer, though its server process is there: it starts, stops or hangs, or the network lies between.',
    'zh-CN': '{node} 无应答，但其服务器进程仍在：可能正在启动、停止或挂起，也可能是网络问题。',
  },
  'connect.no-route': { en: 'no route to the host', 'zh-CN': '没有到主机的路由' },
  'connect.timeout': { en: 'no answer in time', 'zh-CN': '超时' },
  'connect.unknown-host': { en: 'the host name does not resolve', 'zh-CN': '无法解析主机名' },
  silent: { en: 'no answer', 'zh-CN': '无应答' },
  runs: { en: '{node} runs', 'zh-CN': '{node} 在运行' },
  answers: { en: '{node} answers', 'zh-CN': '{node} 有应答' },
  down: { en: 'the server of {node} is down, which is why it does not answer', 'zh-CN': '{node} 的服务器已停机，因此无应答' },
  there: { en: '{node} is there and takes no connections', 'zh-CN': '{node} 在运行，但不接受连接' },
  why: { en: 'whether the server of {node} runs', 'zh-CN': '{node} 的服务器是否在运行' },
  whyView: { en: 'what {node} itself sees', 'zh-CN': '{node} 自身看到的集群' },
}));

const NETWORK = ['connect.no-route', 'connect.timeout', 'connect.unknown-host'] as const;

export const nodeUnreachable = defineCause({
  id: 'node-unreachable',
  group: 'cluster',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'A node does not answer', 'zh-CN': '节点不可达' }),
  get about() {
    return text({
      en: `The node that asked got no answer from another one, neither a connection nor a ping of the server. That is a fact about the **way** between the two; whether the server at its end runs has to be looked at there.

**How it shows itself.** \`? unreachable\` in \`cluster show\` and \`service status\`; \`registered as an active … but is unreachable\`; with \`--verbose\` libpq's text: \`No route to host\`, \`timeout expired\`, \`could not translate host name\`; \`x\` in \`cluster matrix\`; repmgrd's \`unable to reconnect to node … after N attempts\` with nothing after it.

**Lookalikes.** \`- failed\`: repmgr had marked it, mostly after a failover (\`node-down\`). \`? running\`: it answers a ping and rejects the connection (\`node-rejecting-connections\`, \`replication-auth-rejected\`). A server that is starting up is listed as unreachable, too: its log shows it. The \`?\` before the **upstream** of such a row says nothing about its upstream. \`node N inaccessible via SSH\` (\`ssh-not-working\`). A blip that repmgrd reports as over: \`reconnected to upstream node\`. An election that was cancelled since others still saw the primary.

**What to do.** From the node that asked: name, host, port. On the node itself: process, listener, its own view. Then it is either down, or the network.

**What not to do.** Do not promote another node by hand while nobody has looked at an unreachable primary: if it runs, there are two. Do not unregister or clone the node.

**Versions.** The mark \`?\` since 4.0; \`? running\` since 4.3. **Source.** repmgr documentation, "repmgr cluster show", "repmgr cluster crosscheck".`,
      'zh-CN': `发起询问的节点既连不上另一节点，也得不到其服务器的 ping 应答。这只说明两者之间的**链路**；对端服务器是否运行，需要到该节点上查看。

**表现。** \`cluster show\`、\`service status\` 中的 \`? unreachable\`；\`registered as an active … but is unreachable\`；加 \`--verbose\` 时的 libpq 文本：\`No route to host\`（没有到主机的路由）、\`timeout expired\`（超时）、\`could not translate host name\`；\`cluster matrix\` 中的 \`x\`；repmgrd 的 \`unable to reconnect to node … after N attempts\` 之后再无下文。

**易混淆的情形。** \`- failed\`：repmgr 已作标记，多在故障切换之后（\`node-down\`）；\`? running\`：ping 有应答但拒绝连接（\`node-rejecting-connections\`、\`replication-auth-rejected\`）；正在启动的服务器也显示为 unreachable，看其日志；该行上游前的 \`?\` 并不说明上游有问题；\`node N inaccessible via SSH\`（\`ssh-not-working\`）；repmgrd 已报告 \`reconnected to upstream node\` 的短暂中断；因其他节点仍能看到主机而取消的选举。

**处理。** 在发起询问的节点上检查主机名、主机、端口；在该节点上查看进程、监听和它自己的视角。由此判断是停机还是网络。

**不要做。** 在没有查看不可达的主机之前不要手工提升其他节点：若它仍在运行就会出现双主。不要注销或重新克隆该节点。

**版本。** 标记 \`?\` 自 4.0，\`? running\` 自 4.3。**来源。** repmgr 文档“repmgr cluster show”“repmgr cluster crosscheck”。`,
    });
  },
  explains: ['node-not-answering', 'connection-refused', 'no-primary', 'standby-not-attached', 'no-failover', 'register-failed'],
  yieldsTo: ['node-down', 'node-rejecting-connections', 'conninfo-not-usable', 'replication-auth-rejected'],
  leadsTo: [{ cause: 'primary-missing', where: 'cluster' }],

  examine(cluster, node) {
    const outage = outageOf(cluster, node);
    const names = { node: node.label };
    if (outage.is === 'runs' || outage.is === 'back') return absent(said.answers(names), evidence(outage.sign.fact, said.answers(names)));
    if (outage.is === 'down') return outage.meant ? notApplicable : absent(said.down(names), evidence(outage.sign.fact, said.down(names)));
    if (outage.is === 'rejecting') return absent(said.there(names), evidence(outage.sign.fact, said.there(names)));
    if (outage.is === 'unknown') return notApplicable;
    const { sign, why, runs } = outage;
    // what a log could not reach then runs now, beside the one that took over: that there are two is the matter
    if (sign.past && (runs !== null || isOneOfTwo(cluster, node)) && successorOf(cluster, node) !== null) return notApplicable;
    const elsewhere = runs === null ? null : recordedOtherwise(cluster, node);
    if (elsewhere !== null) return absent(said.elsewhere(names), ...elsewhere.map((fact) => evidence(fact, said.elsewhere(names))));
    const reason = NETWORK.find((one) => one === why?.reason);
    return present((runs !== null && !isProcess(runs)) || reason !== undefined ? 'certain' : 'likely', {
      summary: summaryOf(cluster, node, outage),
      severity: wasPrimary(cluster, node) && successorOf(cluster, node) === null ? 'critical' : 'warning',
      evidence: [
        ...(why === null || why === sign ? [] : [evidence(why.fact, reason === undefined ? said.silent() : said[reason]())]),
        evidence(sign.fact, reason !== undefined && why === sign ? said[reason]() : said.silent()),
        ...(runs === null ? [] : [evidence(runs.fact, said.runs(names))]),
      ],
      missing:
        runs === null ? [collect.processes(cluster, node, said.why(names)), collect.clusterShow(cluster, node, said.whyView(names))] : [],
    });
  },

  remedies(cluster, node) {
    const successor = wasPrimary(cluster, node) ? successorOf(cluster, node) : null;
    return [reachNode(cluster, node), ...(successor === null ? [] : [rejoinOldPrimary(cluster, node, successor, false)])];
  },
});

/** One listing shows it as a primary beside another: whoever was asked reached both. */
function isOneOfTwo(cluster: Cluster, node: Node): boolean {
  const pair = twoPrimaries(cluster);
  return pair?.by === 'listing' && (pair.first.node === node || pair.second.node === node);
}

function summaryOf(cluster: Cluster, node: Node, { why, runs }: Extract<Outage, { is: 'silent' }>): Message {
  const names = { node: node.label };
  if (runs !== null) return (isProcess(runs) ? said.process : said.between)(names);
  const successor = wasPrimary(cluster, node) ? successorOf(cluster, node) : null;
  if (successor !== null) return said.replaced({ ...names, primary: successor.label });
  const reason = NETWORK.find((one) => one === why?.reason);
  return reason === undefined ? said.bare(names) : said[`by ${reason}`](names);
}
