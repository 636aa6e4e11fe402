import { collect } from '../../collect/commands.ts';
import type { Evidence, Missing, Verdict } from '../../core/finding.ts';
import type { Confidence } from '../../core/ids.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { isStopped, lifeOfNode } from '../../model/life.ts';
import { type Listed, type Listing, lastListings } from '../../model/listings.ts';
import type { Node } from '../../model/node.ts';
import { outageOf } from '../../model/outage.ts';
import { primaryClaim } from '../../model/primaries.ts';
import { ends } from '../../model/replication.ts';
import { promoteStandby } from '../../remedies/promote-standby.ts';
import { startPrimary } from '../../remedies/start-server.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  standby: {
    en: 'No node runs as primary: {node}, the registered primary, runs as a standby itself. Every write is refused.',
    'zh-CN': '没有节点以主机身份运行：登记的主机 {node} 自身也是备机。所有写入都会被拒绝。',
  },
  stopped: {
    en: 'No node runs as primary: {node} is down, and nobody was promoted in its place.',
    'zh-CN': '没有节点以主机身份运行：{node} 已停机，且没有其他节点被提升。',
  },
  silent: {
    en: 'Nobody who can be asked runs as primary: {node} gives no answer, and nobody was promoted in its place. Whether it still runs behind the network is not shown.',
    'zh-CN': '可询问的节点中没有主机：{node} 无响应，且没有其他节点被提升。它是否仍在网络另一侧运行，尚无证据。',
  },
  standbys: { en: 'Every node of the listing is a standby: nobody runs as primary.', 'zh-CN': '列表中所有节点都是备机：没有主机。' },
  told: {
    en: 'repmgr looked for the primary on every node that it knows and found none.',
    'zh-CN': 'repmgr 在所有已知节点上查找主机，均未找到。',
  },
  row: { en: '{node} is no running primary', 'zh-CN': '{node} 不是运行中的主机' },
  says: { en: 'no primary was found', 'zh-CN': '未找到主机' },
  down: { en: '{node} is stopped', 'zh-CN': '{node} 已停止' },
  runs: { en: '{node} runs as primary', 'zh-CN': '{node} 以主机身份运行' },
  there: { en: '{node} is there, though it takes no connections', 'zh-CN': '{node} 在运行，只是不接受连接' },
  why: { en: 'whether any node runs as primary', 'zh-CN': '是否有节点以主机身份运行' },
}));

export const primaryMissing = defineCause({
  id: 'primary-missing',
  group: 'cluster',
  scope: 'cluster',
  severity: 'critical',
  title: text({ en: 'No node runs as primary', 'zh-CN': '没有主机' }),
  get about() {
    return text({
      en: `Every server of the cluster is a standby, is down or gives no answer: nothing can be written. The data are there; the question is which node may become the primary without loss.

**How it shows itself.** No row \`* running\` and no \`! running as primary\` in \`cluster show\`; \`! running as standby\` for the registered primary (a standby.signal or recovery.conf that should not be there, a restored directory, a demotion that nobody followed by a promotion); a primary that is down while failover is off, paused or refused; a switchover that stopped the old primary and did not promote the new one; \`cannot execute … in a read-only transaction\` for the applications; \`unable to determine an active primary for this cluster\` from repmgrd.

**Lookalikes.** An old copy of the records: another node runs as primary, \`! running as primary\` (\`metadata-stale\`). A primary that is starting up or out of connections (\`node-rejecting-connections\`). Registered connection strings that lead to the asked node (\`conninfo-not-usable\`). A view from a node that is cut off itself: ask another one. The seconds of a switchover.

**What to do.** Find out why the last primary is none, compare the positions of all nodes, then either start the last primary again (nothing is lost) or promote the standby that received most. Keep repmgrd paused meanwhile; see that the others follow.

**What not to do.** Do not promote while nobody knows whether the last primary still runs. Do not remove standby.signal and restart: promote, so that the timeline changes. Do not promote a node that is behind only because it answers first.

**Versions.** Signal file standby.signal since 12, recovery.conf before. **Source.** repmgr documentation, "repmgr standby promote" and "Failover"; PostgreSQL documentation, "Log-Shipping Standby Servers".`,
      'zh-CN': `集群中所有服务器要么是备机，要么停机或无响应：无法写入。数据仍在，问题是哪个节点可以在不丢数据的前提下成为主机。

**表现。** \`cluster show\` 中没有 \`* running\` 的主机，也没有 \`! running as primary\`；登记的主机显示 \`! running as standby\`（存在不应有的 standby.signal 或 recovery.conf、恢复了旧目录、只降级而无人提升）；主机停机而故障切换被关闭、暂停或拒绝；switchover 停止了旧主机却未提升新主机；应用收到 \`cannot execute … in a read-only transaction\`；repmgrd 提示 \`unable to determine an active primary for this cluster\`。

**易混淆的情形。** 元数据副本过旧：其他节点实为主机，显示 \`! running as primary\`（\`metadata-stale\`）；主机正在启动或连接数已满（\`node-rejecting-connections\`）；登记的连接串指向被询问节点自身（\`conninfo-not-usable\`）；被询问节点自己被隔离，应换节点再看；切换过程中的几秒。

**处理。** 查明原主机为何不再是主机，比较所有节点的位置，然后要么重新启动原主机（不丢数据），要么提升接收最多的备机。期间保持 repmgrd 暂停，并确认其他节点跟随。

**不要做。** 在不清楚原主机是否仍在运行时不要提升；不要删除 standby.signal 后重启来代替提升（时间线不会改变）；不要因为某节点先应答就提升落后的节点。

**版本。** 标志文件 12 起为 standby.signal，之前为 recovery.conf。**来源。** repmgr 文档“repmgr standby promote”“故障切换”；PostgreSQL 文档“日志传送备用服务器”。`,
    });
  },
  explains: ['no-primary', 'roles-disagree', 'standby-not-attached', 'follow-failed', 'register-failed', 'commits-hang'],
  yieldsTo: ['conninfo-not-usable', 'replication-auth-rejected', 'node-rejecting-connections'],

  examine(cluster) {
    const claim = cluster.nodes.flatMap((node) => primaryClaim(cluster, node) ?? [])[0];
    if (claim !== undefined)
      return absent(said.runs({ node: claim.node.label }), evidence(claim.fact, said.runs({ node: claim.node.label })));
    const listings = lastListings(cluster);
    const running = listings.flatMap((listing) => listing.rows).find((row) => row.runs === 'primary');
    if (running !== undefined) return absent(said.runs({ node: running.name }), evidence(running.fact, said.runs({ node: running.name })));
    return listings.map((listing) => inListing(cluster, listing)).find((verdict) => verdict !== null) ?? byMessages(cluster);
  },

  remedies(cluster) {
    const registered = registeredPrimary(cluster);
    const best = registered?.runs === 'standby' ? registered.node : (cluster.standbys.find((node) => !node.isWitness) ?? null);
    if (registered?.runs === 'standby' || registered?.node == null) return [promoteStandby(cluster, best, true)];
    return [startPrimary(cluster, registered.node), promoteStandby(cluster, best, false)];
  },
});

/** What one view shows; null where it cannot tell: it is cut, or sees less than half of the nodes. */
function inListing(cluster: Cluster, listing: Listing): Verdict | null {
  const data = listing.rows.filter((row) => row.recorded !== 'witness');
  const primaries = data.filter((row) => row.recorded === 'primary' || row.recorded === null);
  const standbys = data.filter((row) => row.runs === 'standby');
  const [first] = primaries;
  if (data.length < 2 || standbys.length * 2 < data.length || data.some((row) => row.answer === 'unknown')) return null;
  if (first === undefined) {
    const whole = data.every((row) => row.upstream === null || data.some((other) => other.name === row.upstream));
    return whole ? shown('certain', said.standbys(), rowsShown(data)) : null;
  }
  const rejecting = primaries.find((row) => row.answer === 'rejecting' || (row.runs === null && isAnswering(cluster, row.node)));
  if (rejecting !== undefined)
    return absent(said.there({ node: rejecting.name }), evidence(rejecting.fact, said.there({ node: rejecting.name })));
  const last = primaries.at(-1) ?? first;
  const names = { node: last.name };
  if (primaries.every((row) => row.runs === 'standby')) return shown('certain', said.standby(names), rowsShown(primaries));
  const life = last.node === null ? null : lifeOfNode(cluster, last.node);
  const stop = life !== null && isStopped(life) ? life.touched : null;
  if (stop !== null) return shown('certain', said.stopped(names), [...rowsShown(primaries), evidence(stop.fact, said.down(names))]);
  const sure = primaries.every((row) => isGone(cluster, row));
  return shown(sure ? 'likely' : 'possible', said.silent(names), rowsShown(primaries), [
    collect.clusterShow(cluster, last.node, said.why()),
  ]);
}

/** One node's silence tells of the way to it: that the server is gone is told by its host, by repmgr's mark, or by two who asked apart. */
function isGone(cluster: Cluster, row: Listed): boolean {
  if (row.answer === 'failed' || (row.node !== null && outageOf(cluster, row.node).is === 'down')) return true;
  const others = lastListings(cluster).filter(({ viewer, rows }) => viewer !== null && rows.some((one) => isSilent(one, row)));
  return new Set(others.map(({ viewer }) => viewer)).size > 1;
}

const isSilent = (one: Listed, row: Listed): boolean => one.node !== null && one.node === row.node && one.answer === 'unreachable';

const rowsShown = (rows: readonly Listed[]): Evidence[] => rows.map((row) => evidence(row.fact, said.row({ node: row.name })));

const shown = (confidence: Confidence, summary: Message, lines: readonly Evidence[], missing: readonly Missing[] = []): Verdict =>
  present(confidence, { summary, evidence: unique(lines), missing });

const unique = (lines: readonly Evidence[]): Evidence[] =>
  lines.filter((item, index) => lines.findIndex((other) => other.source === item.source && other.line === item.line) === index);

/** Whoever asked got no answer, and yet the server is there by its own word. */
function isAnswering(cluster: Cluster, node: Node | null): boolean {
  const touched = node === null ? null : lifeOfNode(cluster, node).touched;
  return touched !== null && !touched.past && (touched.state === 'rejecting' || (touched.state === 'running' && touched.own));
}

/** What repmgr says that looked for a primary where no listing tells. */
function byMessages(cluster: Cluster): Verdict {
  const told = cluster.messages('repmgrd.no-primary', 'follow.no-primary');
  if (told.length > 0)
    return present('likely', {
      summary: said.told(),
      evidence: ends(told).map((fact) => evidence(fact, said.says())),
      missing: [collect.clusterShow(cluster, null, said.why())],
    });
  const asks = lastListings(cluster).length > 0 || cluster.members.length > 1;
  return asks ? unknown(collect.clusterShow(cluster, null, said.why())) : notApplicable;
}

/** The last row of the registered primary that no view shows running. */
function registeredPrimary(cluster: Cluster): Listed | null {
  return (
    lastListings(cluster)
      .flatMap((listing) => listing.rows)
      .filter((row) => row.recorded === 'primary' && row.node !== null)
      .at(-1) ?? null
  );
}
