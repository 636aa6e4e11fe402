import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { formatWalName } from '../../core/wal.ts';
import { archivesOf, gapBetweenNodes, gapsOf } from '../../model/archive-sequence.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { waitingSegments, walRemovals } from '../../model/removals.ts';
import { baseBackup } from '../../remedies/base-backup.ts';
import { rescueWaiting } from '../../remedies/rescue-waiting.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  removed: {
    en: '{lost} of the {count} segments that waited on {node} were removed before they were archived (removed: {from} to {to}). No recovery to a point in time across this gap; the next point from which it is possible is a new base backup, taken after archiving works on the present primary.',
    'zh-CN':
      '{node} 上等待归档的 {count} 个日志段中有 {lost} 个在归档之前即被删除（删除范围 {from} 至 {to}）。无法跨越该空洞按时间点恢复；只有在当前主机归档恢复之后新做的基础备份才是下一个可用的恢复起点。',
  },
  listed: {
    en: 'The archive {path} lacks {count} segments between its first and its last: {gaps}. No recovery to a point in time across this gap; a new base backup is due.',
    'zh-CN': '归档目录 {path} 在首尾之间缺少 {count} 个日志段：{gaps}。无法跨越该空洞按时间点恢复，应新做基础备份。',
  },
  recovery: {
    en: 'A recovery stopped because the archive does not hold what it needs: {what}. A new base backup is due.',
    'zh-CN': '恢复因归档中缺少所需日志而停止：{what}。应新做基础备份。',
  },
  waited: { en: '{count} files waited to be archived', 'zh-CN': '{count} 个文件等待归档' },
  wasRemoved: { en: 'the segments were removed here', 'zh-CN': '日志段在此被删除' },
  readyRemoved: { en: 'their status files were removed: nothing will archive them', 'zh-CN': '其状态文件被删除：不会再归档' },
  begins: { en: 'the archive that was filled later begins with {first}', 'zh-CN': '之后写入的归档从 {first} 开始' },
  left: {
    en: '{first} to {last} still lay on {node} when last listed, unarchived: copy them aside if they are there',
    'zh-CN': '最后一次列表时 {first} 至 {last} 仍在 {node} 上且未归档：若仍在请先另存',
  },
  gap: { en: '{from} to {to} are not in the listing', 'zh-CN': '列表中没有 {from} 至 {to}' },
  split: {
    en: 'Between the archive of {before} and that of {after} {count} segments are missing: {from} to {to}. The role changed before they were archived. No recovery to a point in time across this gap; a new base backup is due.',
    'zh-CN':
      '{before} 与 {after} 的归档之间缺少 {count} 个日志段：{from} 至 {to}。角色切换时这些日志段尚未归档。无法跨越该空洞按时间点恢复，应新做基础备份。',
  },
  dropped: {
    en: 'On {node} the backup tool gave up segments that waited ({segment} and others) because its queue limit was reached: the archive has a gap. A new base backup is due.',
    'zh-CN': '{node} 上备份工具因队列达到上限而放弃了等待归档的日志段（{segment} 等）：归档出现空洞，应新做基础备份。',
  },
  wasDropped: { en: 'a segment was given up', 'zh-CN': '放弃了日志段' },
  notThere: { en: '{segment} is not in the archive', 'zh-CN': '归档中没有 {segment}' },
  later: { en: 'later segments were stored', 'zh-CN': '其后的日志段已保存' },
  ends: { en: 'this archive ends with {last}', 'zh-CN': '该归档到 {last} 为止' },
  stopped: { en: 'the recovery stops here', 'zh-CN': '恢复在此停止' },
  complete: { en: 'the listing of {path} has no gap', 'zh-CN': '{path} 的列表没有空洞' },
  why: { en: 'whether what still waited on {node} can be copied aside', 'zh-CN': '{node} 上仍在等待归档的日志段是否可以另存' },
}));

export const archiveGap = defineCause({
  id: 'archive-gap',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive has a gap', 'zh-CN': '归档不连续（存在空洞）' }),
  get about() {
    return text({
      en: `Segments are missing from the archive's sequence. Recovery to a point in time works up to the gap and not beyond it, whatever was archived later; only a base backup taken behind the gap starts a new usable sequence.

**How it shows itself.** WAL removed by hand while it waited; a listing of the archive whose names jump; a recovery that ends with \`could not restore file\`, \`WAL ends before end of online backup\`.

**Lookalikes.** A new timeline that begins in the middle of the numbering (its ancestor's segments lie under the old timeline). A listing that was cut by hand (\`……\`). \`.partial\` at the switch point. The archive cleaned at its old end. FF followed by 00 of the next log file.

**What to do.** Save what still lies in the WAL directories, make archiving work on the present primary, then take and verify a base backup.

**What not to do.** Do not count on recovery across the gap; do not rename \`.partial\` files into the sequence without knowing the timeline history.

**Versions.** All. **Source.** PostgreSQL documentation, "Continuous Archiving and Point-in-Time Recovery".`,
      'zh-CN': `归档序列中缺少日志段。按时间点恢复只能到空洞之前，之后归档的内容都无法使用；只有在空洞之后做的基础备份才能开始新的可用序列。

**表现。** 等待归档的 WAL 被手工删除；归档目录文件名不连续；恢复以“无法从归档文件恢复”“在联机备份结束之前结束 WAL”告终。

**易混淆的情形。** 新时间线从编号中间开始（此前的日志段属于旧时间线）；列表被人为省略（\`……\`）；切换点的 \`.partial\`；归档在旧的一端被清理；FF 之后接下一日志文件的 00。

**处理。** 先保存 WAL 目录中仍存在的日志段，使当前主机归档恢复，再做基础备份并校验。

**不要做。** 不要指望跨越空洞恢复；不清楚时间线历史时不要把 \`.partial\` 改名放入序列。

**版本。** 所有版本。**来源。** PostgreSQL 文档“连续归档和时间点恢复”。`,
    });
  },
  explains: ['recovery-stopped'],

  examine(cluster) {
    const split = gapBetweenNodes(cluster);
    return perServer(cluster, (node) => {
      const found = removedUnarchived(cluster, node) ?? dropped(node) ?? listedGaps(cluster, node) ?? unrecoverable(node);
      if (found !== null) return found;
      if (split !== null && split.after.node === node) {
        return present('likely', {
          summary: said.split({ before: split.before.node.label, after: node.label, count: split.count, from: split.from, to: split.to }),
          evidence: [
            evidence(split.before.listing, said.ends({ last: split.before.listing.segments.last ?? '' })),
            evidence(
              split.after.listing,
              said.begins({ first: split.after.listing.partial.first ?? split.after.listing.segments.first ?? '' }),
            ),
          ],
        });
      }
      const listed = archivesOf(node).findLast((listing) => listing.segments.count > 1);
      if (listed !== undefined)
        return absent(said.complete({ path: pathOf(listed) }), evidence(listed, said.complete({ path: pathOf(listed) })));
      return node.messages('recovery.restore-failed', 'recovery.wal-ends-early').length > 0
        ? unknown(collect.archiver(cluster, node, said.why({ node: node.label })))
        : notApplicable;
    });
  },

  remedies(cluster, told) {
    const node = serverOf(cluster, told);
    if (node === null) return [];
    return [...(waitingSegments(node)?.there.count ? [rescueWaiting(cluster, node)] : []), baseBackup(cluster, cluster.primary ?? node)];
  },
});

/** As the command or the prompt names it. */
const pathOf = ({ path, place }: FactOf<'directory'>): string => path ?? place.cwd ?? '.';

/** Names of a listing that jump. pgBackRest keeps only what each of its backups needs, so there a jump may be meant. */
function listedGaps(cluster: Cluster, node: Node): Verdict | null {
  const gaps = gapsOf(cluster, node);
  const first = gaps[0];
  if (first === undefined) return null;
  const kept = /-[0-9a-f]{40}/.test(first.listing.segments.first ?? '');
  return present(kept ? 'possible' : 'likely', {
    summary: said.listed({
      path: pathOf(first.listing),
      count: gaps.reduce((sum, gap) => sum + gap.count, 0),
      gaps: gaps.slice(0, 5).map((gap) => (gap.count === 1 ? gap.from : `${gap.from}..${gap.to}`)),
    }),
    evidence: gaps.slice(0, 5).map((gap) => evidence(gap.listing, said.gap({ from: gap.from, to: gap.to }))),
  });
}

/** The backup tool says that it gave segments up to save the WAL volume. */
function dropped(node: Node): Verdict | null {
  const given = node.messages('backup-tool.segment-dropped', 'backrest.segment-dropped');
  const [first] = given;
  if (first === undefined) return null;
  return present('certain', {
    summary: said.dropped({ node: node.label, segment: first.values['segment'] ?? '?' }),
    evidence: given.slice(0, 3).map((fact) => evidence(fact, said.wasDropped())),
  });
}

/** A recovery that needs more WAL ends, and what it asked for last is not in the archive. */
function unrecoverable(node: Node): Verdict | null {
  const ended = node.messages('recovery.wal-ends-early').at(-1);
  const lacking = missingSegment(node);
  if (ended === undefined || lacking === null) return null;
  return present('likely', {
    summary: said.recovery({ what: lacking.segment }),
    evidence: [
      evidence(lacking.fact, said.notThere({ segment: lacking.segment })),
      evidence(ended, said.stopped()),
      ...pushedAround(node, lacking.segment),
    ],
  });
}

/** The segment that a restore asked for and did not get. */
function missingSegment(node: Node): { readonly segment: string; readonly fact: FactOf<'message'> } | null {
  const said = node.facts
    .messages()
    .filter((fact) => fact.event === 'walg.not-in-archive' || fact.event === 'recovery.restore-failed' || fact.event === 'os.missing');
  for (const fact of said.toReversed()) {
    const segment = /[0-9A-F]{24}/.exec(`${fact.values['segment'] ?? ''} ${fact.text}`)?.[0];
    if (segment !== undefined) return { segment, fact };
  }
  return null;
}

/** What was stored right before and after it, as the tool reported. */
function pushedAround(node: Node, segment: string): Evidence[] {
  return node
    .messages('walg.pushed')
    .filter((fact) => (/[0-9A-F]{24}/.exec(fact.text)?.[0] ?? '') > segment)
    .slice(0, 1)
    .map((fact) => evidence(fact, said.later()));
}

/** WAL or status files were removed by hand while files waited. */
function removedUnarchived(cluster: Cluster, node: Node) {
  const removals = walRemovals(cluster, node);
  const ready = cluster.doneOn(node, 'ready-removed');
  const at = removals[0]?.done.fact.order ?? ready[0]?.fact.order;
  if (at === undefined) return null;
  const waiting = node.archiving.pending.filter((one) => one.fact.order < at && one.count > 0).at(-1);
  if (waiting === undefined) return null;
  const counted = removals.find((removal) => removal.count !== null);
  const left = waitingSegments(node)?.there;
  const shown: Evidence[] = [
    evidence(waiting.fact, said.waited({ count: waiting.count })),
    ...removals.map((removal) => evidence(removal.done.fact, said.wasRemoved())),
    ...ready.map((done) => evidence(done.fact, said.readyRemoved())),
  ];
  if (left !== undefined && left.first !== null && left.last !== null) {
    const listing = waitingSegments(node)?.wal;
    if (listing !== undefined)
      shown.push(evidence(listing, said.left({ first: formatWalName(left.first), last: formatWalName(left.last), node: node.label })));
  }
  const archive = cluster.facts.of('directory').find((fact) => fact.holds === 'archive' && fact.order > at);
  if (archive !== undefined) shown.push(evidence(archive, said.begins({ first: archive.partial.first ?? archive.segments.first ?? '' })));
  const { from, to } = counted ?? { from: waiting.fact.kind === 'directory' ? waiting.fact.ready.first : null, to: null };
  return present(counted === undefined ? 'likely' : 'certain', {
    summary: said.removed({
      node: node.label,
      count: waiting.count,
      lost: removals.length > 0 && left !== undefined ? waiting.count - left.count : `≤ ${waiting.count}`,
      from: from ?? '?',
      to: to ?? '?',
    }),
    evidence: shown,
    missing: [collect.walListing(cluster, node, said.why({ node: node.label }))],
  });
}
