import { collectSettings } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { refusedClones } from '../../model/clone-source.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { writtenSetting } from '../../model/settings.ts';
import { switchArchivingOn } from '../../remedies/switch-archiving-on.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} `archive_mode` is off although something relies on archiving: nothing that is written is archived, and segments are recycled without it.',
    'zh-CN': '{node} 的 `archive_mode` 为 off，但有依赖归档的环节：写入的内容不会归档，日志段直接被回收。',
  },
  somewhere: {
    en: '`archive_mode` is off on the server that the backup tool backs up, and the tool relies on it: nothing that is written is archived.',
    'zh-CN': '备份工具所备份的服务器 `archive_mode` 为 off，而备份工具依赖归档：写入的内容不会归档。',
  },
  stale: {
    en: 'On {node} `archive_mode` is off and {count} status files from the time when it was on are left: `node check` goes on counting them, nobody archives them, and segments written since are recycled unarchived.',
    'zh-CN':
      '{node} 的 `archive_mode` 为 off，而启用归档时遗留了 {count} 个状态文件：`node check` 会一直计数，但没有进程归档它们，此后写入的日志段未归档即被回收。',
  },
  off: { en: '`archive_mode` is off', 'zh-CN': '`archive_mode` 为 off' },
  waits: {
    en: '{count} `.ready` files wait for an archiver that does not run',
    'zh-CN': '{count} 个 `.ready` 文件在等待并不运行的归档进程',
  },
  restores: { en: '{node} restores from an archive: `{command}`', 'zh-CN': '{node} 从归档恢复：`{command}`' },
  otherOn: { en: 'on {node} it is {mode}', 'zh-CN': '{node} 上为 {mode}' },
  policy: { en: 'the backup tool needs it', 'zh-CN': '备份工具要求开启' },
  clone: { en: 'repmgr clones from a server that archives only', 'zh-CN': 'repmgr 要求克隆来源已启用归档' },
  command: { en: 'an archive command is configured in the file', 'zh-CN': '文件中已配置归档命令' },
  archived: { en: 'it has archived before: {count} segments', 'zh-CN': '此前归档过 {count} 个日志段' },
  nobody: {
    en: '`archive_mode` is off and nothing in the bundle relies on archiving',
    'zh-CN': '`archive_mode` 为 off，材料中没有依赖归档的环节',
  },
  on: { en: '`archive_mode` is {mode}', 'zh-CN': '`archive_mode` 为 {mode}' },
  why: { en: 'whether archiving is on, on {node}', 'zh-CN': '{node} 是否启用归档' },
}));

export const archiveModeOff = defineCause({
  id: 'archive-mode-off',
  group: 'archiving',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'Archiving is off where it is relied on', 'zh-CN': '依赖归档却未启用归档' }),
  get about() {
    return text({
      en: `\`archive_mode\` is off on a server whose archive somebody relies on: a backup tool that needs it, a standby that restores from the archive, a promise of point-in-time recovery. Often it is on at one node only, and a role change has made the other one primary.

**How it shows itself.** The backup tool complains (\`archive_mode: FAILED\`, \`archive_mode must be enabled\`). \`SHOW archive_command\` prints \`(disabled)\`. \`.ready\` files from before stay for ever: \`repmgr node check\` says CRITICAL, yet a switchover notes that archive mode is off and goes on. Segments written since then are recycled unarchived.

**Lookalikes.** A cluster that never archived, with replication slots and another way of backup: off is a choice. \`archive mode is "off"\` in a dry run is no finding. A standby with \`on\`: only \`always\` archives there. A change that waits for a restart (\`archive-mode-pending-restart\`).

**What to do.** Set the command on every node first, then \`archive_mode = on\` on every node, restart with repmgrd paused (standbys first), and take a base backup. Or take back what relies on it.

**What not to do.** Do not switch it on without a command: WAL would pile up. Do not delete the old \`.ready\` files before archiving works: the archiver deals with them, and what still has its segment is archived.

**Versions.** All. **Sources.** PostgreSQL documentation, "archive_mode"; repmgr source, switchover; seen on PostgreSQL 15.`,
      'zh-CN': `有人依赖归档的服务器上 \`archive_mode\` 却为 off：备份工具要求归档、备机从归档恢复、承诺按时间点恢复。常见于只有一个节点启用，而角色切换后另一节点成为主机。

**表现。** 备份工具报错（\`archive_mode: FAILED\`、\`archive_mode must be enabled\`）。\`SHOW archive_command\` 显示 \`(disabled)\`。此前的 \`.ready\` 文件一直残留：\`repmgr node check\` 为 CRITICAL，但切换时会提示归档模式为 off 并继续。此后写入的日志段未归档即被回收。

**易混淆的情形。** 从未启用归档、使用复制槽并另有备份方式的集群：off 是有意为之；预演中的 \`archive mode is "off"\` 不是问题；备机为 \`on\`：只有 \`always\` 才会归档；修改后等待重启（\`archive-mode-pending-restart\`）。

**处理。** 先在每个节点设置命令，再在每个节点设置 \`archive_mode = on\`，暂停 repmgrd 后重启（先备机），并做基础备份。或取消对归档的依赖。

**不要做。** 没有命令时不要启用：WAL 会堆积。归档恢复之前不要删除旧的 \`.ready\` 文件：归档进程会处理，日志段仍在的会被归档。

**版本。** 所有版本。**来源。** PostgreSQL 文档“archive_mode”；repmgr 源码（switchover）；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'recovery-stopped', 'clone-failed'],
  yieldsTo: ['archive-mode-pending-restart'],
  leadsTo: [{ cause: 'archive-gap', where: 'same' }],

  examine(cluster) {
    // A backup tool complains on a machine of its own, of whichever server it backs up.
    const backs = [
      ...cluster.messages('backup-tool.archive-mode-off', 'backrest.archive-mode-off').map((fact) => evidence(fact, said.policy())),
      // repmgr before 3.1 clones from a server that archives only
      ...refusedClones(cluster, 'archive_mode').map((fact) => evidence(fact, said.clone())),
    ];
    const modes = cluster.servers.map((server) => server.setting('archive_mode'));
    if (backs.length > 0 && modes.every((mode) => !mode.known)) return [{ node: null, verdict: complained(cluster, backs) }];
    return perServer(cluster, (server) => {
      const mode = server.setting('archive_mode');
      if (mode.known && mode.value !== 'off') {
        return absent(said.on({ mode: mode.value }), evidence(mode.fact, said.on({ mode: mode.value })));
      }
      // Off is the default: a file that is silent on it proves nothing.
      if (!mode.known) return notApplicable;
      const off = evidence(mode.fact, said.off());
      const waiting = server.archiving.pending.filter((one) => one.count > 2).at(-1);
      const waits = waiting === undefined ? [] : [evidence(waiting.fact, said.waits({ count: waiting.count }))];
      const others = relyingNodes(cluster, server);
      const strong = [...waits, ...backs, ...others];
      if (strong.length > 0) {
        return present(mode.how === 'running' || backs.length > 0 ? 'certain' : 'likely', {
          summary: waiting === undefined ? said.summary({ node: server.label }) : said.stale({ node: server.label, count: waiting.count }),
          evidence: [off, ...strong, ...ownTraces(server)],
        });
      }
      // a command alone is a line of a template
      if (server.isStandby || archivedBefore(server).length === 0) return absent(said.nobody(), off);
      return present('possible', { summary: said.summary({ node: server.label }), evidence: [off, ...ownTraces(server)] });
    });
  },

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node) ?? cluster.primary ?? cluster.members[0] ?? null;
    return server === null ? [] : [switchArchivingOn(cluster, server)];
  },
});

/** Nothing but the tool's complaint tells: of which server, the bundle does not say. */
function complained(cluster: Cluster, backs: readonly Evidence[]): Verdict {
  return present('likely', {
    summary: said.somewhere(),
    evidence: backs,
    missing: [
      collectSettings(cluster, cluster.primary, ['archive_mode', 'archive_command'], said.why({ node: cluster.primary?.label ?? '?' })),
    ],
  });
}

/**
 * Other nodes that rely on this one's archive, or did what this one does not: a standby that restores from an archive, a node that has
 * the mode on. A standby's own `off` takes effect at its promotion only, so the primary is the one to be judged.
 */
function relyingNodes(cluster: Cluster, server: Node): Evidence[] {
  if (!server.isPrimary) return [];
  return cluster.members
    .filter((other) => other !== server && !other.isWitness)
    .flatMap((other) => {
      const restore = other.setting('restore_command');
      const mode = other.setting('archive_mode');
      return [
        ...(restore.known && restore.value !== '' && restore.how === 'running' && other.isStandby
          ? [evidence(restore.fact, said.restores({ node: other.label, command: restore.value }))]
          : []),
        ...(mode.known && /^(?:on|always)$/.test(mode.value)
          ? [evidence(mode.fact, said.otherOn({ node: other.label, mode: mode.value }))]
          : []),
      ];
    });
}

/** Traces on the node itself that archiving was meant: a command in a file, segments archived before. */
function ownTraces(server: Node): Evidence[] {
  const written = writtenSetting(server.facts, 'archive_command');
  return [...(written === undefined || written.value === '' ? [] : [evidence(written, said.command())]), ...archivedBefore(server)];
}

function archivedBefore(server: Node): Evidence[] {
  const row = server.archiving.statistics.findLast((one) => (one.archived ?? 0) > 0);
  return row === undefined ? [] : [evidence(row.fact, said.archived({ count: row.archived ?? 0 }))];
}
