import { collectSettings } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import { readArchiveCommand } from '../../model/archive-command.ts';
import { commandFaults } from '../../model/archive-command-faults.ts';
import { archiveOutcome } from '../../model/archive-outcome.ts';
import type { Node } from '../../model/node.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { replaceArchiveCommand } from '../../remedies/replace-archive-command.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';
import { backlog, refusals } from './backlog.ts';
import { failing } from './obstacle.ts';

const said = texts(() => ({
  past: {
    en: 'On {node} the archive command could not work as it was written (`{command}`); it has been replaced since.',
    'zh-CN': '{node} 的归档命令曾写法有误（`{command}`）；之后已更换。',
  },
  inForce: { en: 'the command in force', 'zh-CN': '当前生效的命令' },
  asRun: { en: 'the command as the server ran it', 'zh-CN': '服务器实际执行的命令' },
  program: { en: 'what the program makes of it', 'zh-CN': '程序的报错' },
  sound: { en: 'the command can work as it is written: `{command}`', 'zh-CN': '命令写法无误：`{command}`' },
  tool: {
    en: 'a backup tool takes the segment by `%p` and names it itself: `{command}`',
    'zh-CN': '备份工具只需 `%p`，自行命名：`{command}`',
  },
  empty: { en: 'no command is set', 'zh-CN': '未设置命令' },
  odd: {
    en: 'in the archive directory there is a file named like the placeholder ({name}): the server did not know it and left it as it is',
    'zh-CN': '归档目录中有以占位符命名的文件（{name}）：服务器不认识该占位符，原样保留',
  },
  whySettings: { en: 'the archive command in force on {node}, letter by letter', 'zh-CN': '{node} 上当前生效的归档命令（逐字）' },
}));

/** One sentence for each fault. */
const WRONG = texts(() => ({
  'open-quote': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): a quote is not closed.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：引号未闭合。',
  },
  typographic: {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): it holds typographic quotes or dashes, which are ordinary characters for the shell.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：含有排版引号或破折号，对 shell 而言只是普通字符。',
  },
  'broken-list': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): an `&&` or a pipe has nothing behind it.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：`&&` 或管道之后缺少命令。',
  },
  'misspelt-placeholder': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): the server knows `%p` and `%f` only, in lower case; anything else stays as it is, and all segments go to one file of that name.',
    'zh-CN':
      '{node} 的归档命令写法有误，无法工作（`{command}`）：服务器只认识小写的 `%p` 和 `%f`；其他写法会原样保留，所有日志段都写入同一个以其命名的文件。',
  },
  'no-segment': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): nothing in it names the segment (`%p`).',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：其中没有指明日志段（`%p`）。',
  },
  'no-destination': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): the copy has no destination.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：复制命令缺少目标。',
  },
  'bare-source': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): it copies `%f`, the bare name, and the server runs it in the data directory; the path of the segment is `%p`.',
    'zh-CN':
      '{node} 的归档命令写法有误，无法工作（`{command}`）：复制的源写成了 `%f`（仅文件名），而该命令在数据目录中执行；日志段的路径是 `%p`。',
  },
  'one-file': {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): without `%f` every segment is written to the same file.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：缺少 `%f`，所有日志段都写入同一个文件。',
  },
  unknown: {
    en: 'On {node} the archive command cannot work as it is written (`{command}`): the shell or the program cannot read it.',
    'zh-CN': '{node} 的归档命令写法有误，无法工作（`{command}`）：shell 或程序无法解析。',
  },
}));

export const archiveCommandMalformed = defineCause({
  id: 'archive-command-malformed',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive command cannot work as it is written', 'zh-CN': '归档命令写法有误' }),
  get about() {
    return text({
      en: `The command in force cannot work: \`%p\` or \`%f\` is missing or misspelt (\`%F\`), the copy has no destination, a quote is open, or quotes and dashes are typographic (’ “ ” –), as editors and web pages make them.

**How it shows itself.** The shell says \`Unterminated quoted string\`, \`unexpected EOF\`; cp says \`missing destination file operand\`, or cannot find a file whose name begins with \`“\`. The DETAIL of the server's log shows the command after \`%p\` and \`%f\` were filled in. A misspelt \`%F\` even *succeeds*: \`failed_count\` stays 0, one file named \`%F\` holds the last segment only, nothing can be recovered. From 16 on the server itself rejects an unknown placeholder.

**Lookalikes.** A typographic quote in *one pasted copy* of a file proves nothing: the server refuses such a line and keeps its old value (\`settings-file-error\`). cp's own messages quote file names typographically in a UTF-8 locale. \`archive-push %p\` of pgBackRest and sys_rman needs no \`%f\`, and may begin with \`export …;\`. \`cp %p /archive/\` needs no \`%f\` either.

**What to do.** Set the right command and reload. Where it "succeeded", take a base backup: nothing since then is in the archive.

**What not to do.** Do not test by changing the file alone: look at \`pg_settings\` after the reload.

**Versions.** All; the misspelt placeholder is an error from 16 on. **Sources.** PostgreSQL documentation, "archive_command"; source, \`percentrepl.c\`; seen on PostgreSQL 15.`,
      'zh-CN': `当前生效的命令无法工作：缺少或写错 \`%p\`、\`%f\`（如 \`%F\`），复制命令缺少目标，引号未闭合，或引号、破折号是排版字符（’ “ ” –），多由编辑器或网页造成。

**表现。** shell 报 \`Unterminated quoted string\`、\`unexpected EOF\`；cp 报“缺少了要操作的目标文件”，或找不到以 \`“\` 开头的文件。服务器日志的 DETAIL 显示代入 \`%p\`、\`%f\` 之后的命令。写错的 \`%F\` 甚至会*成功*：\`failed_count\` 为 0，目录里只有一个名为 \`%F\` 的文件，仅存最后一个日志段，无法恢复。自 16 起服务器会拒绝未知的占位符。

**易混淆的情形。** *粘贴的文件*中出现排版引号不能作为证据：服务器会拒绝该行并保留旧值（\`settings-file-error\`）；UTF-8 环境下 cp 的报错本身就用排版引号；pgBackRest、sys_rman 的 \`archive-push %p\` 不需要 \`%f\`，且可能以 \`export …;\` 开头；\`cp %p /archive/\` 也不需要 \`%f\`。

**处理。** 设置正确的命令并重新加载。若此前一直“成功”，请做基础备份：其间没有任何日志进入归档。

**不要做。** 不要只改文件就算完成：重新加载后查看 \`pg_settings\`。

**版本。** 所有版本；未知占位符自 16 起报错。**来源。** PostgreSQL 文档“archive_command”；源码 \`percentrepl.c\`；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing'],
  yieldsTo: ['archive-command-missing', 'archive-mode-off'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
    { cause: 'archive-gap', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const setting = server.setting('archive_command');
      const attempts = attemptsOf(server);
      const spoken = attempts.obstacles.filter((obstacle) => obstacle.kind === 'malformed');
      const refused = server.messages('reload.invalid-value').filter((fact) => fact.values['name'] === 'archive_command');
      const running = setting.known && setting.how === 'running' ? setting : null;
      const inForce = running === null || running.value === '' ? null : readArchiveCommand(running.value);
      const ran = attempts.command;
      // the tool has read its options and says something else: the mark came with the paste
      const understood = attempts.obstacles.some((one) => one.kind === 'refused' && /archive-push|wal-push/.test(one.fact.text));
      const ranFault = ran === null ? undefined : commandFaults(ran).find((one) => one !== 'typographic' || !understood);
      const fault = inForce === null ? undefined : commandFaults(inForce)[0];
      const says = [...spoken.map((one) => one.fact), ...refused].slice(0, 2).map((fact) => evidence(fact, said.program()));
      const asRun = attempts.failures.findLast((fact) => fact.detail !== null);

      // The command was changed after it had failed, and the one in force is sound.
      const replaced = inForce !== null && fault === undefined && (spoken.length > 0 || ranFault !== undefined);
      if (replaced && (archiveOutcome(server).is !== 'fails' || inForce.text !== ran?.text) && asRun !== undefined) {
        return present('certain', {
          status: 'resolved',
          summary: said.past({ node: server.label, command: ran?.text ?? '' }),
          evidence: [...says, evidence(asRun, said.asRun()), ...(running === null ? [] : [evidence(running.fact, said.inForce())])],
        });
      }
      const wrong = fault ?? ranFault ?? (spoken.length > 0 || refused.length > 0 ? 'unknown' : undefined);
      if (wrong !== undefined) {
        const shown: Evidence[] = [
          ...(running !== null && fault !== undefined ? [evidence(running.fact, said.inForce())] : []),
          ...says,
          ...oddFile(server),
          ...failing(server),
          ...backlog(server),
          ...refusals(cluster, server),
        ];
        const command = (fault !== undefined ? inForce?.text : ran?.text) ?? inForce?.text ?? '?';
        return present(fault !== undefined || says.length > 0 ? 'certain' : 'likely', {
          summary: WRONG[wrong]({ node: server.label, command }),
          evidence: shown,
        });
      }
      if (running !== null && running.value === '') return absent(said.empty(), evidence(running.fact, said.empty()));
      if (running !== null && inForce !== null) {
        const because = inForce.tool !== null && !running.value.includes('%f') ? said.tool : said.sound;
        return absent(because({ command: running.value }), evidence(running.fact, because({ command: running.value })));
      }
      return archiveOutcome(server).is === 'fails' && ran === null
        ? unknown(collectSettings(cluster, server, ['archive_command'], said.whySettings({ node: server.label })))
        : notApplicable;
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    const replace = replaceArchiveCommand(cluster, server);
    return replace.id === 'configure-archiving' ? [replace] : [replace, configureArchiving(cluster, server, { recommended: false })];
  },
});

/** `%F` as the name of a file in the archive. */
function oddFile(server: Node): Evidence[] {
  return server.archiving.archiveListings.flatMap((listing) =>
    listing.others.filter((entry) => /%[A-Za-z]/.test(entry.name)).map((entry) => evidence(listing, said.odd({ name: entry.name }))),
  );
}
