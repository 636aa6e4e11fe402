import { collectSettings } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { readArchiveCommand, weaknessOf } from '../../model/archive-command.ts';
import { replaceArchiveCommand } from '../../remedies/replace-archive-command.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  overwrites: {
    en: 'The archive command of {node} stores segments but can lose one: it overwrites silently what is already there (`{command}`). A second cluster, or a node of another history writing to the same place, destroys good segments.',
    'zh-CN':
      '{node} 的归档命令能保存日志段，但可能丢失：目标已存在时会直接覆盖（`{command}`）。若另一集群或历史不同的节点写入同一位置，会毁掉好的日志段。',
  },
  hides: {
    en: 'The archive command of {node} hides its failures (`{command}`): the server counts a segment as archived and recycles it even when the copy failed.',
    'zh-CN': '{node} 的归档命令掩盖了失败（`{command}`）：即使复制失败，服务器也认为已归档并回收日志段。',
  },
  command: { en: 'the command in force', 'zh-CN': '当前生效的命令' },
  guarded: { en: 'the command does not overwrite: `{command}`', 'zh-CN': '该命令不会覆盖已有文件：`{command}`' },
  tool: { en: 'a backup tool archives (`{tool}`), which checks for itself', 'zh-CN': '由备份工具（`{tool}`）归档，工具自行校验' },
  empty: { en: 'no command is set', 'zh-CN': '未设置命令' },
  why: { en: 'what the archive command of {node} is', 'zh-CN': '{node} 的归档命令' },
}));

export const archiveCommandUnsafe = defineCause({
  id: 'archive-command-unsafe',
  group: 'archiving',
  scope: 'told',
  severity: 'notice',
  title: text({ en: 'The archive command can lose or overwrite segments', 'zh-CN': '归档命令不安全（可能覆盖或丢失）' }),
  get about() {
    return text({
      en: `The command stores segments, but not safely: it overwrites silently (\`cp -f\` or \`cp\` without a guard), hides its exit status (\`; true\`, \`|| true\`, a pipe), or is not durable. KingbaseES's own installer writes \`/bin/cp -f %p …/archive/%f\`, so nearly every such cluster shows it: a notice that never buries a real cause.

**Lookalikes.** The documented \`test ! -f DEST && cp %p DEST\` counts as safe, though it is not atomic. \`cp -n\`. Backup tools (sys_rman, pgBackRest, barman, wal-g), which check for themselves and often need no \`%f\`. A command that stores nothing at all is \`archive-command-noop\`.

**What to do.** Replace it by one that refuses to overwrite, writes to a temporary name, flushes and renames. A reload is enough.

**What not to do.** Do not silence failures to make a check green.

**Versions.** All. **Sources.** PostgreSQL documentation, "Setting Up WAL Archiving"; the vendor's \`cluster_install.sh\`.`,
      'zh-CN': `命令能够保存日志段，但不安全：目标已存在时直接覆盖（\`cp -f\` 或没有保护的 \`cp\`）、掩盖退出码（\`; true\`、\`|| true\`、管道），或未落盘。KingbaseES 安装脚本自带 \`/bin/cp -f %p …/archive/%f\`，因此几乎所有此类集群都会出现：仅作提示，绝不掩盖真正的原因。

**易混淆的情形。** 文档中的 \`test ! -f DEST && cp %p DEST\` 视为安全（尽管并非原子操作）；\`cp -n\`；备份工具（sys_rman、pgBackRest、barman、wal-g）自行校验，且往往不需要 \`%f\`。完全不保存的命令属于 \`archive-command-noop\`。

**处理。** 换成拒绝覆盖、先写临时文件、落盘再改名的命令，重新加载即可。

**不要做。** 不要为了让检查变绿而屏蔽失败。

**版本。** 所有版本。**来源。** PostgreSQL 文档“设置 WAL 归档”；厂商 \`cluster_install.sh\`。`,
    });
  },
  explains: [],
  yieldsTo: ['archive-command-noop', 'archive-command-malformed'],

  examine: (cluster) =>
    perServer(cluster, (node) => {
      const setting = node.setting('archive_command');
      const mode = node.setting('archive_mode');
      if (mode.known && mode.value === 'off') return notApplicable;
      if (!setting.known)
        return node.archiving.pending.length > 0
          ? unknown(collectSettings(cluster, node, ['archive_command'], said.why({ node: node.label })))
          : notApplicable;
      if (setting.value === '') return absent(said.empty(), evidence(setting.fact, said.empty()));
      const command = readArchiveCommand(setting.value);
      if (command.tool !== null)
        return absent(said.tool({ tool: command.tool }), evidence(setting.fact, said.tool({ tool: command.tool })));
      if (command.noop) return notApplicable;
      const how = weaknessOf(command);
      if (how === null)
        return absent(said.guarded({ command: setting.value }), evidence(setting.fact, said.guarded({ command: setting.value })));
      return present('certain', {
        summary: said[how]({ node: node.label, command: setting.value }),
        severity: how === 'hides' ? 'warning' : 'notice',
        evidence: [evidence(setting.fact, said.command())],
      });
    }),

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    return server === null ? [] : [replaceArchiveCommand(cluster, server)];
  },
});
