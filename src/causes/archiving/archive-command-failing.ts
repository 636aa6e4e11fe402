import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { CauseId } from '../../core/ids.ts';
import { text, texts } from '../../core/text.ts';
import { attemptsOf } from '../../model/archive-attempts.ts';
import { archiveDestination } from '../../model/archive-destination.ts';
import { archiveOutcome, backupThatWaits, lastStatistics } from '../../model/archive-outcome.ts';
import { cloneSourceOf } from '../../model/clone-source.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { isLater, upstreamOf } from '../../model/replication.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { findArchiveFailure } from '../../remedies/find-archive-failure.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, type Told, unknown } from '../cause.ts';
import { backlog, refusals } from './backlog.ts';
import { failing } from './obstacle.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} the archive command fails, and the bundle does not show why. Every finished segment waits.',
    'zh-CN': '{node} 的归档命令执行失败，材料未显示原因。写满的日志段都在等待归档。',
  },
  since: {
    en: 'On {node} the archive command has failed since {archived} (last failure {failed}), and the bundle does not show why. How many files wait at one moment says little: {pending} at the last count.',
    'zh-CN':
      '{node} 的归档命令自 {archived} 起失败（最近一次失败 {failed}），材料未显示原因。某一时刻等待的文件数不能说明问题：最后一次计数为 {pending}。',
  },
  says: {
    en: 'On {node} the archive command fails; the program says `{text}`, which names none of the usual obstacles.',
    'zh-CN': '{node} 的归档命令执行失败；程序输出 `{text}`，不属于常见原因。',
  },
  stanza: {
    en: 'On {node} the backup tool refuses every segment (`{text}`): its repository has no stanza for this server, or one of another cluster (other system identifier or version, as after an initdb, a clone of another cluster or an upgrade).',
    'zh-CN':
      '{node} 上备份工具拒绝归档（`{text}`）：仓库中没有本库的 stanza，或其属于另一个库（system identifier 或版本不同，常见于重新 initdb、换库或升级之后）。',
  },
  source: {
    en: 'On {node} the archive command fails because it cannot read the segment itself ({path}): it was removed, or the command runs as another user or in another directory.',
    'zh-CN': '{node} 的归档命令失败，因为无法读取日志段本身（{path}）：已被删除，或命令以其他用户、在其他目录执行。',
  },
  awaited: {
    en: 'A base backup of {node} waits for its WAL to be archived, for {seconds} seconds at the last word: archiving there fails or hangs, and the bundle does not show why.',
    'zh-CN': '{node} 的基础备份在等待其 WAL 归档，最后显示已等待 {seconds} 秒：该处归档失败或挂起，材料未显示原因。',
  },
  waits: { en: 'the backup waits for the archive', 'zh-CN': '备份在等待归档' },
  past: { en: 'On {node} the archive command failed; it has succeeded since.', 'zh-CN': '{node} 的归档命令曾失败；之后已成功。' },
  program: { en: 'what the program says', 'zh-CN': '程序的输出' },
  command: { en: 'the command', 'zh-CN': '命令' },
  succeeded: { en: 'the last success came after it', 'zh-CN': '此后已有归档成功' },
  works: { en: 'the last success is later than the last failure', 'zh-CN': '最后一次成功晚于最后一次失败' },
  whyLog: { en: 'what the archive program itself says on {node}', 'zh-CN': '{node} 上归档程序自身的输出' },
  whyArchiver: {
    en: 'whether {node} archives: the last success and the last failure',
    'zh-CN': '{node} 是否在归档：最近一次成功与失败的时间',
  },
}));

/** What names why it fails. */
const REASONS = [
  'archive-command-missing',
  'archive-destination-missing',
  'archive-destination-unwritable',
  'archive-destination-full',
  'archive-command-not-found',
  'archive-command-malformed',
  'archive-file-exists',
  'archive-remote-unreachable',
  'archive-mode-off',
] as const satisfies readonly CauseId[];

export const archiveCommandFailing = defineCause({
  id: 'archive-command-failing',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archive command fails', 'zh-CN': '归档命令执行失败' }),
  get about() {
    return text({
      en: `The archive command fails, and the bundle does not show why. It gives way to every cause that names the reason: no room, no directory, no rights, no program, no host, a file that exists, a command that cannot work.

**How it shows itself.** \`archive command failed with exit code N\` in the server's log; in \`pg_stat_archiver\` a \`last_failed_time\` that is later than \`last_archived_time\`. The number of \`.ready\` files may be small: a quiet server makes few.

**Lookalikes.** \`failed_count\` by itself: it counts since \`stats_reset\` and accuses nobody. A failure that a later success has undone. A growing backlog without failures: nothing configured, a command that hangs, or an archiver that catches up.

**What to do.** Read the program's own words. With the logging collector they are in the \`.log\` file (stderr), even where the server logs csv or json; without it where the server's standard error goes. Backup tools have logs of their own.

**What not to do.** Do not run the archive command by hand for a waiting segment: if it succeeds, the archiver finds the file there and refuses it. Do not delete \`.ready\` files.

**Versions.** All. **Sources.** PostgreSQL documentation, "pg_stat_archiver" and "Continuous Archiving".`,
      'zh-CN': `归档命令失败，材料未显示原因。只要能找到具体原因（空间、目录、权限、程序、主机、文件已存在、命令写错），本项即让位。

**表现。** 服务器日志 \`archive command failed with exit code N\`；\`pg_stat_archiver\` 中 \`last_failed_time\` 晚于 \`last_archived_time\`。\`.ready\` 文件可能很少：空闲的服务器产生的日志段本就不多。

**易混淆的情形。** 单看 \`failed_count\`：它自 \`stats_reset\` 起累计，不能说明现在；失败之后已有成功；积压增长但没有失败：未配置、命令挂起，或归档进程正在追赶。

**处理。** 查看程序自身的输出。启用日志收集器时位于 \`.log\` 文件（stderr），即使服务器使用 csv 或 json 日志；否则在服务器的标准错误输出处。备份工具有自己的日志。

**不要做。** 不要对等待中的日志段手工执行归档命令：若成功，归档进程会因文件已存在而拒绝。不要删除 \`.ready\` 文件。

**版本。** 所有版本。**来源。** PostgreSQL 文档“pg_stat_archiver”“连续归档”。`,
    });
  },
  explains: ['archive-backlog', 'archive-failures', 'switchover-refused', 'wal-growing', 'volume-full'],
  yieldsTo: REASONS,
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
  ],

  examine: (cluster) =>
    withWaiting(
      cluster,
      perServer(cluster, (server) => {
        const attempts = attemptsOf(server);
        const outcome = archiveOutcome(server);
        const row = lastStatistics(server);
        const failed = attempts.failures.length > 0 || (row?.failed ?? 0) > 0;
        if (outcome.is === 'works') {
          const [fact] = outcome.shown;
          if (attempts.failures.length === 0)
            return fact === undefined || !failed ? notApplicable : absent(said.works(), evidence(fact, said.works()));
          return present('certain', {
            status: 'resolved',
            summary: said.past({ node: server.label }),
            evidence: [...failing(server).slice(0, 1), ...outcome.shown.map((one) => evidence(one, said.succeeded()))],
          });
        }
        if (outcome.is === 'open') {
          const word = failed ? null : wordOf(server);
          if (word !== null)
            return present('likely', {
              summary: said.says({ node: server.label, text: word.text.split('\n')[0]?.slice(0, 200) ?? '' }),
              evidence: [evidence(word, said.program())],
              missing: [
                collect.serverLog(cluster, server, said.whyLog({ node: server.label })),
                collect.archiver(cluster, server, said.whyArchiver({ node: server.label })),
              ],
            });
          const asked = failed ? [collect.archiver(cluster, server, said.whyArchiver({ node: server.label }))] : [];
          return asked.length === 0 ? notApplicable : unknown(...asked);
        }
        const words = attempts.obstacles.filter(
          (obstacle) => obstacle.spoken && (obstacle.kind === 'refused' || obstacle.kind === 'source'),
        );
        const word = words.find((one) => one.fact.level === 'error') ?? words.at(0);
        const setting = server.setting('archive_command');
        return present('certain', {
          summary: summaryOf(),
          evidence: [
            ...failing(server),
            ...words.slice(0, 2).map((one) => evidence(one.fact, said.program())),
            ...(setting.known && setting.value !== '' ? [evidence(setting.fact, said.command())] : []),
            ...backlog(server),
            ...refusals(cluster, server),
          ],
          missing: [
            ...(word === undefined ? [collect.serverLog(cluster, server, said.whyLog({ node: server.label }))] : []),
            ...(row === null ? [collect.archiver(cluster, server, said.whyArchiver({ node: server.label }))] : []),
          ],
        });

        function summaryOf() {
          const node = server.label;
          if (word?.kind === 'source') return said.source({ node, path: word.path ?? '?' });
          if (word?.fact.event === 'backrest.stanza-missing')
            return said.stanza({ node, text: word.fact.text.split('\n')[0]?.slice(0, 200) ?? '' });
          if (word !== undefined) return said.says({ node, text: word.fact.text.split('\n')[0]?.slice(0, 200) ?? '' });
          const pending = server.archiving.lastPending;
          if (row?.lastArchivedTime && row.lastFailedTime && pending !== null) {
            return said.since({ node, archived: row.lastArchivedTime, failed: row.lastFailedTime, pending: pending.count });
          }
          return said.summary({ node });
        }
      }),
    ),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    if (server === null) return backupThatWaits(cluster) === null ? [] : [findArchiveFailure(cluster, null)];
    const { command } = archiveDestination(server);
    const find = findArchiveFailure(cluster, server);
    return command?.tool === null ? [find, configureArchiving(cluster, server, { recommended: false })] : [find];
  },
});

/** A clone or backup waits, and nobody else tells of the archive of the server that it copies. */
function withWaiting(cluster: Cluster, told: readonly Told[]): readonly Told[] {
  const backup = backupThatWaits(cluster);
  if (backup === null || told.some(({ verdict }) => verdict.is === 'present')) return told;
  const waits = backup.fact;
  const node =
    cloneSourceOf(cluster, waits)?.node ??
    (waits.program === 'server' ? cluster.nodeOf(waits) : upstreamOf(cluster, cluster.nodeOf(waits)));
  const server = node ?? cluster.nowhere;
  const label = node?.label ?? cloneSourceOf(cluster, waits)?.host ?? 'the upstream';
  const verdict = present('likely', {
    summary: said.awaited({ node: label, seconds: backup.seconds }),
    evidence: [evidence(waits, said.waits())],
    missing: [
      collect.archiver(cluster, server, said.whyArchiver({ node: label })),
      collect.serverLog(cluster, server, said.whyLog({ node: label })),
    ],
    // whoever names the reason tells it better, on whichever node it was seen
    toldBy: [['archive-command-missing', 'archive-command-noop', 'archive-process-stalled', ...REASONS]],
  });
  return [...told.filter((one) => one.node !== node), { node, verdict }];
}

/** Without any word of the server: pgBackRest itself says that a segment did not arrive, or that no repository took it. */
function wordOf(server: Node): FactOf<'message'> | null {
  const words = server
    .messages('backrest.archive-timeout', 'backrest.no-repository', 'backup-tool.archive-failed')
    .filter(({ text }) => GIVES_UP.test(text));
  const last = words.at(-1);
  if (last === undefined) return null;
  // reading from the archive says nothing of what is written to it
  const reads = server
    .messages('backrest.reads')
    .some(({ span }) => span.source === last.span.source && Math.abs(span.line - last.span.line) <= 6);
  const command = server.facts.of('command').findLast((fact) => fact.span.source === last.span.source && fact.order < last.order);
  const mended = server.messages('backrest.archived').some((one) => isLater(one, last));
  return reads || mended || /archive-get|\brestore\b|\binfo\b/.test(command?.text ?? '') ? null : last;
}

const GIVES_UP = /was not archived before the|unable to find a valid repository/;
