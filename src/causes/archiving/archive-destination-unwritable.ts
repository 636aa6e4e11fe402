import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import type { Obstacle } from '../../model/archive-obstacles.ts';
import type { Node } from '../../model/node.ts';
import { entryOf, mayWrite } from '../../model/paths.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { ownArchiveDirectory, remountArchive } from '../../remedies/own-archive-directory.ts';
import { defineCause, evidence, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  denied: {
    en: 'On {node} archiving fails: the OS user of the server may not write to the archive directory ({path}). Every finished segment waits until it may.',
    'zh-CN': '{node} 归档失败：服务器的操作系统用户无权写入归档目录（{path}）。在授权之前，写满的日志段都会一直等待。',
  },
  readOnly: {
    en: 'On {node} archiving fails: the file system of the archive ({path}) takes no writes. A file system that has gone read-only by itself has usually met an error of the disk.',
    'zh-CN': '{node} 归档失败：归档所在文件系统（{path}）不可写。文件系统自行变为只读，通常意味着磁盘出错。',
  },
  past: {
    en: 'On {node} archiving failed because the archive directory could not be written to; it has been passed since.',
    'zh-CN': '{node} 曾因归档目录不可写而归档失败；之后已恢复。',
  },
  owner: {
    en: '{path} belongs to {owner} with mode {mode}: user {user} may not write there',
    'zh-CN': '{path} 属主为 {owner}、权限为 {mode}：用户 {user} 不可写',
  },
  may: {
    en: '{path} belongs to {owner} with mode {mode}: user {user} may write there',
    'zh-CN': '{path} 属主为 {owner}、权限为 {mode}：用户 {user} 可写',
  },
  why: { en: 'who owns the archive directory of {node}, and with which mode', 'zh-CN': '{node} 归档目录的属主与权限' },
}));

/** A file system that takes no writes from anybody, whoever owns the directory. */
const BROKEN: ReadonlySet<string> = new Set(['os.read-only', 'disk.read-only', 'os.io-error', 'disk.io-error', 'os.stale-handle']);

export const archiveDestinationUnwritable = defineCause({
  id: 'archive-destination-unwritable',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive directory cannot be written to', 'zh-CN': '归档目录不可写' }),
  get about() {
    return text({
      en: `The archive directory exists, but the OS user of the server may not write there, or its file system is read-only or fails.

**How it shows itself.** The copy program says \`Permission denied\`, \`Operation not permitted\`, \`Read-only file system\` or \`Input/output error\` about the destination; the server logs \`archive command failed with exit code 1\`. Often after a directory was made by root, after a restore that changed the owner, behind an NFS export with \`root_squash\` or \`ro\`, or with SELinux.

**Lookalikes.** Exit code 126: the *program* may not be run. \`Permission denied (publickey)\`: ssh refuses the login. \`No such file or directory\`: the directory is missing. A failure that a later success has undone.

**What to do.** Give the directory (and nothing above it) to the OS user of the server. For a read-only file system find the reason first (kernel log), then remount or archive elsewhere. The archiver tries again by itself within a minute.

**What not to do.** No \`chmod 777\`: everybody on the machine could read and change the archive. No remount of a disk that reports errors before it was checked. Do not delete \`.ready\` files.

**Versions.** All. **Sources.** PostgreSQL documentation, "Continuous Archiving"; messages of coreutils and glibc.`,
      'zh-CN': `归档目录存在，但服务器的操作系统用户无权写入，或其文件系统只读、出错。

**表现。** 复制程序对目标报“权限不够”“不允许的操作”“只读文件系统”或“输入/输出错误”；服务器记录 \`archive command failed with exit code 1\`。常见于目录由 root 创建、恢复后属主改变、NFS 以 \`root_squash\` 或 \`ro\` 导出、SELinux 限制。

**易混淆的情形。** 退出码 126：*程序*无执行权限；\`Permission denied (publickey)\`：ssh 拒绝登录；“没有那个文件或目录”：目录不存在；失败之后已有成功。

**处理。** 把该目录（且仅该目录）的属主改为服务器的操作系统用户。只读文件系统要先查明原因（内核日志），再重新挂载或改用其他位置。归档进程一分钟内会自动重试。

**不要做。** 不要 \`chmod 777\`：同机任何人都能读取、修改归档。磁盘报错时，未检查前不要重新挂载为可写。不要删除 \`.ready\` 文件。

**版本。** 所有版本。**来源。** PostgreSQL 文档“连续归档”；coreutils 与 glibc 的消息。`,
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
      const rights = path === null ? null : rightsOf(server, path);
      const summary = (obstacle: Obstacle | null) => {
        const where = { node: server.label, path: path ?? obstacle?.path ?? archiveDestination(server).repository ?? '?' };
        return BROKEN.has(obstacle?.fact.event ?? '') ? said.readOnly(where) : said.denied(where);
      };
      return obstacleVerdict(cluster, server, {
        kind: 'unwritable',
        seen: rights !== null && !rights.may ? [evidence(rights.fact, said.owner(rights.shown))] : [],
        seenIsEnough: true,
        clear: rights?.may ? { because: said.may(rights.shown), shown: evidence(rights.fact, said.may(rights.shown)) } : null,
        summary,
        past: () => said.past({ node: server.label }),
        asks: [collect.archiveDirectory(cluster, server, said.why({ node: server.label }))],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    const broken = BROKEN.has(attemptsOf(server).current?.fact.event ?? '');
    const elsewhere = configureArchiving(cluster, server, { recommended: broken });
    return broken ? [elsewhere, remountArchive(cluster, server)] : [ownArchiveDirectory(cluster, server), elsewhere];
  },
});

/** Whether the server's user may write, as far as a listing of the directory shows owner and mode. */
function rightsOf(server: Node, path: string) {
  const seen = entryOf(server, path);
  const user = server.osUser;
  if (seen === null || user === null) return null;
  const may = mayWrite(seen.entry, user);
  if (may === null) return null;
  const shown = { path, owner: seen.entry.owner ?? '?', mode: seen.entry.mode ?? '?', user };
  return { may, fact: seen.fact, shown };
}
