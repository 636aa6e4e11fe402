import { collect, collectSettings } from '../../collect/commands.ts';
import type { Evidence, Missing, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { formatLsn, offsetInSegment, parseLsn } from '../../core/wal.ts';
import { cloneSourceOf, refusedClones } from '../../model/clone-source.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import type { Setting } from '../../model/settings.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { discardBacklog } from '../../remedies/discard-backlog.ts';
import { forcedSwitchover } from '../../remedies/forced-switchover.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';
import { backlog, refusals } from './backlog.ts';

const said = texts(() => ({
  clone: {
    en: '`archive_mode` is on at {node} and `archive_command` is empty: repmgr does not clone from such a server. Where a backup product wants the command empty, `/bin/true` would satisfy repmgr and archive nothing: set a real command, or `archive_mode` off.',
    'zh-CN':
      '{node} 的 `archive_mode` 已启用而 `archive_command` 为空：repmgr 拒绝从这样的服务器克隆。若备份产品要求命令为空，用 `/bin/true` 虽可通过检查但不会归档：应设置真正的命令，或将 `archive_mode` 设为 off。',
  },
  refusesClone: { en: 'repmgr refuses the clone for it', 'zh-CN': 'repmgr 因此拒绝克隆' },
  summary: {
    en: 'On {node} `archive_mode` is {mode} and nothing says how to archive ({names} empty): every finished WAL segment waits, {count} at the most seen. Switchovers are refused above the threshold, and nothing since then can be recovered to a point in time from an archive.',
    'zh-CN':
      '{node} 上 `archive_mode` 为 {mode}，但没有任何归档方式（{names} 为空）：每个写满的日志段都在等待归档，最多时见到 {count} 个。超过阈值后切换会被拒绝，且此后的数据无法依靠归档恢复到任意时间点。',
  },
  uncounted: {
    en: 'On {node} `archive_mode` is {mode} and nothing says how to archive ({names} empty): every finished WAL segment waits and is kept. Nothing since then can be recovered to a point in time from an archive.',
    'zh-CN':
      '{node} 上 `archive_mode` 为 {mode}，但没有任何归档方式（{names} 为空）：每个写满的日志段都在等待归档并一直保留。此后的数据无法依靠归档恢复到任意时间点。',
  },
  resolved: {
    en: 'On {node} nothing said how to archive; since then a command has been set there: `{value}`.',
    'zh-CN': '{node} 上曾没有任何归档方式；之后已在该节点设置：`{value}`。',
  },
  empty: { en: '`{name}` is empty', 'zh-CN': '`{name}` 为空' },
  mode: {
    en: '`archive_mode` is {mode}: segments are kept until they are archived',
    'zh-CN': '`archive_mode` 为 {mode}：日志段在归档之前一直保留',
  },
  logged: { en: 'the server says that archiving is enabled and not configured', 'zh-CN': '服务器日志指出：已启用归档但未配置' },
  stopped: {
    en: 'the clean stop at {lsn} lies in mid-segment: up to version 14 the server switches to a new segment first where an archive command is set, so none was',
    'zh-CN': '干净停库的位置 {lsn} 位于日志段中间：14 及以前版本若设置了归档命令会先切换到新的日志段，可见当时并未设置',
  },
  elsewhere: {
    en: 'a command was set later, on {other} only: the configuration files are local to each node, so {node} still has none as far as the bundle shows',
    'zh-CN': '之后只在 {other} 上设置了命令：配置文件各节点独立，就材料所示 {node} 仍未设置',
  },
  nowSet: { en: 'a command is set', 'zh-CN': '已设置归档命令' },
  modeOff: { en: '`archive_mode` is off: nothing is meant to be archived', 'zh-CN': '`archive_mode` 为 off：本就不归档' },
  standby: {
    en: '{node} is a standby and `archive_mode` is {mode}, not always: a standby does not archive',
    'zh-CN': '{node} 是备机且 `archive_mode` 为 {mode}（非 always）：备机本就不归档',
  },
  configured: { en: '`{name}` is set: `{value}`', 'zh-CN': '`{name}` 已设置：`{value}`' },
  whySettings: { en: 'whether anything says how to archive on {node} now', 'zh-CN': '{node} 现在是否设置了归档方式' },
  whyArchiver: { en: 'whether {node} archives again', 'zh-CN': '{node} 是否已恢复归档' },
}));

export const archiveCommandMissing = defineCause({
  id: 'archive-command-missing',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'Nothing says how to archive', 'zh-CN': '未配置归档方式' }),
  get about() {
    return text({
      en: `\`archive_mode\` is on (or always), and neither \`archive_command\` nor \`archive_library\` (PostgreSQL 15 and later), nor \`archive_dest\` (KingbaseES), says how to archive.

**How it shows itself.** \`repmgr node check\` reports a growing number of pending archive ready files, \`standby switchover\` is refused above \`archive_ready_critical\` (128), the WAL directory grows without end, \`pg_stat_archiver\` counts neither successes nor failures. The server logs, at most once a minute and only while a file waits, that archiving is enabled and not configured.

**Lookalikes.** \`archive_mode = off\` (stale status files, nothing to archive). A standby with an empty command and \`archive_mode = on\`: a standby archives only with \`always\`. \`archive_dest\` set on KingbaseES. An empty value in one file while a later layer sets it. A command without \`%f\` of sys_rman or pgBackRest. A backlog that is draining.

**What to do.** Say how to archive, on every node, and reload; the archiver clears the backlog and the status files without a segment by itself. Take a base backup after it works.

**What not to do.** Do not delete \`.ready\` files or segments: the alarm goes and the archive gets a hole. Do not rely on \`--force\`: the demoted node recycles what waited.

**Versions.** All. \`archive_library\` from 15 on. Up to 14 (and on KingbaseES V8R6) a clean stop in mid-segment shows that no command was set.

**Sources.** PostgreSQL documentation, "Continuous Archiving"; PostgreSQL source, \`pgarch.c\`; KingbaseES parameter reference.`,
      'zh-CN': `\`archive_mode\` 为 on（或 always），但 \`archive_command\`、\`archive_library\`（PostgreSQL 15 及以上）以及 KingbaseES 的 \`archive_dest\` 都没有说明如何归档。

**表现。** \`repmgr node check\` 显示待归档文件不断增加；超过 \`archive_ready_critical\`（128）后 \`standby switchover\` 被拒绝；WAL 目录持续增长；\`pg_stat_archiver\` 既无成功也无失败计数。只有存在待归档文件时，服务器才会记录“已启用归档但未配置”，最多每分钟一次。

**易混淆的情形。** \`archive_mode = off\`（残留的状态文件，本就不归档）；备机命令为空且 \`archive_mode = on\`（备机只有 \`always\` 才归档）；KingbaseES 上设置了 \`archive_dest\`；某个文件里为空而更高层的文件已设置；sys_rman 或 pgBackRest 的命令没有 \`%f\`；积压正在消化。

**处理。** 在每个节点设置归档方式并重新加载；归档进程会自行处理积压，并清除没有对应日志段的状态文件。归档恢复后做一次基础备份。

**不要做。** 不要删除 \`.ready\` 文件或日志段：告警消失，但归档出现空洞。不要依赖 \`--force\`：降级后的节点会回收尚未归档的日志。

**版本。** 所有版本；\`archive_library\` 自 15 起。14 及以前（以及 KingbaseES V8R6）若干净停库位置在日志段中间，说明当时没有设置归档命令。

**来源。** PostgreSQL 文档“连续归档”；PostgreSQL 源码 \`pgarch.c\`；KingbaseES 参数手册。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full'],
  leadsTo: [
    { cause: 'wal-removed-by-hand', where: 'same' },
    { cause: 'wal-volume-full', where: 'same' },
  ],

  examine(cluster) {
    const told = perServer(cluster, (node) => examined(cluster, node));
    const refused = refusedClones(cluster, 'archive_command').at(-1);
    if (refused === undefined || told.some(({ verdict }) => verdict.is === 'present')) return told;
    const source = cloneSourceOf(cluster, refused);
    const node = source?.node ?? null;
    const verdict = present('certain', {
      summary: said.clone({ node: node?.label ?? source?.host ?? 'the upstream' }),
      evidence: [evidence(refused, said.refusesClone())],
      missing: [
        collectSettings(cluster, node, ['archive_mode', 'archive_command'], said.whySettings({ node: node?.label ?? 'the upstream' })),
      ],
    });
    return [...told.filter((one) => one.node !== node), { node, verdict }];
  },

  remedies(cluster, told, finding) {
    const node = serverOf(cluster, told);
    if (node === null) return [];
    return finding.status === 'resolved'
      ? [configureArchiving(cluster, node)]
      : [configureArchiving(cluster, node), forcedSwitchover(cluster, node), discardBacklog(cluster, node)];
  },
});

function examined(cluster: Cluster, node: Node): Verdict {
  const mode = node.setting('archive_mode');
  const off = mode.known && mode.value === 'off';
  const ways = cluster.flavour.archivingSettings
    .filter((name) => cluster.flavour.knowsSetting(name, cluster.majorIsKnown ? cluster.major : 99))
    .map((name) => node.setting(name));
  const known = ways.filter((way) => way.known);
  const set = known.find((way) => way.value !== '');
  // archive_library is empty on every server that archives by command: only the setting that was filled later counts.
  const wasEmpty = everEmpty(known.filter((way) => way.name === set?.name));
  const logged = node.messages('archiver.not-configured');
  const status = node.facts.of('setting').filter((fact) => fact.via === 'status' && fact.name === 'archive_command');

  if (off) return absent(said.modeOff(), evidence(mode.fact, said.modeOff()));
  if (set !== undefined) {
    if (wasEmpty.length > 0 && set.fact.order > (wasEmpty.at(-1)?.order ?? 0) && node.archiving.pending.length > 0) {
      return present('certain', {
        status: 'resolved',
        summary: said.resolved({ node: node.label, value: set.value }),
        evidence: [...wasEmpty.map((fact) => evidence(fact, said.empty({ name: fact.name }))), evidence(set.fact, said.nowSet())],
      });
    }
    return absent(
      said.configured({ name: set.name, value: set.value }),
      evidence(set.fact, said.configured({ name: set.name, value: set.value })),
    );
  }
  // A former primary that is a standby now is judged by what it was when the setting was seen.
  const role = node.roleAt(known[0]?.fact.order ?? 0) ?? (node.role.known ? node.role.value : null);
  if (role === 'standby' && !node.isPrimary && !(mode.known && mode.value === 'always')) {
    const shown = said.standby({ node: node.label, mode: mode.known ? mode.value : 'on' });
    return node.role.known && known.length > 0 ? absent(shown, evidence(node.role.fact, shown)) : notApplicable;
  }
  const asks: Missing[] = [
    collectSettings(cluster, node, ['archive_mode', ...ways.map((way) => way.name)], said.whySettings({ node: node.label })),
  ];
  if (known.length === 0 && logged.length === 0) return node.archiving.lastPending === null ? notApplicable : unknown(...asks);

  const pending = node.archiving.pending;
  const waits = pending.some((one) => one.count > 0);
  const commandEmpty = known.some((way) => way.name === 'archive_command') || status.length > 0;
  const told =
    logged.length > 0 || (commandEmpty && mode.known && ways.filter((way) => !way.known).every((way) => way.name === 'archive_library'));
  const confidence = told ? 'certain' : commandEmpty && waits ? 'likely' : 'possible';
  const names = known.length > 0 ? known.map((way) => way.name) : ['archive_command'];
  const shown = { node: node.label, mode: mode.known ? mode.value : 'on', names };
  return present(confidence, {
    summary: waits ? said.summary({ ...shown, count: pending.reduce((most, one) => Math.max(most, one.count), 0) }) : said.uncounted(shown),
    evidence: [
      ...known.map((way) => evidence(way.fact, said.empty({ name: way.name }))),
      ...(mode.known ? [evidence(mode.fact, said.mode({ mode: mode.value }))] : []),
      ...logged.slice(-1).map((fact) => evidence(fact, said.logged())),
      ...backlog(node),
      ...refusals(cluster, node),
      ...stops(cluster, node),
      ...setElsewhere(cluster, node),
    ],
    missing: [...asks, collect.archiver(cluster, node, said.whyArchiver({ node: node.label }))],
  });
}

/** Facts that show a way of archiving as empty, whatever came later. */
function everEmpty(known: readonly Extract<Setting, { known: true }>[]) {
  return known.flatMap((way) => way.history.filter((fact) => fact.value === '' && fact.via !== 'file')).sort((a, b) => a.order - b.order);
}

/** Clean stops in mid-segment: evidence up to version 14 only. */
function stops(cluster: Cluster, node: Node): Evidence[] {
  if (cluster.major > 14) return [];
  return cluster
    .messages('switchover.shutdown-clean')
    .filter((fact) => stoppedNode(cluster, fact.order) === node)
    .flatMap((fact) => {
      const lsn = parseLsn(fact.values['lsn'] ?? '');
      if (lsn === null || offsetInSegment(lsn, node.segmentBytes) <= 0x28) return [];
      return [evidence(fact, said.stopped({ lsn: formatLsn(lsn) }))];
    });
}

/** The command was set on another node after it was seen empty here: that did not mend this node. */
function setElsewhere(cluster: Cluster, node: Node): Evidence[] {
  return cluster.members
    .filter((other) => other !== node)
    .flatMap((other) => {
      const setting = other.setting('archive_command');
      return setting.known && setting.value !== ''
        ? [evidence(setting.fact, said.elsewhere({ other: other.label, node: node.label }))]
        : [];
    });
}

/** Which node a switchover stopped: the one named by the last "stopping current primary" before. */
function stoppedNode(cluster: Cluster, order: number): Node | null {
  const before = cluster
    .messages('switchover.stopping-primary')
    .filter((fact) => fact.order < order)
    .at(-1);
  return before === undefined ? null : cluster.node(before.values['node'] ?? '');
}
