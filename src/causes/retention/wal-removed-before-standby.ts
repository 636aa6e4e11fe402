import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { archivesNothing } from '../../model/archives.ts';
import type { Cluster } from '../../model/cluster.ts';
import { metOf, type Reception } from '../../model/reception.ts';
import { ends, isToolName, type MessageFact, upstreamOf } from '../../model/replication.ts';
import { slotsOf } from '../../model/slots.ts';
import { keepMoreWal } from '../../remedies/keep-more-wal.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { renewSlots } from '../../remedies/replication-slots.ts';
import { restoreFromArchive } from '../../remedies/restore-from-archive.ts';
import { defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';
import { judgeReceptions, nameOf } from '../replication/not-receiving.ts';

const said = texts(() => ({
  summary: {
    en: '{standby} needs segment {segment}, which {upstream} has removed already. It receives nothing until that segment comes from an archive, or until it is cloned again.',
    'zh-CN': '{standby} 需要日志段 {segment}，而 {upstream} 已将其删除。除非从归档取得该日志段或重新克隆，否则无法继续接收。',
  },
  helped: {
    en: '{standby} needed segment {segment}, which {upstream} had removed already; it receives again.',
    'zh-CN': '{standby} 曾需要 {upstream} 已删除的日志段 {segment}；现已恢复接收。',
  },
  refused: { en: 'the upstream refuses: {segment} is gone', 'zh-CN': '上游拒绝：{segment} 已被删除' },
  asked: { en: 'the standby is refused: {segment} is gone on its upstream', 'zh-CN': '备机被拒绝：上游已没有 {segment}' },
  again: { en: 'it receives again', 'zh-CN': '已恢复接收' },
  restored: { en: 'segments came from the archive', 'zh-CN': '日志段由归档取得' },
  why: { en: 'why {standby} does not receive', 'zh-CN': '{standby} 为何不接收' },
  whyKept: { en: 'what keeps WAL on {upstream}', 'zh-CN': '{upstream} 上保留 WAL 的设置' },
}));

export const walRemovedBeforeStandby = defineCause({
  id: 'wal-removed-before-standby',
  group: 'retention',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'WAL was removed before the standby had it', 'zh-CN': '备机所需的 WAL 已被上游删除' }),
  get about() {
    return text({
      en: `A standby asks its upstream for the segment in which it stopped, and the upstream has recycled it. The standby asks again every few seconds for ever; no setting on the upstream brings the segment back.

**How it shows itself.** \`requested WAL segment … has already been removed\`, on the upstream as an ERROR of a walsender, on the standby inside \`could not receive data from WAL stream\`. In front of each refusal the standby prints \`started streaming\`: that is no success. \`Replication lag: OK (0 seconds)\` beside it proves nothing, since repmgr compares what was received with what was replayed.

**Why it happens.** The standby was away longer than the upstream keeps WAL: no slot and a small \`wal_keep_size\` / \`wal_keep_segments\`, a slot that was lost (\`max_slot_wal_keep_size\`) or dropped, WAL removed by hand.

**Lookalikes.** A standby with a \`restore_command\` that is refused at the end of the archive, fetches what it lacks and streams: healed. \`pg_rewind\` that misses a segment of its own (\`rewind-wal-missing\`). A fork (\`is not in this server's history\`). A backup tool that is refused, not a standby.

**What to do.** If the archive holds the segment: let the standby restore from it. Else clone it again. Then see to it that it does not come again: a slot, or more \`wal_keep_size\`.

**Versions.** All; KingbaseES prints the same words. **Sources.** PostgreSQL documentation, "Log-Shipping Standby Servers"; walsender.c.`,
      'zh-CN': `备机向上游请求其中断处的日志段，而上游已将其回收。备机会每隔几秒不断重试；在上游修改任何参数都无法找回该日志段。

**表现。** \`requested WAL segment … has already been removed\`（所要求的 WAL 段已经被删除）：上游由 walsender 以 ERROR 打印，备机则包含在 \`could not receive data from WAL stream\` 中。每次被拒绝之前备机都会打印 \`started streaming\`，这并不表示成功。此时 \`Replication lag: OK (0 seconds)\` 不能说明问题：repmgr 只比较已接收与已回放的位置。

**产生原因。** 备机离线时间超过上游保留 WAL 的时长：没有复制槽且 \`wal_keep_size\` / \`wal_keep_segments\` 较小；复制槽已失效（\`max_slot_wal_keep_size\`）或被删除；WAL 被手工删除。

**易混淆的情形。** 配置了 \`restore_command\` 的备机在归档末尾被拒绝，取回所缺日志后继续流复制：已自愈。\`pg_rewind\` 缺少自身日志段（\`rewind-wal-missing\`）。时间线分叉（\`is not in this server's history\`）。被拒绝的是备份工具而非备机。

**处理。** 若归档中有该日志段：让备机从归档恢复；否则重新克隆。之后要防止再次发生：使用复制槽，或加大 \`wal_keep_size\`。

**版本。** 所有版本；KingbaseES 的文字相同。**来源。** PostgreSQL 文档“日志传送备服务器”；walsender.c。`,
    });
  },
  explains: ['standby-not-attached', 'recovery-stopped', 'replication-lag'],
  leadsTo: [{ cause: 'standby-detached', where: 'same' }],

  examine: (cluster) => [
    ...judgeReceptions(cluster, ['wal-removed'], (reception) => {
      const found = metOf(reception, 'wal-removed');
      if (found !== null) return refused(cluster, reception, found.met.facts.filter(isOfStandby), found.by);
      if (reception.obstacle !== null || reception.attachment.detached === null) return null;
      return unknown(collect.serverLog(cluster, reception.standby, said.why({ standby: nameOf(reception) })));
    }),
  ],

  remedies(cluster, node, finding) {
    const upstream = upstreamOf(cluster, node);
    const lost = slotsOf(cluster).filter((slot) => slot.walStatus === 'lost' && (slot.owner === upstream || upstream === null));
    const first =
      lost.length === 0
        ? []
        : [
            renewSlots(
              cluster,
              lost[0]?.owner ?? upstream,
              lost.map((slot) => slot.name),
            ),
          ];
    const segment = finding.summary.params['segment'];
    const noArchive = archivesNothing(upstream ?? cluster.primary) !== null;
    if (finding.status === 'resolved') return [keepMoreWal(cluster, upstream)];
    return [
      ...(noArchive ? [] : [restoreFromArchive(cluster, node, typeof segment === 'string' && segment !== '?' ? segment : null, first)]),
      recloneStandby(cluster, node, noArchive, first),
      ...(noArchive ? [] : [keepMoreWal(cluster, upstream)]),
    ];
  },
});

/** A backup tool that asks too late is no standby. */
const isOfStandby = (fact: MessageFact): boolean => !isToolName(fact.values['application'] ?? '');

function refused(cluster: Cluster, reception: Reception, facts: readonly MessageFact[], by: Fact | null): Verdict {
  const last = facts.at(-1);
  if (last === undefined) return notApplicable;
  const upstream = upstreamOf(cluster, reception.standby);
  const names = { standby: nameOf(reception), upstream: upstream?.label ?? 'the upstream', segment: last.values['segment'] ?? '?' };
  const own = facts.filter((fact) => fact.event === 'walreceiver.segment-removed');
  const upstreams = facts.filter((fact) => fact.event === 'walsender.segment-removed');
  const shown: Evidence[] = [
    ...ends(own).map((fact) => evidence(fact, said.asked({ segment: fact.values['segment'] ?? '?' }))),
    ...ends(upstreams).map((fact) => evidence(fact, said.refused({ segment: fact.values['segment'] ?? '?' }))),
  ];
  if (by === null)
    return present('certain', {
      summary: said.summary(names),
      evidence: shown,
      missing: [collect.slots(cluster, upstream, said.whyKept({ upstream: names.upstream }))],
    });
  const restored = cluster.messages('recovery.restored').findLast((fact) => fact.span.source === last.span.source);
  return present('likely', {
    status: 'resolved',
    severity: 'notice',
    summary: said.helped(names),
    evidence: [...shown, ...(restored === undefined ? [] : [evidence(restored, said.restored())]), evidence(by, said.again())],
  });
}
