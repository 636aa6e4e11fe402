import { collect, collectSettings } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type CutOff, cutOffClones } from '../../model/cut-off-clones.ts';
import { type DeafServer, deafServers, triedBy } from '../../model/deaf-servers.ts';
import type { Node } from '../../model/node.ts';
import { type Met, metOf, type Reception, receptionsOf } from '../../model/reception.ts';
import { ends, upstreamOf } from '../../model/replication.ts';
import { type Source, sourceOf, standingOf } from '../../model/upstream.ts';
import { followUpstream } from '../../remedies/follow-upstream.ts';
import { listenForStandbys } from '../../remedies/listen-for-standbys.ts';
import { traceConnection } from '../../remedies/trace-connection.ts';
import { absent, defineCause, evidence, present, unknown } from '../cause.ts';
import { judgeReceptions, nameOf } from './not-receiving.ts';

const said = texts(() => ({
  port: {
    en: '{standby} looks for its upstream at {asked} and gets no connection: {upstream} is at {right}.',
    'zh-CN': '{standby} 到 {asked} 连接上游但连不上：{upstream} 的地址是 {right}。',
  },
  listen: {
    en: '{upstream} runs, but listens on `{listen}` only: {standby} is refused.',
    'zh-CN': '{upstream} 在运行，但只在 `{listen}` 上监听：{standby} 被拒绝连接。',
  },
  deaf: {
    en: '{server} runs, but listens on `{listen}` only: whoever asks at {asked} is refused, the standbys and repmgr of every node.',
    'zh-CN': '{server} 在运行，但只在 `{listen}` 上监听：连接 {asked} 会被拒绝，各节点的备机与 repmgr 均受影响。',
  },
  socket: { en: 'where it listens', 'zh-CN': '实际监听的地址' },
  'net.unknown-host': {
    en: 'The host name of the upstream does not resolve on {standby}: {asked}.',
    'zh-CN': '{standby} 上无法解析上游主机名：{asked}。',
  },
  'net.timeout': {
    en: 'The upstream of {standby} ({asked}) gives no answer in time: a firewall that drops, a host that is gone, a wrong address.',
    'zh-CN': '{standby} 的上游（{asked}）在时限内没有应答：防火墙丢弃、主机不在或地址错误。',
  },
  'net.no-route': {
    en: '{standby} has no route to its upstream ({asked}), or a firewall rejects it.',
    'zh-CN': '{standby} 没有到上游（{asked}）的路由，或被防火墙拒绝。',
  },
  refused: {
    en: '{standby} reaches the host of its upstream ({asked}), and nobody listens there: the server is down, uses another port, or does not listen on that address.',
    'zh-CN': '{standby} 能到达上游主机（{asked}），但该处无人监听：服务器未运行、端口不同，或未在该地址上监听。',
  },
  tries: { en: 'tried {count} times', 'zh-CN': '已尝试 {count} 次' },
  once: { en: 'the upstream is not reached', 'zh-CN': '连不到上游' },
  told: { en: 'where {standby} is told to receive from', 'zh-CN': '{standby} 配置的上游地址' },
  runs: { en: '{upstream} runs all the same', 'zh-CN': '而 {upstream} 在运行' },
  registered: { en: 'where {upstream} is registered', 'zh-CN': '{upstream} 登记的地址' },
  listens: { en: 'where {upstream} listens', 'zh-CN': '{upstream} 的监听地址' },
  stopped: { en: '{upstream} itself is stopped: that is its own fault', 'zh-CN': '{upstream} 自身已停止：属于该节点的故障' },
  silent: { en: '{upstream} answers nobody else either', 'zh-CN': '{upstream} 对其他节点也没有应答' },
  again: {
    en: 'for a while the upstream of {standby} was not reached; it streams again',
    'zh-CN': '{standby} 曾短暂连不到上游，之后已恢复接收',
  },
  long: { en: 'For a while {standby} did not reach its upstream ({asked}).', 'zh-CN': '{standby} 曾有一段时间连不到上游（{asked}）。' },
  back: { en: 'it receives again', 'zh-CN': '已恢复接收' },
  whyLog: { en: 'what the receiver of {standby} gets as an answer', 'zh-CN': '{standby} 的接收进程得到的答复' },
  whyListen: { en: 'where the upstream of {standby} listens', 'zh-CN': '{standby} 的上游在哪里监听' },
  whySource: { en: 'where {standby} is told to receive from', 'zh-CN': '{standby} 配置的上游地址' },
}));

/** At a try every five seconds: ten minutes. */
const LONG = 120;

export const replicationConnectionRefused = defineCause({
  id: 'replication-connection-refused',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A standby does not reach its upstream', 'zh-CN': '备机连不到上游' }),
  get about() {
    return text({
      en: `The standby's receiver gets no connection at all: nobody listens at the address and port that \`primary_conninfo\` names, the name does not resolve, or the network drops or rejects it. It tries again every five seconds. The data are sound on both sides; what was missed is sent once the way is open, as long as the upstream still has it.

**How it shows itself.** \`could not connect to the primary server: … Connection refused\`, \`No route to host\`, \`timeout expired\`, \`could not translate host name\`; 无法连接到主用服务器 with 拒绝连接, 没有到主机的路由, 超时满. The upstream has no row for this standby; its slot is inactive.

**Lookalikes.** The upstream's own stop or restart: then that is the fault, or none. \`no pg_hba.conf entry\`: the server answered and refused. A refusal of seconds during a switchover or a failover, with \`started streaming\` behind it. The check \`Replication lag: OK (0 seconds)\` on a standby that receives nothing.

**What to do.** Compare host and port of \`primary_conninfo\` with where the upstream is registered and listens; try the port from the standby. A wrong \`primary_conninfo\`: let repmgr write it anew (\`standby follow\`). A server that listens on localhost only: \`listen_addresses\`, which needs a restart of the upstream. Else the network.

**What not to do.** Do not clone the standby again. Do not promote it because it "lost its primary".

**Versions.** \`primary_conninfo\` is in \`recovery.conf\` up to 11, needs a restart in 12 (and KingbaseES V8R6), a reload from 13 on. **Sources.** PostgreSQL documentation, "Streaming Replication" and "Connections and Authentication"; repmgr documentation, "repmgr standby follow".`,
      'zh-CN': `备机的接收进程根本建立不了连接：\`primary_conninfo\` 指定的地址和端口无人监听、主机名无法解析，或网络丢弃/拒绝。它每五秒重试一次。两端数据都没有问题；只要上游仍保留所缺的 WAL，连通后即会补发。

**表现。** \`could not connect to the primary server: … Connection refused\`、\`No route to host\`、\`timeout expired\`、\`could not translate host name\`；中文为“无法连接到主用服务器”，后跟“拒绝连接”“没有到主机的路由”“超时满”。上游没有该备机的连接，其复制槽未激活。

**易混淆的情形。** 上游自身停止或重启：那才是故障，或并无故障；\`no pg_hba.conf entry\`：服务器已应答并拒绝；切换期间几秒的拒绝，其后有 \`started streaming\`；备机什么都收不到时 \`Replication lag\` 仍显示 OK (0 seconds)。

**处理。** 将 \`primary_conninfo\` 的主机和端口与上游登记及监听的地址比较，并从备机测试该端口。\`primary_conninfo\` 有误：由 repmgr 重新写入（\`standby follow\`）；只监听 localhost：修改 \`listen_addresses\`，需要重启上游；否则检查网络。

**不要做。** 不要重新克隆备机；不要因为“失去主机”就提升它。

**版本。** \`primary_conninfo\` 在 11 及之前位于 \`recovery.conf\`，12（及 KingbaseES V8R6）修改需重启，13 起重新加载即可。**来源。** PostgreSQL 文档“流复制”“连接和认证”；repmgr 文档“repmgr standby follow”。`,
    });
  },
  explains: ['standby-not-attached', 'connection-refused', 'replication-lag'],
  yieldsTo: ['conninfo-not-usable'],
  leadsTo: [
    { cause: 'standby-detached', where: 'same' },
    { cause: 'replication-slot-inactive', where: 'cluster' },
  ],

  examine(cluster) {
    const told = judgeReceptions(cluster, ['unreachable'], (reception) => judge(cluster, reception));
    const clones = cutOffClones(cluster).map((one) => ({ node: one.from, verdict: ofClone(one) }));
    const judged = (node: Node | null): boolean => told.some((one) => one.node === node && one.verdict.is === 'present');
    const added = clones.filter(({ node }) => !judged(node));
    const deaf = told.concat(added).some(({ verdict }) => verdict.is === 'present')
      ? []
      : deafServers(cluster).map((one) => ({ node: one.server, verdict: ofDeaf(one) }));
    added.push(...deaf);
    return [...told.filter(({ node }) => !added.some((one) => one.node === node)), ...added];
  },

  remedies(cluster, node) {
    const reception = receptionsOf(cluster).find((one) => one.standby === node) ?? null;
    const clone = cutOffClones(cluster).find(({ from }) => from === node);
    if (clone !== undefined && reception?.obstacle?.kind !== 'unreachable') return [traceConnection(cluster, node, true, clone)];
    const deaf = reception?.obstacle?.kind === 'unreachable' ? undefined : deafServers(cluster).find(({ server }) => server === node);
    if (deaf !== undefined) return [listenForStandbys(cluster, node, { ...deaf, asked: triedBy(deaf.refused)?.host ?? null })];
    const why = reception === null ? null : mismatch(cluster, reception);
    if (why === 'listen') return [listenForStandbys(cluster, node)];
    return why === 'address'
      ? [followUpstream(cluster, node, true), traceConnection(cluster, node, false)]
      : [traceConnection(cluster, node, true), followUpstream(cluster, node, false)];
  },
});

function ofDeaf({ server, refused, socket, address }: DeafServer): Verdict {
  const tried = triedBy(refused);
  return present('certain', {
    summary: said.deaf({ server: server.label, listen: address, asked: `${tried?.host}:${tried?.port}` }),
    evidence: [evidence(refused, said.once()), evidence(socket, said.socket())],
  });
}

function ofClone({ fact, from, host, port }: CutOff): Verdict {
  const cause = fact.values['cause'] ?? fact.values['reason'] ?? '';
  const names = { standby: from?.label ?? 'the new standby', asked: port === null ? host : `${host}:${port}` };
  const reason = cause.replace(/^connect\./, 'net.');
  const say = reason === 'net.unknown-host' || reason === 'net.timeout' || reason === 'net.no-route' ? said[reason] : said.refused;
  return present('likely', { summary: say(names), evidence: [evidence(fact, said.once())] });
}

function judge(cluster: Cluster, reception: Reception): Verdict | null {
  const found = metOf(reception, 'unreachable');
  const standby = nameOf(reception);
  if (found === null) {
    if (reception.attachment.detached === null || reception.obstacle !== null) return null;
    return unknown(collect.serverLog(cluster, reception.standby, said.whyLog({ standby })));
  }
  const { met, by } = found;
  const tries = ends(met.facts).map((fact) => evidence(fact, fact.count > 1 ? said.tries({ count: fact.count }) : said.once()));
  if (by !== null) {
    const long = met.facts.some((fact) => fact.count >= LONG);
    if (!long) return absent(said.again({ standby }), evidence(by, said.back()));
    const summary = said.long({ standby, asked: askedOf(met, null) });
    return present('certain', { status: 'resolved', summary, evidence: [...tries, evidence(by, said.back())] });
  }
  const upstream = upstreamOf(cluster, reception.standby);
  const standing = upstream === null ? null : standingOf(cluster, upstream);
  const names = { standby, upstream: upstream?.label ?? 'the upstream' };
  if (standing?.state === 'stopped') return absent(said.stopped(names), evidence(standing.fact, said.stopped(names)));
  const shown: Evidence[] =
    standing === null ? [] : [evidence(standing.fact, (standing.state === 'runs' ? said.runs : said.silent)(names))];
  return present(standing?.state === 'silent' ? 'possible' : standing === null ? 'likely' : 'certain', {
    summary: summaryOf(cluster, reception, met),
    evidence: uniquePlaces([...tries, ...contrast(cluster, reception), ...shown]),
    missing: [
      ...(reception.standby !== null && sourceOf(reception.standby) !== null
        ? []
        : [collectSettings(cluster, reception.standby, ['primary_conninfo'], said.whySource({ standby }))]),
      ...(upstream?.setting('listen_addresses').known
        ? []
        : [collectSettings(cluster, upstream, ['listen_addresses', 'port'], said.whyListen({ standby }))]),
    ],
  });
}

/** One line may show two things: it is cited once. */
const uniquePlaces = (all: readonly Evidence[]): Evidence[] =>
  all.filter((item, index) => all.findIndex((other) => other.source === item.source && other.line === item.line) === index);

/** `10.4.0.11:5432`, as the message or the setting has it. */
function askedOf({ facts }: Met, source: Source | null): string {
  const { host, port, address } = facts.at(-1)?.values ?? {};
  const at = host ?? address ?? source?.host ?? '?';
  const number = port ?? source?.port ?? null;
  return number === null ? at : `${at}:${number}`;
}

/** Why it fails, where settings of both sides are shown: another address than the upstream's, or an upstream that does not listen there. */
function mismatch(cluster: Cluster, { standby }: Reception): 'address' | 'listen' | null {
  const upstream = upstreamOf(cluster, standby);
  if (upstream === null) return null;
  const listen = upstream.setting('listen_addresses');
  if (listen.known && isLocal(listen.value)) return 'listen';
  const source = standby === null ? null : sourceOf(standby);
  const { address, port } = upstream.identity;
  if (source === null) return null;
  const otherPort = source.port !== null && port !== null && source.port !== port;
  const otherHost = source.host !== null && address !== null && source.host !== address && !isMember(cluster, source.host);
  return otherPort || otherHost ? 'address' : null;
}

const isLocal = (addresses: string): boolean =>
  addresses !== '' && addresses.split(/\s*,\s*/).every((address) => /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(address));

const isMember = (cluster: Cluster, host: string): boolean =>
  cluster.nodes.some((node: Node) => node.identity.address === host || node.identity.hosts.has(host));

function summaryOf(cluster: Cluster, reception: Reception, met: Met): Message {
  const { standby: node } = reception;
  const source = node === null ? null : sourceOf(node);
  const upstream = upstreamOf(cluster, node);
  const names = { standby: nameOf(reception), asked: askedOf(met, source) };
  const why = mismatch(cluster, reception);
  const { address, port } = upstream?.identity ?? { address: null, port: null };
  if (why === 'address') {
    const right = port === null ? (address ?? '?') : `${address ?? '?'}:${port}`;
    return said.port({ ...names, upstream: upstream?.label ?? 'the upstream', right });
  }
  const listen = upstream?.setting('listen_addresses');
  if (why === 'listen' && listen?.known)
    return said.listen({ standby: names.standby, upstream: upstream?.label ?? '', listen: listen.value });
  const cause = met.facts.at(-1)?.values['cause'];
  return cause === 'net.unknown-host' || cause === 'net.timeout' || cause === 'net.no-route' ? said[cause](names) : said.refused(names);
}

/** The settings of both sides that do not go together. */
function contrast(cluster: Cluster, reception: Reception): Evidence[] {
  const { standby } = reception;
  const upstream = upstreamOf(cluster, standby);
  const source = standby === null ? null : sourceOf(standby);
  const shown: Evidence[] = source === null ? [] : [evidence(source.fact, said.told({ standby: nameOf(reception) }))];
  if (upstream === null) return shown;
  const names = { upstream: upstream.label };
  const row = cluster.facts
    .of('cluster-row')
    .filter((fact) => fact.name === upstream.name && fact.conninfo !== null)
    .at(-1);
  if (mismatch(cluster, reception) === 'address' && row !== undefined) shown.push(evidence(row, said.registered(names)));
  const listen = upstream.setting('listen_addresses');
  if (listen.known) shown.push(evidence(listen.fact, said.listens(names)));
  return shown;
}
