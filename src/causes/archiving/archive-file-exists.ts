import { collect } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { formatWalName, parseWalName } from '../../core/wal.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import type { Node } from '../../model/node.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { replaceArchiveCommand } from '../../remedies/replace-archive-command.ts';
import { settleExistingFile } from '../../remedies/settle-existing-file.ts';
import { defineCause, evidence, perServer, serverOf } from '../cause.ts';
import { obstacleVerdict } from './obstacle.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} archiving fails: a file of the name {segment} is in the archive already and the command refuses to overwrite it. Either a crash came between the copy and its report, a copy was cut off, or a second server archives to the same place.',
    'zh-CN':
      '{node} 归档失败：归档中已有名为 {segment} 的文件，命令拒绝覆盖。可能是复制完成后尚未上报即崩溃、复制被中断，或有另一台服务器归档到同一位置。',
  },
  differs: {
    en: 'On {node} archiving fails: the archive already holds a file of the name {segment} with other contents. Another server (a restored copy, a second cluster, a former primary) archives to the same place.',
    'zh-CN': '{node} 归档失败：归档中已有同名但内容不同的文件 {segment}。另有服务器（恢复出的副本、另一集群、旧主机）归档到同一位置。',
  },
  past: {
    en: 'On {node} archiving failed because the file was in the archive already; it has been passed since.',
    'zh-CN': '{node} 曾因归档中已有同名文件而归档失败；之后已恢复。',
  },
  listed: { en: 'the archive holds {segment} already', 'zh-CN': '归档中已有 {segment}' },
  cut: { en: 'the archive holds {segment} already, cut off ({size} bytes)', 'zh-CN': '归档中已有不完整的 {segment}（{size} 字节）' },
  notListed: { en: 'the archive does not hold {segment}', 'zh-CN': '归档中没有 {segment}' },
  why: {
    en: 'whether the segment that waits first on {node} is in the archive already',
    'zh-CN': '{node} 上最先等待的日志段是否已在归档中',
  },
}));

/** What tools say of a file whose contents differ: nobody's crash, but a second writer. */
const DIFFERS = /different checksum|contents differ|different content|校验/;

export const archiveFileExists = defineCause({
  id: 'archive-file-exists',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The segment is in the archive already', 'zh-CN': '归档中已有同名日志段' }),
  get about() {
    return text({
      en: `The guard of \`archive_command\` (or the backup tool) refuses a segment because a file of that name is in the archive. Three stories: the server crashed between the copy and its report (the files are identical); a copy was cut off (the file is shorter); a second server writes to the same place (same size, other contents): a restored copy that was started with the same configuration, two clusters with one directory, \`archive_mode = always\` on both nodes with a shared directory, or an old primary that came back.

**How it shows itself.** With \`test ! -f DEST && cp …\`: exit status 1 *without a word*, always for the same segment. Tools say it: \`already exists in the archive with a different checksum\` (pgBackRest, sys_rman: 45), \`already archived, contents differ\` (wal-g). The listing of the archive holds the segment.

**Lookalikes.** A full volume leaves a cut-off file: then \`archive-destination-full\` is the cause and this its echo. \`File exists\` of mkdir. A guard that asks for a flag file. csvlog and jsonlog never hold the words of a program, so there silence proves nothing.

**What to do.** Compare first. Identical: use a command that takes an identical file for success. Cut off: move it aside. Two whole files that differ: find the other server and give each its own directory or stanza; then take a base backup.

**What not to do.** Do not delete or overwrite the file before it was compared: it may be the only good copy of another server's history. Do not remove the guard.

**Versions.** All. **Sources.** PostgreSQL documentation, "archive_command"; pgBackRest and wal-g source; seen on PostgreSQL 15.`,
      'zh-CN': `\`archive_command\` 的判断（或备份工具）因归档中已有同名文件而拒绝。三种情形：复制完成但尚未上报时服务器崩溃（内容一致）；复制被中断（文件较短）；另有服务器写入同一位置（大小相同、内容不同）：以相同配置启动的恢复副本、两个集群共用目录、两节点 \`archive_mode = always\` 且共用目录，或旧主机重新启动。

**表现。** 使用 \`test ! -f DEST && cp …\` 时：退出码 1 且*没有任何输出*，总是同一个日志段。工具会说明：\`already exists in the archive with a different checksum\`（pgBackRest、sys_rman，退出码 45）、\`already archived, contents differ\`（wal-g）。归档列表中已有该日志段。

**易混淆的情形。** 卷写满会留下不完整的文件：原因是 \`archive-destination-full\`，本项只是余波；mkdir 的“文件已存在”；判断的是标志文件；csvlog、jsonlog 不含程序输出，其中的沉默不能说明问题。

**处理。** 先比对。一致：改用“内容一致即成功”的命令；不完整：移走；两个完整但不同：找到另一台服务器，各用各的目录或 stanza，然后做基础备份。

**不要做。** 比对之前不要删除或覆盖该文件：它可能是另一台服务器历史的唯一副本。不要去掉判断。

**版本。** 所有版本。**来源。** PostgreSQL 文档“archive_command”；pgBackRest、wal-g 源码；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing'],
  yieldsTo: ['archive-destination-full', 'archive-destination-unwritable', 'archive-destination-missing', 'archive-remote-unreachable'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const segment = waitingSegment(server);
      const listed = segment === null ? null : listedIn(server, segment);
      const verdict = obstacleVerdict(cluster, server, {
        kind: 'exists',
        seen: listed === null || !listed.holds ? [] : [listed.evidence],
        seenIsEnough: false,
        clear: listed === null || listed.holds ? null : { because: said.notListed({ segment: segment ?? '' }), shown: listed.evidence },
        summary: (obstacle) =>
          DIFFERS.test(obstacle?.fact.text ?? '') || obstacle?.fact.values['code'] === '45'
            ? said.differs({ node: server.label, segment: segment ?? '?' })
            : said.summary({ node: server.label, segment: segment ?? '?' }),
        past: () => said.past({ node: server.label }),
        asks: [collect.archiveDirectory(cluster, server, said.why({ node: server.label }))],
      });
      // Silence is a weak word: a complete listing that lacks the segment outweighs it.
      const silent = attemptsOf(server).obstacles.every((obstacle) => obstacle.kind !== 'exists' || !obstacle.spoken);
      if (verdict.is === 'present' && verdict.status === 'active' && silent && listed !== null && !listed.holds) {
        return { is: 'absent', because: said.notListed({ segment: segment ?? '' }), evidence: [listed.evidence] };
      }
      return verdict;
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return [];
    const replace = replaceArchiveCommand(cluster, server);
    const elsewhere = configureArchiving(cluster, server, { recommended: false });
    return [settleExistingFile(cluster, server), ...(replace.id === elsewhere.id ? [] : [{ ...replace, recommended: false }]), elsewhere];
  },
});

/** The segment that the attempts were about. */
function waitingSegment(server: Node): string | null {
  const { obstacles } = attemptsOf(server);
  const told = obstacles.findLast((obstacle) => obstacle.kind === 'exists')?.segment ?? null;
  return told ?? server.archiving.statistics.findLast((row) => row.lastFailedWal !== null)?.lastFailedWal ?? null;
}

/** Whether the last listing of the archive holds the segment; null where no complete one is there. */
function listedIn(server: Node, segment: string): { readonly holds: boolean; readonly evidence: Evidence } | null {
  const name = parseWalName(segment);
  const listing = archiveDestination(server).listings.at(-1);
  if (name === null || listing === undefined) return null;
  const cut = listing.odd.find((entry) => entry.name === formatWalName(name));
  if (cut !== undefined) return { holds: true, evidence: evidence(listing, said.cut({ segment, size: cut.size ?? 0 })) };
  if (listing.segments.set.has(name)) return { holds: true, evidence: evidence(listing, said.listed({ segment })) };
  return listing.atLeast ? null : { holds: false, evidence: evidence(listing, said.notListed({ segment })) };
}
