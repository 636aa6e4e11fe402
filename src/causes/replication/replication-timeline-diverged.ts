import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Divergence, divergencesOf, hasNoAncestor } from '../../model/divergence.ts';
import { ends, upstreamOf } from '../../model/replication.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { defineCause, evidence, present, type Told, unknown } from '../cause.ts';
import { judgeReceptions, nameOf } from './not-receiving.ts';

const said = texts(() => ({
  forked: {
    en: '{node} is on timeline {timeline} at {reached}, beyond the point where timeline {next} left it{where}: what it holds behind that point the upstream does not have. It must be rewound or cloned; it will not catch up by itself.',
    'zh-CN':
      '{node} 位于时间线 {timeline} 的 {reached}，已越过时间线 {next} 的分叉点{where}：其后的内容上游没有。必须回退（rewind）或重新克隆，不会自行追上。',
  },
  ahead: {
    en: '{node} has left the history of its upstream ({what}). It must be rewound or cloned; it will not catch up by itself.',
    'zh-CN': '{node} 已偏离上游的历史（{what}）。必须回退（rewind）或重新克隆，不会自行追上。',
  },
  further: {
    en: '{node} is ahead of its upstream on the same timeline: what it holds beyond, the upstream does not have. There is no fork that a rewind could go back to; it must be cloned, once it is decided that the upstream counts.',
    'zh-CN': '{node} 在同一时间线上领先于上游：多出的内容上游没有。不存在可供 rewind 回退的分叉点；确认以上游的数据为准之后，须重新克隆。',
  },
  foreign: {
    en: 'A rewind of {node} found no point that its history shares with the source: it cannot be rewound and must be cloned.',
    'zh-CN': '{node} 的回退找不到与源服务器历史的共同点：无法回退，须重新克隆。',
  },
  behind: {
    en: 'The upstream of {node} is on an older timeline than {node} itself: one of the two has a history of its own. Which one counts is to be decided first.',
    'zh-CN': '{node} 的上游所在时间线比 {node} 自身更旧：两者之一有自己的历史。须先决定以哪个为准。',
  },
  past: { en: '{node} had left the history of its upstream and was brought back.', 'zh-CN': '{node} 曾偏离上游的历史，之后已恢复。' },
  says: { en: 'its history left that of the upstream', 'zh-CN': '其历史已与上游分叉' },
  upstreamSays: { en: 'the upstream does not have this history', 'zh-CN': '上游没有该段历史' },
  repmgrSays: { en: 'repmgr finds that it cannot attach as it is', 'zh-CN': 'repmgr 判断其无法直接连接' },
  noAncestor: { en: 'pg_rewind finds nothing that both histories share', 'zh-CN': 'pg_rewind 找不到两边历史的共同点' },
  rewindNeeded: { en: 'repmgr finds that a rewind is needed', 'zh-CN': 'repmgr 判断需要 rewind' },
  nothingToDo: {
    en: 'pg_rewind found nothing to do: the control file of its source names the old timeline until the first checkpoint after the promotion',
    'zh-CN': 'pg_rewind 认为无需处理：提升后首个检查点之前，源节点的控制文件仍是旧时间线',
  },
  back: { en: 'brought back', 'zh-CN': '已恢复' },
  whyControl: {
    en: 'the timeline and the end of {node}, and whether it can be rewound',
    'zh-CN': '{node} 的时间线与终点，以及是否可以回退',
  },
  whyLog: { en: 'whether the history of {node} left that of its upstream', 'zh-CN': '{node} 的历史是否已与上游分叉' },
}));

export const replicationTimelineDiverged = defineCause({
  id: 'replication-timeline-diverged',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The history of a node has left that of its upstream', 'zh-CN': '节点的时间线与上游分叉' }),
  get about() {
    return text({
      en: `Two servers wrote on after the same point: the node holds WAL that its upstream never had. Streaming cannot bring them together. The node must be rewound to the fork (\`pg_rewind\`, through \`repmgr node rejoin --force-rewind\`) or cloned; what it wrote behind the fork is given up by that.

**How it shows itself.** On the node, every few seconds: \`new timeline N forked off current database system timeline N before current recovery point X/X\` (新的时间点…脱离了当前时间点), \`requested starting point … is not in this server's history\`, \`requested timeline N is not a child of this server's history\`, \`… is ahead of the WAL flush position of this server\`. From repmgr: \`this node's timeline is ahead of …\`, \`this node cannot attach to … target node\`, \`pg_rewind execution required\`, \`new primary diverges from former primary\`.

**Lookalikes.** Different numbers in the Timeline column right after a promotion: that is the number of the last checkpoint, and a healthy standby shows the old one for a while. \`fetching timeline history file\`, \`new target timeline is N\`: a standby that follows a promotion as it should. \`requested WAL segment … has already been removed\`: history is common, WAL is missing. Another system identifier: a foreign cluster. One \`ahead of the WAL flush position\` right after the upstream's restart, with streaming behind it.

**What to do.** First decide which history counts, with whoever owns the data: look for transactions that only the diverged node has. Then rewind it (needs \`wal_log_hints\` or checksums, \`full_page_writes\`, and the WAL since the fork), else clone it. A source that was promoted minutes ago takes a \`CHECKPOINT\` first: until then its control file names the old timeline, and pg_rewind finds nothing to do.

**What not to do.** Do not remove \`.history\` files or \`standby.signal\` to make it start. Do not run \`pg_resetwal\`. Do not let applications reach both nodes meanwhile.

**Versions.** From 13 on \`pg_rewind\` finishes crash recovery itself and can fetch WAL from the archive (\`-c\`). repmgr before 5.2 does not rewind to a lower timeline. \`STANDBY FOLLOW successful\` of old repmgr says only that the server was restarted. **Sources.** PostgreSQL documentation, "pg_rewind" and "Timelines"; repmgr documentation, "repmgr node rejoin".`,
      'zh-CN': `两个服务器在同一点之后各自写入：该节点持有上游从未有过的 WAL，流复制无法使二者重合。必须把该节点回退到分叉点（\`pg_rewind\`，即 \`repmgr node rejoin --force-rewind\`）或重新克隆；它在分叉点之后写入的内容将被放弃。

**表现。** 该节点每隔几秒出现 \`new timeline N forked off current database system timeline N before current recovery point X/X\`（新的时间点…脱离了当前时间点）、\`requested starting point … is not in this server's history\`、\`requested timeline N is not a child of this server's history\`、\`… is ahead of the WAL flush position of this server\`。repmgr 则为 \`this node's timeline is ahead of …\`、\`this node cannot attach to … target node\`、\`pg_rewind execution required\`、\`new primary diverges from former primary\`。

**易混淆的情形。** 提升之后 Timeline 列数字不同：该列为最近检查点的时间线，正常备机会显示旧值一段时间；\`fetching timeline history file\`、\`new target timeline is N\`：备机正常跟随提升；\`requested WAL segment … has already been removed\`：历史相同，只是缺少 WAL；系统标识不同：属于另一集群；上游重启后出现一次 \`ahead of the WAL flush position\` 且随后恢复流复制。

**处理。** 先与业务方决定以哪份历史为准：查明仅存于分叉节点的事务。然后回退（需要 \`wal_log_hints\` 或校验和、\`full_page_writes\`，以及分叉以来的 WAL），否则重新克隆。刚提升的源节点须先执行 \`CHECKPOINT\`：在此之前其控制文件仍是旧时间线，pg_rewind 会认为无需处理。

**不要做。** 不要为了启动而删除 \`.history\` 文件或 \`standby.signal\`；不要执行 \`pg_resetwal\`；期间不要让应用同时访问两个节点。

**版本。** 13 起 \`pg_rewind\` 会自行完成崩溃恢复，并可从归档取 WAL（\`-c\`）；5.2 之前的 repmgr 不会回退到更低的时间线；旧版 repmgr 的 \`STANDBY FOLLOW successful\` 只表示服务器已重启。**来源。** PostgreSQL 文档“pg_rewind”“时间线”；repmgr 文档“repmgr node rejoin”。`,
    });
  },
  explains: [
    'standby-not-attached',
    'recovery-stopped',
    'follow-failed',
    'rejoin-refused',
    'switchover-incomplete',
    'server-not-starting',
    'replication-lag',
  ],
  yieldsTo: ['foreign-cluster'],
  leadsTo: [
    { cause: 'standby-detached', where: 'same' },
    { cause: 'rejoin-failed', where: 'same' },
    { cause: 'server-start-failed', where: 'same' },
  ],

  examine(cluster) {
    const divergences = divergencesOf(cluster);
    const told = divergences.map((one): Told => ({ node: one.node, verdict: verdictOn(cluster, one) }));
    const others = judgeReceptions(cluster, ['diverged'], (reception) => {
      if (reception.attachment.detached === null || reception.obstacle !== null) return null;
      const names = { node: nameOf(reception) };
      return unknown(
        collect.serverLog(cluster, reception.standby, said.whyLog(names)),
        collect.control(cluster, reception.standby, said.whyControl(names)),
      );
    });
    return [...told, ...others.filter(({ node }) => !divergences.some((one) => one.node === node))];
  },

  remedies(cluster, node) {
    const clone = recloneStandby(cluster, node, false);
    if (cannotRewind(cluster, 'rewind.prerequisites', 'rewind.no-ancestor', 'switchover.rewind-not-possible', 'attach.lsn-ahead'))
      return [clone];
    return [{ ...rejoinWithRewind(cluster, node), recommended: !cannotRewind(cluster, 'rewind.wal-missing') }, clone];
  },
});

/** A rewind was tried and refused for that reason. */
const cannotRewind = (cluster: Cluster, ...reasons: readonly string[]): boolean =>
  cluster.facts.of('message').some((fact) => reasons.includes(fact.event ?? '') || reasons.includes(fact.values['reason'] ?? ''));

function verdictOn(cluster: Cluster, one: Divergence): Verdict {
  const node = one.node?.label ?? 'the standby';
  const upstream = upstreamOf(cluster, one.node);
  const summary = one.undone !== null ? said.past({ node }) : summaryOf(one, node);
  return present(one.upstreamIsOld ? 'likely' : 'certain', {
    status: one.undone === null ? 'active' : 'resolved',
    summary,
    evidence: [
      ...ends(one.facts).map((fact) => evidence(fact, meaningOf(fact.event ?? '', fact.values['reason'] ?? ''))),
      ...rewoundInVain(cluster, one).map((fact) => evidence(fact, said.nothingToDo())),
      ...(one.undone === null ? [] : [evidence(one.undone, said.back())]),
    ],
    missing: (one.undone === null ? [one.node, upstream] : []).flatMap((each) =>
      each === null || each.control('latest checkpoint location') !== null
        ? []
        : [collect.control(cluster, each, said.whyControl({ node: each.label }))],
    ),
  });
}

/** A rewind that took two timelines for one. */
function rewoundInVain(cluster: Cluster, one: Divergence): readonly FactOf<'message'>[] {
  if (one.undone !== null || one.upstreamIsOld) return [];
  const said = cluster
    .messages('rewind.not-required')
    .filter((fact) => [one.node, null].includes(cluster.nodeOf(fact) ?? cluster.askedOn(fact)));
  return said.slice(-1);
}

function summaryOf(one: Divergence, node: string): Message {
  if (hasNoAncestor(one)) return said.foreign({ node });
  if (one.upstreamIsOld) return said.behind({ node });
  if (one.facts.some((fact) => fact.event === 'attach.lsn-ahead')) return said.further({ node });
  if (one.timeline === null || one.newTimeline === null || one.reached === null)
    return said.ahead({ node, what: one.facts[0]?.text.split('\n')[0] ?? '' });
  const where = one.forkedAt === null ? '' : ` (${one.forkedAt})`;
  return said.forked({ node, timeline: one.timeline, reached: one.reached, next: one.newTimeline, where });
}

function meaningOf(event: string, reason: string): Message {
  if ([event, reason].includes('rewind.no-ancestor')) return said.noAncestor();
  if (event === 'attach.rewind-required') return said.rewindNeeded();
  if (/^(?:attach|switchover|repmgrd)\./.test(event)) return said.repmgrSays();
  return event.startsWith('recovery.') ? said.says() : said.upstreamSays();
}
