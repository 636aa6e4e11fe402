import { collect } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import type { CauseId, Severity } from '../../core/ids.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { hasOldPort } from '../../model/conninfos.ts';
import type { Sign } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { hasCrashed, type Outage, outageOf, successorOf, wasPrimary } from '../../model/outage.ts';
import { promoteStandby } from '../../remedies/promote-standby.ts';
import { rejoinOldPrimary } from '../../remedies/rejoin-old-primary.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { startPrimary, startStandby, startWitness } from '../../remedies/start-server.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  replaced: {
    en: 'The server of {node}, the former primary, is down; {primary} has taken over. It has to rejoin as a standby, not to be started as it is.',
    'zh-CN': '原主机 {node} 的服务器已停机，{primary} 已接管。它应作为备机重新加入，而不是直接启动。',
  },
  primary: {
    en: 'The server of {node}, the primary, is down, and no other node is shown to run as primary.',
    'zh-CN': '主机 {node} 的服务器已停机，且没有其他节点以主机身份运行的证据。',
  },
  standby: {
    en: 'The server of {node} is down: one copy of the data less, and one node less to fail over to.',
    'zh-CN': '{node} 的服务器已停机：少了一份数据副本，也少了一个可切换的节点。',
  },
  unheard: {
    en: 'repmgr gets no connection to the server of {node} on its own host: most likely it does not run. A standby is started before it is registered.',
    'zh-CN': 'repmgr 在本机无法连接 {node} 的服务器：多半未运行。备机应先启动，再登记。',
  },
  alone: { en: 'The server of {node} is down.', 'zh-CN': '{node} 的服务器已停机。' },
  witness: { en: 'The server of the witness {node} is down.', 'zh-CN': '见证节点 {node} 的服务器已停机。' },
  past: { en: 'The server of {node} was down and runs again.', 'zh-CN': '{node} 的服务器曾停机，现已恢复运行。' },
  stopped: { en: 'the server is not there', 'zh-CN': '服务器未运行' },
  failed: { en: 'repmgr got no answer and had marked it inactive', 'zh-CN': 'repmgr 未得到应答，并已将其标记为非活动' },
  takenOut: { en: 'kingbasecluster could not reach it and has taken it out', 'zh-CN': 'kingbasecluster 无法连接该节点，已将其移出' },
  itself: { en: 'the node gets no answer from its own server', 'zh-CN': '该节点连接自身的服务器也无应答' },
  refused: { en: 'its host answers, and nobody listens on the port', 'zh-CN': '主机可达，但端口无人监听' },
  seen: { en: 'nobody answers there', 'zh-CN': '无应答' },
  meant: { en: '{node} was stopped on purpose: no fault is shown', 'zh-CN': '{node} 是有意停止的：没有故障迹象' },
  runs: { en: '{node} runs', 'zh-CN': '{node} 在运行' },
  there: { en: '{node} is there and takes no connections', 'zh-CN': '{node} 在运行，但不接受连接' },
  why: { en: 'whether the server of {node} runs', 'zh-CN': '{node} 的服务器是否在运行' },
  whyLog: { en: 'why the server of {node} is down', 'zh-CN': '{node} 的服务器为何停机' },
}));

/** Of a server that is no known member, whatever keeps it from starting tells all that there is to tell. */
const TELL_OF_STARTS: readonly CauseId[] = [
  'server-start-failed',
  'repmgrd-pid-file',
  'wal-volume-full',
  'settings-file-error',
  'version-mismatch',
  'standby-setting-too-low',
  'wal-level-insufficient',
  'replication-timeline-diverged',
  'foreign-cluster',
  'archive-gap',
  'wal-removed-by-hand',
  'license-expired',
  'trusted-server-unreachable',
  'disk-check-failed',
  'rejoin-failed',
  'rewind-wal-missing',
  'rewind-prerequisites-missing',
];

export const nodeDown = defineCause({
  id: 'node-down',
  group: 'cluster',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'The server of a node is down', 'zh-CN': '节点的服务器已停机' }),
  get about() {
    return text({
      en: `The database server of a registered node does not run. What it means depends on the node: a **former primary after a failover** is expected to be down until it rejoins; a **primary without a successor** is an outage; a **standby** takes a copy and a candidate away.

**How it shows itself.** \`- failed\` in \`cluster show\` (no answer, and repmgr marked it inactive); \`FAILED\` in repmgr 3; \`? unreachable\` together with \`Connection refused\`, \`pg_ctl: no server running\`, \`pg_lsclusters\` \`down\`, an inactive unit, a process list without the server, \`Database cluster state: shut down\`; a log that ends in a failed start.

**Lookalikes.** \`? unreachable\` alone: nothing is known of the server, the network may be it (\`node-unreachable\`). A server that starts up or recovers (\`node-rejecting-connections\`): it answers a ping with a refusal, which repmgr lists as unreachable. A stop that somebody made on purpose, and the restart after it. A server that listens on another address. \`active (exited)\` of Debian's \`postgresql.service\`. The first failed start of a second server beside one that runs.

**What to do.** Find out why: log, disk, journal. A former primary: \`node rejoin\`, with a rewind where its history forked. A standby: start it by its own service. A primary that nobody replaced: start it, if its data are sound; else promote the best standby.

**What not to do.** Never start a former primary by itself while another one runs: that makes two. Do not unregister a node because it is down. Do not clone what a start or a rejoin brings back.

**Versions.** Rejoin of a node that was not stopped cleanly: from PostgreSQL 13 on with \`--force-rewind\`; before, start and stop it once. On KingbaseES kbha starts a node again by itself where \`recovery\` allows it. **Source.** repmgr documentation, "repmgr cluster show", "repmgr node rejoin".`,
      'zh-CN': `已登记节点的数据库服务器未运行。其意义取决于节点：**故障切换后的原主机**在重新加入之前停机是预期状态；**没有接替者的主机**停机就是业务中断；**备机**停机则少一份副本和一个候选节点。

**表现。** \`cluster show\` 中的 \`- failed\`（无应答且 repmgr 已标记为非活动）；repmgr 3 的 \`FAILED\`；\`? unreachable\` 同时有 \`Connection refused\`（拒绝连接）、\`sys_ctl: 没有服务器进程正在运行\`、\`pg_lsclusters\` 的 \`down\`、未激活的服务单元、进程列表中没有服务器、\`Database cluster state: shut down\`；日志以启动失败结束。

**易混淆的情形。** 只有 \`? unreachable\`：对服务器一无所知，可能是网络问题（\`node-unreachable\`）；正在启动或恢复的服务器（\`node-rejecting-connections\`），它拒绝 ping，repmgr 显示为 unreachable；有意停止及之后的重启；服务器监听在别的地址；Debian 的 \`postgresql.service\` 显示 \`active (exited)\`；已有服务器运行时第二个服务器启动失败。

**处理。** 查明原因：日志、磁盘、系统日志。原主机：\`node rejoin\`，历史已分叉时带回退；备机：用其服务方式启动；没有接替者的主机：数据完好则启动，否则提升最佳备机。

**不要做。** 已有主机运行时，切勿直接启动原主机，否则出现双主；不要因为节点停机就注销它；能启动或重新加入的不要重新克隆。

**版本。** 未正常关闭的节点：PostgreSQL 13 起可用 \`--force-rewind\` 重新加入，之前需先启动并正常停止一次。KingbaseES 上 kbha 在 \`recovery\` 允许时会自动拉起节点。**来源。** repmgr 文档“repmgr cluster show”“repmgr node rejoin”。`,
    });
  },
  explains: [
    'node-not-running',
    'node-not-answering',
    'no-primary',
    'connection-refused',
    'standby-not-attached',
    'server-not-starting',
    'slot-problem',
    'register-failed',
  ],
  yieldsTo: ['conninfo-not-usable'],
  leadsTo: [{ cause: 'primary-missing', where: 'cluster' }],

  examine(cluster, node) {
    const outage = outageOf(cluster, node);
    const names = { node: node.label };
    if (outage.is === 'runs') return absent(said.runs(names), evidence(outage.sign.fact, said.runs(names)));
    if (outage.is === 'rejecting') return absent(said.there(names), evidence(outage.sign.fact, said.there(names)));
    if (outage.is === 'silent') {
      return outage.runs !== null
        ? absent(said.runs(names), evidence(outage.runs.fact, said.runs(names)))
        : unknown(collect.processes(cluster, node, said.why(names)));
    }
    if (outage.is === 'back')
      return present('likely', {
        status: 'resolved',
        summary: said.past(names),
        evidence: [evidence(outage.before.fact, said.failed()), evidence(outage.sign.fact, said.runs(names))],
      });
    if (outage.is !== 'down' || (outage.sign.reason === 'connect.refused' && hasOldPort(cluster, node))) return notApplicable;
    return down(cluster, node, outage);
  },

  remedies(cluster, node) {
    if (node.isWitness) return [startWitness(cluster, node)];
    if (!wasPrimary(cluster, node)) return [startStandby(cluster, node)];
    const successor = successorOf(cluster, node);
    // after a crash its end lies behind the fork even when it has been recovered: a plain rejoin is refused in any case
    if (successor !== null && hasCrashed(cluster, node)) return [rejoinWithRewind(cluster, node, successor)];
    if (successor !== null) return [rejoinOldPrimary(cluster, node, successor), rejoinWithRewind(cluster, node, successor, false)];
    const standby = cluster.standbys.find((one) => one !== node && !one.isWitness) ?? null;
    return [startPrimary(cluster, node), ...(standby === null ? [] : [promoteStandby(cluster, standby, false)])];
  },
});

function meaningOf({ state, fact }: Sign): Message {
  if (fact.kind === 'message' && fact.event === 'connection.local-failed' && state === 'unreachable') return said.itself();
  if (state === 'failed') return fact.kind === 'row' ? said.takenOut() : said.failed();
  if (state !== 'unreachable') return said.stopped();
  return fact.kind === 'cluster-row' || fact.kind === 'service-row' ? said.itself() : said.refused();
}

function down(cluster: Cluster, node: Node, { sign, seen, sure, meant }: Extract<Outage, { is: 'down' }>): Verdict {
  const names = { node: node.label };
  if (meant && seen === null) return absent(said.meant(names), evidence(sign.fact, said.meant(names)));
  const unheard = sign.fact.kind === 'message' && sign.fact.event === 'connection.local-failed' && sign.reason === null;
  const { summary, severity } = unheard ? { summary: said.unheard(names), severity: 'warning' as const } : whatItMeans(cluster, node);
  const nameless = node.name === null && seen === null;
  // repmgr 3 writes FAILED for every connection that fails, a refused login as well; its listing has no ids
  const anyFailure = unheard || (!sure && sign.fact.kind === 'cluster-row' && sign.fact.id === 0 && sign.state === 'failed');
  return present(sure ? 'certain' : 'likely', {
    summary,
    severity,
    evidence: [
      evidence(sign.fact, meaningOf(sign)),
      ...(seen === null || seen.fact === sign.fact ? [] : [evidence(seen.fact, said.seen())]),
    ],
    missing: sign.own ? [] : [collect.processes(cluster, node, said.why(names)), collect.serverLog(cluster, node, said.whyLog(names))],
    ...(nameless ? { toldBy: [TELL_OF_STARTS] } : anyFailure ? { toldBy: [['replication-auth-rejected']] } : {}),
  });
}

function whatItMeans(cluster: Cluster, node: Node): { readonly summary: Message; readonly severity: Severity } {
  const names = { node: node.label };
  if (node.isWitness) return { summary: said.witness(names), severity: 'warning' };
  if (!wasPrimary(cluster, node)) return { summary: (node.isStandby ? said.standby : said.alone)(names), severity: 'warning' };
  const successor = successorOf(cluster, node);
  if (successor === null) return { summary: said.primary(names), severity: 'critical' };
  return { summary: said.replaced({ ...names, primary: successor.label }), severity: 'warning' };
}
