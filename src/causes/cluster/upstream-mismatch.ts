import { collect, collectSettings } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { attachmentOf } from '../../model/attachment.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Mismatch, mismatchesOf, onlyPrimary } from '../../model/following.ts';
import type { Node } from '../../model/node.ts';
import { upstreamOf } from '../../model/replication.ts';
import { type Slot, slotsOf, userOfSlot } from '../../model/slots.ts';
import { standingOf } from '../../model/upstream.ts';
import { followUpstream } from '../../remedies/follow-upstream.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { renewRecords } from '../../remedies/renew-records.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  reports: {
    en: '{node} follows {follows}, and the records say that it should follow {expected}.',
    'zh-CN': '{node} 跟随的是 {follows}，而元数据要求它跟随 {expected}。',
  },
  gone: {
    en: '{node} still belongs to {follows}, which is not there any more; {expected} runs as primary. It gets nothing new until it follows that one.',
    'zh-CN': '{node} 仍跟随已不在的 {follows}，而现在的主机是 {expected}。在跟随新主机之前它收不到任何新数据。',
  },
  configured: {
    en: '{node} is configured to receive from {follows}, and recorded under {expected}.',
    'zh-CN': '{node} 配置为从 {follows} 接收，而元数据记录的上游是 {expected}。',
  },
  served: {
    en: '{node} receives from {follows}, and is recorded under {expected}: repmgr looks for it at the wrong node, and a failover reckons with the wrong tree.',
    'zh-CN': '{node} 实际从 {follows} 接收，而元数据记录的上游是 {expected}：repmgr 会在错误的节点上查找它，故障切换也会按错误的拓扑进行。',
  },
  says: { en: 'whom {node} follows', 'zh-CN': '{node} 跟随的节点' },
  attached: { en: '{node} is attached to {upstream}, as recorded', 'zh-CN': '{node} 已连接到所记录的上游 {upstream}' },
  why: { en: 'where {node} is told to receive from', 'zh-CN': '{node} 配置的上游地址' },
  whyView: { en: 'what the primary sees', 'zh-CN': '主机看到的集群' },
}));

export const upstreamMismatch = defineCause({
  id: 'upstream-mismatch',
  group: 'cluster',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'A standby follows the wrong node', 'zh-CN': '备机跟随了错误的节点' }),
  get about() {
    return text({
      en: `A standby receives from one node, and the records, or the node that runs as primary, say another. After a failover or switchover it was not told to follow: it answers queries with old data, its upstream is gone, and the new primary does not count on it.

**How it shows itself.** \`reports a different upstream (reported: "a", expected "b")\`; an upstream column that names a failed or unreachable node while another one is \`* running\`; \`! a\` beside it; \`primary_conninfo\` with the old primary's host; another node's pg_stat_replication with it; a timeline that stays behind; \`STANDBY FOLLOW failed\` after a switchover; the new primary's pg_stat_replication without it.

**Lookalikes.** A cascade: the upstream is a standby that runs. \`? a\` on a row that is itself unreachable says nothing. \`! a\` where **a** is the running primary: it is not attached, for another reason (\`standby-detached\` and its causes). A witness, which is never attached (\`witness-stale\`). The Timeline column right after a promotion. \`primary_conninfo\` on a primary: it does nothing there. An old copy of the records on the asked node (\`metadata-stale\`).

**What to do.** See why it did not follow (repmgrd not running or paused there, \`--siblings-follow\` left out, follow_command). Then \`repmgr standby follow\` on it, with a dry run first; where its history went beyond the fork, a rejoin with rewind. A retention limit on the new primary may have removed what it needs: then clone.

**What not to do.** Do not start the old primary for its sake. Do not edit \`primary_conninfo\` alone: the record would still name the old one.

**Versions.** Upstream marks and these warnings since repmgr 4.4; before that the column is the record's plain word. **Source.** repmgr documentation, "repmgr standby follow", "repmgr cluster show".`,
      'zh-CN': `备机从某个节点接收，而元数据或实际运行的主机却是另一个。故障切换或 switchover 之后没有让它跟随：它查询到的是旧数据，上游已不在，新主机也没有它。

**表现。** \`reports a different upstream (reported: "a", expected "b")\`；上游列是已失败或不可达的节点，而另一节点为 \`* running\`；旁边有 \`! a\`；\`primary_conninfo\` 中是旧主机；时间线停留在旧值；switchover 之后 \`STANDBY FOLLOW failed\`；新主机的 pg_stat_replication 中没有它。

**易混淆的情形。** 级联：上游是正在运行的备机；本身不可达的行前的 \`? a\` 不说明问题；**a** 就是运行中的主机时的 \`! a\`：是因其他原因未连接（\`standby-detached\` 等）；见证节点从不连接（\`witness-stale\`）；刚提升后的 Timeline 列；主机上的 \`primary_conninfo\` 不起作用；被询问节点的元数据副本过旧（\`metadata-stale\`）。

**处理。** 查明为何没有跟随（该节点 repmgrd 未运行或被暂停、未加 \`--siblings-follow\`、follow_command）。然后在该节点执行 \`repmgr standby follow\`（先 dry run）；若历史已越过分叉点，则带回退重新加入；新主机可能已删除它所需的 WAL，此时重新克隆。

**不要做。** 不要为此启动旧主机；不要只改 \`primary_conninfo\`，否则元数据仍指向旧主机。

**版本。** 上游标记及上述警告自 repmgr 4.4，之前该列只是元数据内容。**来源。** repmgr 文档“repmgr standby follow”“repmgr cluster show”。`,
    });
  },
  explains: ['standby-not-attached', 'replication-lag', 'switchover-incomplete', 'roles-disagree', 'follow-failed', 'slot-problem'],
  yieldsTo: ['conninfo-not-usable', 'application-name-mismatch', 'primary-missing'],

  examine(cluster, node) {
    const one = mismatchesOf(cluster).find((other) => other.node === node);
    if (one !== undefined) return shown(cluster, one);
    if (!node.isStandby) return notApplicable;
    const { attached, detached } = attachmentOf(cluster, node);
    const upstream = upstreamOf(cluster, node);
    if (attached !== null && upstream !== null) {
      const because = said.attached({ node: node.label, upstream: upstream.label });
      return absent(because, evidence(attached, because));
    }
    return detached === null
      ? notApplicable
      : unknown(collectSettings(cluster, node, ['primary_conninfo'], said.why({ node: node.label })));
  },

  remedies(cluster, node) {
    const target = targetOf(cluster, node);
    if (mismatchesOf(cluster).find((one) => one.node === node)?.by === 'served')
      return [renewRecords(cluster, node), followUpstream(cluster, node, false, target, slotsLeftBy(cluster, node, target))];
    return [
      followUpstream(cluster, node, true, target, slotsLeftBy(cluster, node, target)),
      rejoinWithRewind(cluster, node, target, false),
    ];
  },
});

function shown(cluster: Cluster, one: Mismatch): Verdict {
  const names = { node: one.node.label, follows: one.follows, expected: one.expected };
  const primary = onlyPrimary(cluster);
  return present(one.by === 'gone' ? 'likely' : 'certain', {
    summary: said[one.by](names),
    evidence: one.facts.map((fact) => evidence(fact, said.says({ node: names.node }))),
    missing: [
      ...(one.node.setting('primary_conninfo').known
        ? []
        : [collectSettings(cluster, one.node, ['primary_conninfo'], said.why({ node: names.node }))]),
      ...(primary === null ? [] : [collect.clusterShow(cluster, primary, said.whyView())]),
    ],
  });
}

/** Slots of a standby on other servers than the one that it is to follow. */
function slotsLeftBy(cluster: Cluster, node: Node, target: Node | null): readonly Slot[] {
  return slotsOf(cluster).filter((slot) => {
    const user = userOfSlot(cluster, slot);
    if (slot.owner === null || slot.owner === target || (standingOf(cluster, slot.owner)?.state ?? 'runs') !== 'runs') return false;
    return !slot.logical && user.is === 'node' && user.node === node;
  });
}

/** The node that runs as primary, else the one that the records name. */
function targetOf(cluster: Cluster, node: Node): Node | null {
  const expected = mismatchesOf(cluster).find((one) => one.node === node)?.expected;
  return onlyPrimary(cluster) ?? (expected === undefined ? null : cluster.node(expected));
}
