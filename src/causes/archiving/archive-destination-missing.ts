import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import { archiveOutcome } from '../../model/archive-outcome.ts';
import type { Node } from '../../model/node.ts';
import { entryOf, missingPath } from '../../model/paths.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { makeArchiveDirectory, mountArchive } from '../../remedies/make-archive-directory.ts';
import { defineCause, evidence, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} archiving fails: the directory that the archive command writes to does not exist ({path}). Every finished segment waits until it is there.',
    'zh-CN': '{node} 归档失败：归档命令写入的目录不存在（{path}）。在目录恢复之前，写满的日志段都会一直等待。',
  },
  past: {
    en: 'On {node} archiving failed because the directory of the archive did not exist; it has been passed since.',
    'zh-CN': '{node} 曾因归档目录不存在而归档失败；之后已恢复。',
  },
  looked: { en: '{path} is not there', 'zh-CN': '{path} 不存在' },
  there: { en: 'the directory {path} is there', 'zh-CN': '目录 {path} 存在' },
  why: { en: 'whether the archive directory of {node} exists and is mounted', 'zh-CN': '{node} 的归档目录是否存在、是否已挂载' },
}));

export const archiveDestinationMissing = defineCause({
  id: 'archive-destination-missing',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive directory does not exist', 'zh-CN': '归档目录不存在' }),
  get about() {
    return text({
      en: `The directory that \`archive_command\` writes to does not exist: never made on this node, renamed, or a mount (NFS, SAN) that did not come back after a reboot.

**How it shows itself.** The copy program says \`No such file or directory\` about the *destination* (\`cp: cannot create regular file …\`); the server logs \`archive command failed with exit code 1\` and, after each third try, \`failed too many times, will try again later\`. Often right after a switchover: the directory is there on the old primary only.

**Lookalikes.** The same words about \`pg_wal/SEGMENT\`: the segment is gone (\`wal-removed-by-hand\`). Exit code 127: the *program* is missing. Words like \`cannot create …: Permission denied\`: the directory exists. A path in typographic quotes: the command is malformed. A failure that a later success has undone.

**What to do.** First see whether the path is meant to be a mount: then mount it. Otherwise make the directory, owned by the OS user of the server. The archiver tries again by itself within a minute; no reload is needed.

**What not to do.** Do not make the directory where a mount is missing: the archive would fill the root volume and vanish under the mount later. Do not delete \`.ready\` files.

**Versions.** All. **Sources.** PostgreSQL documentation, "Continuous Archiving"; messages of coreutils.`,
      'zh-CN': `\`archive_command\` 写入的目录不存在：该节点从未创建、被改名，或重启后挂载（NFS、SAN）没有恢复。

**表现。** 复制程序对*目标*报“没有那个文件或目录”（\`cp: 无法创建普通文件 …\`）；服务器记录 \`archive command failed with exit code 1\`，每三次后记录“多次失败，将会重试”。常见于切换之后：目录只在原主机上存在。

**易混淆的情形。** 同样的提示针对 \`pg_wal/日志段\`：日志段已丢失（\`wal-removed-by-hand\`）。退出码 127：缺的是*程序*。提示“权限不够”：目录存在。路径带中文引号：命令写错。失败之后已有成功。

**处理。** 先确认该路径是否应为挂载点：是则挂载；否则创建目录，属主为服务器的操作系统用户。归档进程一分钟内会自动重试，无需重新加载。

**不要做。** 不要在挂载缺失处创建目录：归档会写满根卷，之后又被挂载遮住。不要删除 \`.ready\` 文件。

**版本。** 所有版本。**来源。** PostgreSQL 文档“连续归档”；coreutils 的消息。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const path = archiveDestination(server).directory;
      const error = path === null ? lookedFor(server) : missingPath(server, path);
      const entry = path === null ? null : entryOf(server, path);
      const listed = path === null ? undefined : server.facts.of('directory').findLast((fact) => fact.path === path);
      const there = entry?.fact ?? listed;
      return obstacleVerdict(cluster, server, {
        kind: 'missing',
        seen: error === null ? [] : [evidence(error, said.looked({ path: error.path }))],
        seenIsEnough: path !== null,
        clear:
          there === undefined || error !== null
            ? null
            : { because: said.there({ path: path ?? '' }), shown: evidence(there, said.there({ path: path ?? '' })) },
        summary: (obstacle) =>
          said.summary({ node: server.label, path: path ?? directoryOf(obstacle?.path ?? null) ?? error?.path ?? '?' }),
        past: () => said.past({ node: server.label }),
        asks: [collect.archiveDirectory(cluster, server, said.why({ node: server.label }))],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    return [
      makeArchiveDirectory(cluster, server),
      mountArchive(cluster, server),
      configureArchiving(cluster, server, { recommended: false }),
    ];
  },
});

/**
 * A script of one's own hides where it writes. Where it fails without a word that the bundle holds, and somebody looked for one
 * directory that is not there, that is the one.
 */
function lookedFor(server: Node) {
  const { command } = archiveDestination(server);
  if (archiveOutcome(server).is !== 'fails' || command === null || command.tool !== null || command.remote !== null) return null;
  const data = server.dataDir;
  return (
    server.facts
      .of('path-error')
      .findLast(
        (fact) =>
          fact.reason === 'missing' &&
          fact.path.startsWith('/') &&
          !/\.\w{1,5}$/.test(fact.path) &&
          !command.needs.includes(fact.path) &&
          !(data !== null && fact.path.startsWith(data)),
      ) ?? null
  );
}

/** The directory of the file that could not be written. */
function directoryOf(path: string | null): string | null {
  return path === null ? null : path.replace(/\/[^/]*$/, '') || '/';
}
