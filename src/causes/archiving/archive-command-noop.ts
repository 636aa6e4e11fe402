import { collectSettings } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { readArchiveCommand } from '../../model/archive-command.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isOn, type Setting } from '../../model/settings.ts';
import { baseBackup } from '../../remedies/base-backup.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} the archive command reports success and stores nothing (`{command}`): segments are recycled as if they were archived. There is no archive, and so no recovery to a point in time.',
    'zh-CN': '{node} 的归档命令只返回成功，不保存任何内容（`{command}`）：日志段被当作已归档而回收。实际上没有归档，无法恢复到任意时间点。',
  },
  standby: {
    en: 'On {node}, a standby, the archive command reports success and stores nothing (`{command}`). As long as it is a standby that harms nothing; from its promotion on nothing would be archived.',
    'zh-CN': '备机 {node} 的归档命令只返回成功，不保存任何内容（`{command}`）。作为备机暂无影响；一旦提升为主机，将不归档任何日志。',
  },
  logged: {
    en: 'On {node} the server itself says that its archive command is a placeholder: nothing is stored, segments are recycled as if they were archived.',
    'zh-CN': '{node} 的服务器日志指出归档命令只是占位：不保存任何内容，日志段被当作已归档而回收。',
  },
  past: {
    en: 'On {node} the archive command stored nothing; since then a real one has been set: `{command}`. What was written in between is in no archive.',
    'zh-CN': '{node} 的归档命令曾不保存任何内容；之后已设置实际命令：`{command}`。其间写入的内容不在任何归档中。',
  },
  command: { en: 'the command in force', 'zh-CN': '当前生效的命令' },
  inFile: { en: 'the command in the file', 'zh-CN': '配置文件中的命令' },
  before: { en: 'the command before', 'zh-CN': '此前的命令' },
  now: { en: 'the command since then', 'zh-CN': '此后的命令' },
  mode: { en: '`archive_mode` is {mode}', 'zh-CN': '`archive_mode` 为 {mode}' },
  placeholder: { en: 'the server asks for a real archive command', 'zh-CN': '服务器要求设置真正的归档命令' },
  empty: { en: 'the archive directory is empty', 'zh-CN': '归档目录为空' },
  stores: { en: 'the command stores: `{command}`', 'zh-CN': '该命令会保存：`{command}`' },
  none: { en: 'no command is set', 'zh-CN': '未设置命令' },
  off: { en: '`archive_mode` is off: the command is not used', 'zh-CN': '`archive_mode` 为 off：命令不会被使用' },
  whySettings: {
    en: 'which archive command is in force on {node}: a later file may override the one that is shown',
    'zh-CN': '{node} 上实际生效的归档命令：更高层的文件可能覆盖所示的值',
  },
}));

export const archiveCommandNoop = defineCause({
  id: 'archive-command-noop',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive command stores nothing', 'zh-CN': '归档命令不保存任何内容' }),
  get about() {
    return text({
      en: `The archive command "succeeds" without storing anything: \`/bin/true\`, \`exit 0\`, \`cd .\`, \`:\`, an echo, a copy to \`/dev/null\`. It is set so that archiving can be switched on later without a restart, or to get rid of a backlog, and then forgotten.

**How it shows itself.** Everything is green: \`failed_count\` 0, few \`.ready\` files, \`last_archived_time\` moves. The archive is empty, and a restore finds no WAL after the base backup. KingbaseES logs at a start or reload that a real archive_command should be configured.

**Lookalikes.** \`exit 0\` in the shipped \`kingbase.conf\` while \`es_rep.conf\` overrides it: the value in force counts. \`archive_mode = off\`. A command that stores and hides its exit status (\`…; true\`) is \`archive-command-unsafe\`. A script of one's own is not judged by its name. An empty command keeps segments; it is \`archive-command-missing\`.

**What to do.** Configure a real command on every node (a reload is enough), then take a base backup: nothing written before it is in any archive.

**What not to do.** Do not count on "archiving has no failures" as a sign of health.

**Versions.** All. **Sources.** PostgreSQL documentation, "archive_command"; KingbaseES as shipped.`,
      'zh-CN': `归档命令“成功”却不保存任何内容：\`/bin/true\`、\`exit 0\`、\`cd .\`、\`:\`、echo、复制到 \`/dev/null\`。通常是为了日后无需重启即可启用归档，或为消除积压而临时设置，之后被遗忘。

**表现。** 一切看似正常：\`failed_count\` 为 0，\`.ready\` 很少，\`last_archived_time\` 持续更新。但归档为空，恢复时找不到基础备份之后的 WAL。KingbaseES 在启动或重新加载时会提示应设置真正的 archive_command。

**易混淆的情形。** 出厂 \`kingbase.conf\` 中的 \`exit 0\` 已被 \`es_rep.conf\` 覆盖：以实际生效的值为准；\`archive_mode = off\`；能保存但掩盖退出码（\`…; true\`）属于 \`archive-command-unsafe\`；自编脚本不按名称判断；命令为空会保留日志段，属于 \`archive-command-missing\`。

**处理。** 在每个节点设置真正的命令（重新加载即可），然后做基础备份：此前写入的内容不在任何归档中。

**不要做。** 不要把“没有归档失败”当作正常。

**版本。** 所有版本。**来源。** PostgreSQL 文档“archive_command”；KingbaseES 出厂配置。`,
    });
  },
  explains: ['archive-failures', 'recovery-stopped'],
  yieldsTo: ['archive-mode-off'],
  leadsTo: [{ cause: 'archive-gap', where: 'same' }],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const mode = server.setting('archive_mode');
      const setting = server.setting('archive_command');
      const logged = server.messages('kingbase.archive-placeholder');
      if (mode.known && !isOn(mode.value) && mode.value !== 'always') {
        return setting.known && isNoop(setting.value) ? absent(said.off(), evidence(mode.fact, said.off())) : notApplicable;
      }
      if (!setting.known) {
        const last = logged.at(-1);
        // The shipped kingbase.conf holds `exit 0`, and the included file overrides it: that line alone says nothing.
        const shipped = server.facts.of('setting').some((fact) => fact.name === 'archive_command' && isNoop(fact.value));
        if (last === undefined) return shipped ? unknown(asked(cluster, server)) : notApplicable;
        return present('likely', {
          summary: said.logged({ node: server.label }),
          evidence: [evidence(last, said.placeholder())],
          missing: [asked(cluster, server)],
        });
      }
      if (setting.value === '') return absent(said.none(), evidence(setting.fact, said.none()));
      if (!isNoop(setting.value))
        return (
          replaced(server, setting) ??
          absent(said.stores({ command: setting.value }), evidence(setting.fact, said.stores({ command: setting.value })))
        );
      const asStandby = server.isStandby && !(mode.known && mode.value === 'always');
      const say = asStandby ? said.standby : said.summary;
      return present(setting.how === 'running' ? 'certain' : 'likely', {
        summary: say({ node: server.label, command: setting.value }),
        severity: asStandby ? 'warning' : 'critical',
        evidence: [
          evidence(setting.fact, setting.how === 'running' ? said.command() : said.inFile()),
          ...(mode.known ? [evidence(mode.fact, said.mode({ mode: mode.value }))] : []),
          ...logged.slice(-1).map((fact) => evidence(fact, said.placeholder())),
          ...emptyArchive(server),
        ],
        missing: setting.how === 'running' ? [] : [asked(cluster, server)],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    return server === null ? [] : [configureArchiving(cluster, server), baseBackup(cluster, cluster.primary ?? server)];
  },
});

const isNoop = (command: string): boolean => command !== '' && readArchiveCommand(command).noop;

/** A real command was set after one that stored nothing. */
function replaced(server: Node, setting: Extract<Setting, { known: true }>) {
  const before = setting.history.filter((fact) => fact.order < setting.fact.order && fact.via !== 'file' && isNoop(fact.value)).at(-1);
  if (before === undefined) return null;
  return present('certain', {
    status: 'resolved',
    summary: said.past({ node: server.label, command: setting.value }),
    evidence: [evidence(before, said.before()), evidence(setting.fact, said.now())],
  });
}

const asked = (cluster: Cluster, server: Node) =>
  collectSettings(cluster, server, ['archive_mode', 'archive_command'], said.whySettings({ node: server.label }));

function emptyArchive(server: Node): Evidence[] {
  return server.archiving.archiveListings
    .filter((listing) => listing.entries === 0 && !listing.atLeast)
    .slice(-1)
    .map((listing) => evidence(listing, said.empty()));
}
