import { collect } from '../../collect/commands.ts';
import type { Evidence, Missing, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { type Action, isLiveWalPath } from '../../model/actions.ts';
import type { Cluster, Done } from '../../model/cluster.ts';
import { isStopped, livesOf } from '../../model/life.ts';
import type { Node } from '../../model/node.ts';
import { type Removal, removalsBy, type Vanished, vanishedSegments } from '../../model/removals.ts';
import { baseBackup } from '../../remedies/base-backup.ts';
import { rescueWaiting } from '../../remedies/rescue-waiting.ts';
import { stopCleaningWal } from '../../remedies/stop-cleaning-wal.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  counted: {
    en: 'On {node} {count} segments ({from} to {to}) were removed from the live WAL directory by hand. Whatever of them had not been archived is gone for good.',
    'zh-CN': '{node} 的 WAL 目录中有 {count} 个日志段（{from} 至 {to}）被手工删除。其中尚未归档的部分永久丢失。',
  },
  uncounted: {
    en: 'On {node} segments were removed from the live WAL directory by hand; the bundle does not show which.',
    'zh-CN': '{node} 的 WAL 目录中有日志段被手工删除；材料未显示具体是哪些。',
  },
  scripted: {
    en: 'A script or cron job on {node} removes segments from the live WAL directory. It cannot know what slots, disconnected standbys, the archiver or a running backup still need.',
    'zh-CN': '{node} 上有脚本或定时任务删除 WAL 目录中的日志段。它无法得知复制槽、断开的备机、归档进程或正在进行的备份仍需要哪些日志。',
  },
  status: {
    en: 'On {node} archive status files were removed by hand: the segments behind them count as done and are recycled without having been archived.',
    'zh-CN': '{node} 上的归档状态文件被手工删除：对应日志段被视为已归档，未归档即被回收。',
  },
  vanished: {
    en: '{count} segments ({from} to {to}) are gone from the live WAL directory of {node}, and the server cannot have removed them: somebody or something else did. Whatever of them had not been archived is gone for good.',
    'zh-CN':
      '{node} 的 WAL 目录中缺少 {count} 个日志段（{from} 至 {to}），且不可能是服务器自身删除的：系人为或其他程序所删。其中尚未归档的部分永久丢失。',
  },
  hole: { en: 'a hole in the middle: a server removes only the oldest', 'zh-CN': '中间出现空洞：服务器只会删除最早的日志段' },
  oldest: { en: 'the oldest that is left is {first}', 'zh-CN': '现存最早的是 {first}' },
  reserved: { en: 'an inactive slot still reserves WAL from {restart} on', 'zh-CN': '未激活的复制槽仍保留着从 {restart} 起的 WAL' },
  cleaned: { en: 'removes segments from the live WAL directory', 'zh-CN': '删除 WAL 目录中的日志段' },
  scriptLine: { en: 'a script does this on the live WAL directory', 'zh-CN': '脚本对在用的 WAL 目录执行此操作' },
  before: { en: 'the directory before: oldest segment {first}', 'zh-CN': '删除前的目录：最早的日志段为 {first}' },
  after: { en: 'the directory after: {count} segments left', 'zh-CN': '删除后的目录：剩余 {count} 个日志段' },
  readyRemoved: {
    en: 'status files are removed as well: the alarm goes, the archive gets nothing',
    'zh-CN': '状态文件也被删除：告警消失，但归档没有得到任何日志',
  },
  dryRun: { en: 'a dry run only: nothing was removed', 'zh-CN': '仅为预演：未删除任何文件' },
  elsewhere: { en: 'an archive directory is cleaned, not the live WAL directory', 'zh-CN': '清理的是归档目录，而非在用的 WAL 目录' },
  whyListing: { en: 'which segments are left on {node}', 'zh-CN': '{node} 上还剩哪些日志段' },
}));

export const walRemovedByHand = defineCause({
  id: 'wal-removed-by-hand',
  group: 'retention',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'WAL was removed by hand', 'zh-CN': 'WAL 日志被手工删除' }),
  get about() {
    return text({
      en: `Segments were deleted from the live WAL directory by a person or a script: \`rm\`, \`find -delete\`, or \`pg_archivecleanup\` / \`sys_archivecleanup\` pointed at \`pg_wal\` / \`sys_wal\`. It is an event: no later green check undoes it, a new base backup does.

**How it shows itself.** The command in a transcript, a script or a cron table; a listing that shrinks between two moments without a checkpoint; later \`requested WAL segment … has already been removed\`, \`could not open file "pg_wal/…"\`, or a server that does not start.

**Lookalikes.** The server's own recycling after a checkpoint. The same tool on an *archive* directory, which is its purpose. A dry run (\`-n\`).

**What to do.** Stop the script. Copy what still waits aside. Repair archiving, then take a base backup. A standby or slot that needed a removed segment must be cloned or recreated.

**What not to do.** Do not repeat it; do not delete \`.ready\` files to make the check green.

**Versions.** All. **Sources.** PostgreSQL documentation, "pg_archivecleanup" and "WAL Internals".`,
      'zh-CN': `有人或脚本从在用的 WAL 目录中删除了日志段：\`rm\`、\`find -delete\`，或把 \`pg_archivecleanup\` / \`sys_archivecleanup\` 指向 \`pg_wal\` / \`sys_wal\`。这是一个事件：之后的检查变绿并不能抵消，只有新的基础备份才能弥补。

**表现。** 终端记录、脚本或 crontab 中的命令；两次列表之间目录无故缩小；之后出现“所要求的 WAL 段已经被删除”、无法打开 \`pg_wal/…\`，或服务器无法启动。

**易混淆的情形。** 检查点之后服务器自身的回收；同一工具用于*归档*目录（这是它的用途）；预演（\`-n\`）。

**处理。** 停止脚本；把仍在等待归档的日志段另存；修复归档后做基础备份。需要已删日志的备机或复制槽须重新克隆或重建。

**不要做。** 不要再次删除；不要为了让检查变绿而删除 \`.ready\` 文件。

**版本。** 所有版本。**来源。** PostgreSQL 文档“pg_archivecleanup”“WAL Internals”。`,
    });
  },
  explains: ['standby-not-attached', 'recovery-stopped', 'server-not-starting'],
  leadsTo: [
    { cause: 'archive-gap', where: 'same' },
    { cause: 'archive-status-orphaned', where: 'same' },
    { cause: 'wal-removed-before-standby', where: 'cluster' },
  ],

  examine(cluster) {
    const home = homeOfUnplaced(cluster);
    const told = cluster.nodes.map((node): Told => ({ node, verdict: judge(cluster, node, home === node) }));
    const unplaced = cluster.nodes[0] !== undefined && home === null ? [{ node: null, verdict: ofNobody(cluster, cluster.nodes[0]) }] : [];
    return [...told, ...unplaced].filter(({ verdict }) => verdict.is !== 'not-applicable');
  },

  remedies(cluster, node) {
    const where = node ?? cluster.primary ?? cluster.nodes[0];
    if (where === undefined) return [];
    const scripted = [...cluster.setUpOn(node, 'wal-removed'), ...cluster.setUpOn(null, 'wal-removed')].length > 0;
    return [
      ...(scripted ? [stopCleaningWal(cluster, where)] : []),
      rescueWaiting(cluster, where),
      baseBackup(cluster, cluster.primary ?? where),
    ];
  },
});

/** Whose WAL a script that stands in no node's place removes: that of the only server that is shown to be down. */
function homeOfUnplaced(cluster: Cluster): Node | null {
  const down = [...livesOf(cluster).values()].filter((life) => isStopped(life) || life.unanswered?.state === 'failed');
  return down.length === 1 ? (down[0]?.node ?? null) : null;
}

interface Actions {
  readonly done: readonly Done[];
  readonly setUp: readonly Done[];
}

/** What was done or is set up on a node, and what stands in no node's place where that is its. */
function actionsOn(cluster: Cluster, node: Node, unplaced: boolean, kind: Action['kind']): Actions {
  const here = (action: Done): boolean => action.kind === kind && (action.node === node || (unplaced && action.node === null));
  return { done: cluster.done.filter(here), setUp: cluster.setUp.filter(here) };
}

function judge(cluster: Cluster, node: Node, unplaced: boolean): Verdict {
  const removed = actionsOn(cluster, node, unplaced, 'wal-removed');
  const removals = removalsBy(removed.done, node);
  const ready = actionsOn(cluster, node, unplaced, 'ready-removed').done;
  const scripted = removed.setUp.filter((action) => !action.dryRun);
  const shown: Evidence[] = [
    ...removals.flatMap(removalShown),
    ...scripted.map((done) => evidence(done.fact, said.scriptLine())),
    ...ready.map((done) => evidence(done.fact, said.readyRemoved())),
  ];
  const counted = removals.find((removal) => removal.count !== null);
  const missing = [collect.walListing(cluster, node, said.whyListing({ node: node.label }))];
  if (counted !== undefined) {
    const summary = said.counted({ node: node.label, count: counted.count ?? 0, from: counted.from ?? '', to: counted.to ?? '' });
    return present('certain', { summary, evidence: shown, missing });
  }
  if (removals.length > 0) return present('certain', { summary: said.uncounted({ node: node.label }), evidence: shown, missing });
  if (scripted.length > 0) return present('likely', { summary: said.scripted({ node: node.label }), evidence: shown, missing });
  if (ready.length > 0) return present('likely', { summary: said.status({ node: node.label }), evidence: shown, missing });
  const gone = vanishedSegments(cluster, node);
  if (gone !== null) return ofListing(node, gone, missing);
  const rehearsed = [...removed.done, ...removed.setUp].find((action) => action.dryRun);
  if (rehearsed !== undefined) return absent(said.dryRun(), evidence(rehearsed.fact, said.dryRun()));
  const cleaned = actionsOn(cluster, node, unplaced, 'archive-cleaned');
  const archive = [...cleaned.done, ...cleaned.setUp][0];
  if (archive !== undefined) return absent(said.elsewhere(), evidence(archive.fact, said.elsewhere()));
  const misses = node
    .messages('wal.open-failed', 'file.open-failed')
    .some((fact) => isLiveWalPath(fact.values['file'] ?? '') || fact.event === 'wal.open-failed');
  return misses ? unknown(...missing) : notApplicable;
}

/** What stands in no node's place, and nothing tells whose it is. */
function ofNobody(cluster: Cluster, some: Node): Verdict {
  const removals = removalsBy(cluster.doneOn(null, 'wal-removed'), some);
  const scripted = cluster.setUpOn(null, 'wal-removed').filter((action) => !action.dryRun);
  const shown = [...removals.flatMap(removalShown), ...scripted.map((done) => evidence(done.fact, said.scriptLine()))];
  if (shown.length === 0) return notApplicable;
  const summary = removals.length > 0 ? said.uncounted({ node: '?' }) : said.scripted({ node: '?' });
  return present(removals.length > 0 ? 'certain' : 'likely', { summary, evidence: shown });
}

function removalShown(removal: Removal): Evidence[] {
  const { before, done, after } = removal;
  return [
    ...(before === null ? [] : [evidence(before, said.before({ first: before.segments.first ?? '' }))]),
    evidence(done.fact, said.cleaned()),
    ...(after === null ? [] : [evidence(after, said.after({ count: after.segments.count }))]),
  ];
}

/** Nobody shows how: the listing itself tells that it was not the server. */
function ofListing(node: Node, gone: Vanished, missing: readonly Missing[]): Verdict {
  const first = gone.listing.segments.first ?? '';
  const shown = [
    evidence(gone.listing, gone.by === 'hole' ? said.hole() : said.oldest({ first })),
    ...(gone.witness.kind === 'row' ? [evidence(gone.witness, said.reserved({ restart: gone.witness.values['restart_lsn'] ?? '?' }))] : []),
  ];
  const summary = said.vanished({ node: node.label, count: gone.count, from: gone.from, to: gone.to });
  return present('likely', { summary, evidence: shown, missing });
}
