import { collect, collectSettings } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { type Obstacle, type Reception, receptionsOf } from '../../model/reception.ts';
import { ends, upstreamOf } from '../../model/replication.ts';
import { standingOf } from '../../model/upstream.ts';
import { findWhyDetached } from '../../remedies/find-why-detached.ts';
import { followUpstream } from '../../remedies/follow-upstream.ts';
import { renewReceiver } from '../../remedies/renew-receiver.ts';
import { absent, defineCause, evidence, present } from '../cause.ts';
import { judgeReceptions, meaning, nameOf } from './not-receiving.ts';

const said = texts(() => ({
  detached: {
    en: '{standby} runs and receives from nobody; the bundle does not show why. A lag of 0 seconds means nothing here: it is measured against what was received.',
    'zh-CN': '{standby} 在运行但没有从任何上游接收；材料未显示原因。此时延迟显示 0 秒没有意义：它是相对于已收到的内容计算的。',
  },
  noSource: {
    en: '{standby} was started without an upstream: neither `primary_conninfo` nor `restore_command` is set, so it waits for WAL that nobody sends.',
    'zh-CN': '{standby} 启动时没有上游：`primary_conninfo` 与 `restore_command` 均未设置，只能等待永远不会到来的 WAL。',
  },
  unset: {
    en: '{standby} runs and receives from nobody: it is told no upstream, its `primary_conninfo` is empty.',
    'zh-CN': '{standby} 在运行但没有从任何上游接收：未配置上游，`primary_conninfo` 为空。',
  },
  empty: { en: 'empty in the running server', 'zh-CN': '运行中的值为空' },
  hangs: {
    en: '{standby} believes that it streams, and its upstream has no such connection: the receiver hangs.',
    'zh-CN': '{standby} 自认为在流复制，而上游没有该连接：接收进程卡住。',
  },
  slotUnused: { en: 'nobody uses its slot', 'zh-CN': '其复制槽无人使用' },
  notAttached: { en: 'not attached', 'zh-CN': '未连接' },
  says: { en: 'the last that is told of its connection', 'zh-CN': '关于其连接的最后信息' },
  believes: { en: 'it believes that it streams', 'zh-CN': '自认为在流复制' },
  down: { en: '{standby} itself does not run', 'zh-CN': '{standby} 自身未运行' },
  upstreamDown: { en: 'its upstream {upstream} does not run: that comes first', 'zh-CN': '其上游 {upstream} 未运行：应先处理' },
  whyLog: { en: 'what the receiver of {standby} says', 'zh-CN': '{standby} 接收进程的日志' },
  whySource: { en: 'whether and where {standby} is told to receive from', 'zh-CN': '{standby} 是否配置了上游及其地址' },
  whySenders: { en: 'who is connected to the upstream of {standby}', 'zh-CN': '{standby} 的上游上有哪些连接' },
}));

/** What stands in the way and is no cause of its own. */
const OWN: readonly Obstacle[] = ['no-source', 'full', 'not-ready', 'broken-off', 'other'];

export const standbyDetached = defineCause({
  id: 'standby-detached',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A standby receives from nobody', 'zh-CN': '备机未从任何上游接收' }),
  get about() {
    return text({
      en: `The standby runs, answers queries, and no upstream sends to it; what keeps it from that is not shown. It falls behind with every write, protects nothing, and is a poor candidate for a failover. This finding gives way to every cause that explains it.

**How it shows itself.** \`! upstream\` and \`is not attached to its upstream node\` in \`cluster show\`; \`Upstream connection: CRITICAL\`; \`Downstream servers: CRITICAL … missing\`; \`not found in "pg_stat_replication"\`; no row in \`pg_stat_wal_receiver\`, no \`walreceiver\` process. \`specified neither primary_conninfo nor restore_command\` (既没有指定primary_conninfo，也没有指定restore_command) in its log: no upstream is configured.

**Lookalikes.** State catchup: attached, behind. Another \`application_name\`: it streams. A witness is never attached. A node that is down, or whose upstream is down. The seconds of a restart or a promotion. \`pg_stat_wal_receiver\` that still says streaming on a receiver that hangs: compare with the upstream.

**What to do.** Read the standby's log: the receiver says every five seconds what it is told. Then the cause that it names. Without an upstream in its configuration: \`repmgr standby follow\`. A receiver that hangs: end it, the server starts a new one.

**What not to do.** Do not clone before the log was read. Do not trust \`Replication lag: OK (0 seconds)\`.

**Versions.** The mark before the upstream from repmgr 4.4 on. **Sources.** repmgr documentation, "repmgr node check"; PostgreSQL documentation, "Standby Server Operation".`,
      'zh-CN': `备机在运行、可查询，但没有上游向它发送；材料未显示原因。每次写入都使其更落后，它不提供任何保护，也不适合作为切换目标。凡能解释它的原因都优先于本条。

**表现。** \`cluster show\` 中的 \`! 上游\` 与 \`is not attached to its upstream node\`；\`Upstream connection: CRITICAL\`；\`Downstream servers: CRITICAL … missing\`；\`not found in "pg_stat_replication"\`；\`pg_stat_wal_receiver\` 无行、没有 \`walreceiver\` 进程。日志中“既没有指定primary_conninfo，也没有指定restore_command”：未配置上游。

**易混淆的情形。** 状态 catchup：已连接但落后；\`application_name\` 不同：其实在流复制；见证节点从不连接；节点或其上游未运行；重启或提升的几秒钟；卡住的接收进程在 \`pg_stat_wal_receiver\` 中仍显示 streaming：须与上游比较。

**处理。** 看备机日志：接收进程每五秒说明得到的答复，然后处理所指的原因。配置中没有上游：\`repmgr standby follow\`；接收进程卡住：结束它，服务器会重新启动一个。

**不要做。** 未看日志之前不要重新克隆；不要相信 \`Replication lag: OK (0 seconds)\`。

**版本。** 上游前的标记自 repmgr 4.4 起。**来源。** repmgr 文档“repmgr node check”；PostgreSQL 文档“备用服务器操作”。`,
    });
  },
  explains: ['standby-not-attached', 'replication-lag', 'switchover-refused', 'register-failed', 'follow-failed'],
  yieldsTo: [
    'replication-auth-rejected',
    'replication-connection-refused',
    'replication-slot-missing',
    'replication-slot-conflict',
    'replication-slot-lost',
    'wal-removed-before-standby',
    'replication-timeline-diverged',
    'foreign-cluster',
    'wal-senders-exhausted',
    'replication-slots-exhausted',
    'wal-level-insufficient',
    'standby-setting-too-low',
    'application-name-mismatch',
    'standby-connection-flapping',
    'replication-lag-excessive',
    'replication-config-not-owned',
    'conninfo-not-usable',
    'upstream-mismatch',
    'node-down',
    'node-unreachable',
    'node-rejecting-connections',
    'server-start-failed',
    'split-brain',
    'primary-missing',
    'rejoin-failed',
  ],
  leadsTo: [
    { cause: 'replication-slot-inactive', where: 'cluster' },
    { cause: 'synchronous-standby-absent', where: 'cluster' },
  ],

  examine: (cluster) => judgeReceptions(cluster, OWN, (reception) => judge(cluster, reception)),

  remedies(cluster, node) {
    const reception = receptionsOf(cluster).find((one) => one.standby === node) ?? null;
    if (reception?.obstacle?.kind === 'no-source' || unsetSource(node) !== null)
      return [followUpstream(cluster, node, true), findWhyDetached(cluster, node, false)];
    if (believes(node) !== null) return [renewReceiver(cluster, node), findWhyDetached(cluster, node, false)];
    return [findWhyDetached(cluster, node, true), followUpstream(cluster, node, false)];
  },
});

function judge(cluster: Cluster, reception: Reception): Verdict | null {
  const { standby, attachment, obstacle } = reception;
  const names = { standby: nameOf(reception) };
  const standing = standby === null ? null : standingOf(cluster, standby);
  if (standby !== null && standing !== null && standing.state !== 'runs')
    return absent(said.down(names), evidence(standing.fact, said.down(names)));
  if (obstacle?.kind === 'no-source')
    return present('certain', {
      summary: said.noSource(names),
      evidence: [...shownObstacle(reception), ...(attachment.detached === null ? [] : [evidence(attachment.detached, said.notAttached())])],
    });
  if (attachment.detached === null || (obstacle !== null && !OWN.includes(obstacle.kind))) return null;
  const upstream = upstreamOf(cluster, standby);
  const theirs = upstream === null ? null : standingOf(cluster, upstream);
  if (upstream !== null && theirs !== null && theirs.state !== 'runs') {
    const because = said.upstreamDown({ upstream: upstream.label });
    return absent(because, evidence(theirs.fact, because));
  }
  const unset = unsetSource(standby);
  if (unset !== null)
    return present('certain', {
      summary: said.unset(names),
      evidence: [evidence(attachment.detached, said.notAttached()), evidence(unset, said.empty())],
    });
  const strong = attachment.words.some((word) => !word.attached && word.strength >= 2);
  const own = believes(standby);
  return present(strong ? 'certain' : 'likely', {
    summary: own === null || !strong ? said.detached(names) : said.hangs(names),
    evidence: [
      ...ends(attachment.words.filter((word) => !word.attached).map((word) => word.fact)).map((fact) =>
        evidence(fact, fact.kind === 'row' && 'slot_name' in fact.values ? said.slotUnused() : said.notAttached()),
      ),
      ...(own === null || !strong ? [] : [evidence(own, said.believes())]),
      ...shownObstacle(reception),
    ],
    missing: [
      collect.serverLog(cluster, standby, said.whyLog(names)),
      collectSettings(cluster, standby, ['primary_conninfo', 'primary_slot_name'], said.whySource(names)),
      collect.replication(cluster, upstream, said.whySenders(names)),
    ],
  });
}

function shownObstacle(reception: Reception): Evidence[] {
  const { obstacle } = reception;
  if (obstacle === null) return [];
  const say: Message = obstacle.kind === 'other' ? said.says() : meaning(obstacle.kind, reception);
  return ends(obstacle.facts).map((fact) => evidence(fact, say));
}

/** The running server has no upstream to connect to. */
function unsetSource(node: Node | null): Fact | null {
  const source = node?.setting('primary_conninfo');
  return source?.known === true && source.how === 'running' && source.value === '' ? source.fact : null;
}

/** The standby's own view that it streams. */
const believes = (node: Node | null) =>
  node?.facts
    .rows('pg_stat_wal_receiver')
    .filter((row) => row.values['status'] === 'streaming')
    .at(-1) ?? null;
