import { collect } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { attemptsOf, missingLibrary } from '../../model/archive-attempts.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import type { Obstacle } from '../../model/archive-obstacles.ts';
import type { Node } from '../../model/node.ts';
import { entryOf, mayRun, missingPath } from '../../model/paths.ts';
import { allowArchiveProgram, findArchiveLibrary, findArchiveProgram } from '../../remedies/find-archive-program.ts';
import { defineCause, evidence, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  missing: {
    en: 'On {node} archiving fails: the program of the archive command is not there ({program}). The archiver ends at each attempt, and `failed_count` does not count these.',
    'zh-CN': '{node} 归档失败：归档命令中的程序不存在（{program}）。每次尝试都会使归档进程退出，且 `failed_count` 不计入。',
  },
  unfound: {
    en: 'On {node} archiving fails: a program that the archive command needs is not there ({program}).',
    'zh-CN': '{node} 归档失败：归档命令需要的程序不存在（{program}）。',
  },
  library: {
    en: 'On {node} archiving fails: the library that `archive_library` names is not there ({program}). The archiver ends at its start, again and again, and `failed_count` does not count it.',
    'zh-CN': '{node} 归档失败：`archive_library` 指定的库不存在（{program}）。归档进程启动即退出并反复重启，且 `failed_count` 不计入。',
  },
  notAllowed: {
    en: 'On {node} archiving fails: the program of the archive command may not be executed ({program}). The archiver ends at each attempt, and `failed_count` does not count these.',
    'zh-CN': '{node} 归档失败：归档命令中的程序不可执行（{program}）。每次尝试都会使归档进程退出，且 `failed_count` 不计入。',
  },
  past: {
    en: 'On {node} archiving failed because the program of the archive command could not be run; it has been passed since.',
    'zh-CN': '{node} 曾因归档命令中的程序无法执行而归档失败；之后已恢复。',
  },
  gone: { en: '{path} is not there', 'zh-CN': '{path} 不存在' },
  mode: { en: '{path} has mode {mode}: nobody may execute it', 'zh-CN': '{path} 权限为 {mode}：不可执行' },
  why: {
    en: 'whether the program of the archive command of {node} is there and may be run',
    'zh-CN': '{node} 归档命令中的程序是否存在、是否可执行',
  },
}));

export const archiveCommandNotFound = defineCause({
  id: 'archive-command-not-found',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive program cannot be run', 'zh-CN': '归档程序无法执行' }),
  get about() {
    return text({
      en: `The program that \`archive_command\` calls is not there (exit status 127) or may not be executed (126): its package was removed or never installed on this node, the path is another one here, the script lost its \`x\`, or the library of \`archive_library\` is missing.

**How it shows itself.** \`FATAL: archive command failed with exit code 127\` (or 126) with \`not found\` / \`command not found\` / \`Permission denied\` from the shell. An exit status above 125 ends the archiver, which the postmaster starts again: the process is often missing in \`ps\`, and \`pg_stat_archiver.failed_count\` stays 0, so it looks innocent. Often after a switchover to a node without the backup tool.

**Lookalikes.** \`No such file or directory\` about the destination, with exit status 1. \`Permission denied\` about the destination. Exit status 255: ssh. A tool that runs and fails has a status of its own.

**What to do.** Install the program on this node, or write its full path into the command: the server's \`PATH\` is not that of a login shell. For 126 give it \`x\`. The archiver tries again by itself; a changed command needs a reload only.

**What not to do.** Do not replace the command by \`/bin/true\`: the backlog goes away, unarchived.

**Versions.** All. **Sources.** PostgreSQL source, \`shell_archive.c\` / \`pgarch.c\`; POSIX, "Shell Command Language", exit status; seen on PostgreSQL 15.`,
      'zh-CN': `\`archive_command\` 调用的程序不存在（退出码 127）或不可执行（126）：该节点的软件包被卸载或从未安装、路径不同、脚本丢失 \`x\` 权限，或 \`archive_library\` 的库缺失。

**表现。** \`FATAL: archive command failed with exit code 127\`（或 126），shell 输出 \`not found\`、“未找到命令”或“权限不够”。退出码大于 125 时归档进程会退出并由 postmaster 重启：\`ps\` 中常看不到该进程，且 \`pg_stat_archiver.failed_count\` 一直为 0，看似正常。常见于切换到未安装备份工具的节点之后。

**易混淆的情形。** 针对目标的“没有那个文件或目录”“权限不够”，退出码为 1；退出码 255：ssh；能运行但失败的工具有自己的退出码。

**处理。** 在该节点安装程序，或在命令中写全路径：服务器的 \`PATH\` 与登录 shell 不同。126 时加上 \`x\` 权限。归档进程会自动重试；修改命令只需重新加载。

**不要做。** 不要把命令改成 \`/bin/true\`：积压会未归档即消失。

**版本。** 所有版本。**来源。** PostgreSQL 源码 \`shell_archive.c\` / \`pgarch.c\`；POSIX shell 退出码；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const { command } = archiveDestination(server);
      const needed = command?.needs ?? [];
      const library = missingLibrary(server);
      const summary = (obstacle: Obstacle | null) => {
        if (library !== null) return said.library({ node: server.label, program: library });
        const where = { node: server.label, program: obstacle?.fact.values['command'] ?? programNamed(server) ?? needed[0] ?? '?' };
        return isForbidden(server) ? said.notAllowed(where) : endsArchiver(server) ? said.missing(where) : said.unfound(where);
      };
      return obstacleVerdict(cluster, server, {
        kind: 'program',
        seen: needed.flatMap((path) => shownOf(server, path)),
        seenIsEnough: false,
        clear: null,
        summary,
        past: () => said.past({ node: server.label }),
        asks: library !== null ? [] : [collect.archiveProgram(cluster, server, said.why({ node: server.label }))],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    const library = missingLibrary(server);
    if (library !== null) return [findArchiveLibrary(cluster, server, library)];
    return isForbidden(server)
      ? [allowArchiveProgram(cluster, server), findArchiveProgram(cluster, server, { recommended: false })]
      : [findArchiveProgram(cluster, server)];
  },
});

/** 126: it is there and may not be executed. */
function isForbidden(server: Node): boolean {
  const { obstacles } = attemptsOf(server);
  const code = attemptsOf(server).failures.at(-1)?.values['code'];
  return code === '126' || (code === undefined && obstacles.some((one) => one.kind === 'program' && /denied/.test(one.fact.event ?? '')));
}

/** A status above 125 ends the archiver; a program that runs another one, or a script, may end with its own (envdir: 111). */
function endsArchiver(server: Node): boolean {
  const code = attemptsOf(server).failures.at(-1)?.values['code'];
  return code === undefined || Number(code) > 125;
}

/** The program that the failed command begins with, where the shell does not name it. */
function programNamed(server: Node): string | null {
  return attemptsOf(server).command?.needs[0] ?? null;
}

/** What listings and failed look-ups show of a program. */
function shownOf(server: Node, path: string): Evidence[] {
  if (!path.startsWith('/')) return [];
  const error = missingPath(server, path);
  if (error !== null) return [evidence(error, said.gone({ path }))];
  const seen = entryOf(server, path);
  return seen !== null && mayRun(seen.entry) === false ? [evidence(seen.fact, said.mode({ path, mode: seen.entry.mode ?? '' }))] : [];
}
