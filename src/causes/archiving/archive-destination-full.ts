import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import { archiveDestination, isKeptByTool } from '../../model/archive-destination.ts';
import type { Node } from '../../model/node.ts';
import { fullVolume, volumeOf } from '../../model/volumes.ts';
import { cleanArchive } from '../../remedies/clean-archive.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { enlargeArchive } from '../../remedies/enlarge-archive.ts';
import { defineCause, evidence, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} archiving fails: the volume of the archive ({path}) has no room. Every finished segment waits, and the WAL volume fills in its turn.',
    'zh-CN': '{node} 归档失败：归档所在的卷（{path}）空间不足。写满的日志段都在等待，WAL 卷也会随之写满。',
  },
  inodes: {
    en: 'On {node} archiving fails: the file system of the archive ({path}) has no free inode, although it has free blocks.',
    'zh-CN': '{node} 归档失败：归档所在文件系统（{path}）的 inode 已用尽，尽管仍有空闲块。',
  },
  quota: {
    en: 'On {node} archiving fails: the quota of the archive directory ({path}) is used up.',
    'zh-CN': '{node} 归档失败：归档目录（{path}）的磁盘配额已用尽。',
  },
  past: {
    en: 'On {node} archiving failed because the volume of the archive was full; it has been passed since.',
    'zh-CN': '{node} 曾因归档卷写满而归档失败；之后已恢复。',
  },
  blocks: { en: '{mount}: {available} bytes available', 'zh-CN': '{mount}：可用 {available} 字节' },
  noInodes: { en: '{mount}: no free inode', 'zh-CN': '{mount}：没有空闲 inode' },
  room: { en: 'the volume of the archive ({mount}) has room', 'zh-CN': '归档所在卷（{mount}）空间充足' },
  cut: {
    en: 'a cut-off segment in the archive ({name}, {size} bytes): a command that refuses to overwrite goes on failing after there is room again',
    'zh-CN': '归档中有不完整的日志段（{name}，{size} 字节）：即使腾出空间，拒绝覆盖的命令仍会一直失败',
  },
  why: { en: 'whether the volume of the archive of {node} is full', 'zh-CN': '{node} 归档所在卷是否写满' },
}));

export const archiveDestinationFull = defineCause({
  id: 'archive-destination-full',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive volume is full', 'zh-CN': '归档卷已写满' }),
  get about() {
    return text({
      en: `The file system, quota or inode table of the archive is full: nobody cleans it, or a backup that should have done so fails.

**How it shows itself.** The copy program says \`No space left on device\` or \`Disk quota exceeded\` about the destination; \`df\` (or \`df -i\`) shows 100%. A copy that ran out of room leaves a cut-off file. With the usual guard \`test ! -f\` every attempt from then on fails *without a word*, because the file exists: the first error of the log is the cause, the rest its echo.

**Lookalikes.** The same words about \`pg_wal\`, \`base\` or \`pgsql_tmp\`: another volume. \`could not resize shared memory segment … No space left\`: \`/dev/shm\`, no disk. A remote archive that is full: rsync and scp say so in the same words.

**What to do.** Make room: enlarge the volume, or remove from the archive what no backup needs any more (\`pg_archivecleanup\`, dry run first, never on the live WAL directory). Compare the cut-off file and move it aside. The archiver tries again by itself within a minute.

**What not to do.** Do not delete segments by age: the oldest backup that is kept needs every segment from its own on. Do not delete the cut-off file before it was compared. Do not delete \`.ready\` files.

**Versions.** All. **Sources.** PostgreSQL documentation, "pg_archivecleanup"; seen on PostgreSQL 15.`,
      'zh-CN': `归档所在的文件系统、配额或 inode 已用尽：没有人清理归档，或本应清理的备份任务失败。

**表现。** 复制程序对目标报“设备上没有空间”或“超出磁盘限额”；\`df\`（或 \`df -i\`）显示 100%。空间不足时复制会留下不完整的文件；若命令带 \`test ! -f\` 判断，此后每次都会因文件已存在而*无声*失败：日志中的第一条错误才是原因，其余都是余波。

**易混淆的情形。** 同样的提示针对 \`pg_wal\`、\`base\`、\`pgsql_tmp\`：是别的卷；\`could not resize shared memory segment … No space left\`：是 \`/dev/shm\`，不是磁盘；远端归档写满时 rsync、scp 也用同样的提示。

**处理。** 腾出空间：扩容，或用 \`pg_archivecleanup\` 清理任何备份都不再需要的归档（先预演，绝不用于在用的 WAL 目录）。比对不完整的文件并移走。归档进程一分钟内会自动重试。

**不要做。** 不要按时间删除归档：保留的最早备份需要其起始日志段之后的所有日志。比对之前不要删除不完整的文件。不要删除 \`.ready\` 文件。

**版本。** 所有版本。**来源。** PostgreSQL 文档“pg_archivecleanup”；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
    { cause: 'archive-file-exists', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const { directory, repository, listings } = archiveDestination(server);
      const path = directory ?? repository;
      const full = path === null ? null : fullVolume(server, path, server.segmentBytes);
      const volume = path === null ? null : volumeOf(server, path);
      const cut = listings.at(-1)?.odd.find((entry) => entry.size !== null && entry.size < server.segmentBytes);
      const listing = listings.at(-1);
      const seen = [
        ...(full === null
          ? []
          : [
              evidence(
                full,
                full.of === 'inodes'
                  ? said.noInodes({ mount: full.mount })
                  : said.blocks({ mount: full.mount, available: full.available ?? 0 }),
              ),
            ]),
        ...(cut === undefined || listing === undefined || !(full !== null || wasFull(server))
          ? []
          : [evidence(listing, said.cut({ name: cut.name, size: cut.size ?? 0 }))]),
      ];
      return obstacleVerdict(cluster, server, {
        kind: 'full',
        seen,
        seenIsEnough: full !== null,
        clear:
          full !== null || volume === null
            ? null
            : { because: said.room({ mount: volume.mount }), shown: evidence(volume, said.room({ mount: volume.mount })) },
        summary: (obstacle) => {
          const where = { node: server.label, path: path ?? obstacle?.path ?? full?.mount ?? '?' };
          if (full?.of === 'inodes') return said.inodes(where);
          return /quota/.test(obstacle?.fact.event ?? '') ? said.quota(where) : said.summary(where);
        },
        past: () => said.past({ node: server.label }),
        asks: [collect.archiveDirectory(cluster, server, said.why({ node: server.label }))],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    const enlarge = enlargeArchive(cluster, server);
    // what lies in a backup tool's repository is removed by that tool alone
    if (isKeptByTool(server)) return [enlarge];
    return [enlarge, configureArchiving(cluster, server, { recommended: false }), cleanArchive(cluster, server)];
  },
});

const wasFull = (server: Node): boolean => attemptsOf(server).obstacles.some((obstacle) => obstacle.kind === 'full');
