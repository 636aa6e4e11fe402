import { collect } from '../../collect/commands.ts';
import type { Evidence, Missing } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { readArchiveCommand } from '../../model/archive-command.ts';
import { archiveOutcome } from '../../model/archive-outcome.ts';
import {
  archivedBetween,
  archiverProcess,
  busyAllTheWhile,
  busyWith,
  fallingCounts,
  sinceLastSuccess,
  USUAL,
} from '../../model/archive-progress.ts';
import type { Node } from '../../model/node.ts';
import { processesOf } from '../../model/processes.ts';
import { configureArchiving } from '../../remedies/configure-archiving.ts';
import { endHungCommand } from '../../remedies/end-hung-command.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';
import { backlog, refusals } from './backlog.ts';

const said = texts(() => ({
  hung: {
    en: 'On {node} the archiver has been busy with one segment ({segment}) for a long time: its command does not come back. Nothing fails and nothing is archived; {count} files wait.',
    'zh-CN': '{node} 的归档进程长时间停在同一个日志段（{segment}）：命令没有返回。既不失败也不归档；{count} 个文件等待。',
  },
  gone: {
    en: 'On {node} no archiver process runs although archiving is configured; {count} files wait.',
    'zh-CN': '{node} 已配置归档，但没有归档进程；{count} 个文件等待。',
  },
  still: {
    en: 'On {node} nothing has been archived for {minutes} minutes although {count} files wait, and no attempt has failed: the command hangs, or the archiver is gone.',
    'zh-CN': '{node} 已有 {minutes} 分钟没有归档任何日志，尽管有 {count} 个文件等待且没有失败记录：命令挂起，或归档进程已不在。',
  },
  busy: { en: 'the archiver is busy with {segment}', 'zh-CN': '归档进程正在处理 {segment}' },
  child: { en: 'the command that it waits for', 'zh-CN': '其等待的命令' },
  head: { en: 'the same segment was first in the queue before', 'zh-CN': '此前排在队首的也是该日志段' },
  since: { en: 'the last success is {minutes} minutes old', 'zh-CN': '最近一次成功在 {minutes} 分钟之前' },
  noProcess: { en: 'the server’s processes, without an archiver', 'zh-CN': '服务器进程列表中没有归档进程' },
  configured: { en: 'archiving is configured: `{command}`', 'zh-CN': '已配置归档：`{command}`' },
  works: { en: 'the archiver gets on', 'zh-CN': '归档进程在推进' },
  fails: { en: 'attempts come back with a failure: nothing hangs', 'zh-CN': '归档尝试以失败返回：没有挂起' },
  whyProcess: { en: 'what the archiver of {node} is busy with, and since when', 'zh-CN': '{node} 的归档进程在处理什么、已持续多久' },
  whyArchiver: { en: 'when {node} archived last', 'zh-CN': '{node} 最近一次归档的时间' },
}));

/** Nothing archived for so long, with files waiting, is no pause between two segments: the archiver looks at least once a minute. */
const LONG = 10 * 60_000;
const minutes = (ms: number): number => Math.round(ms / 60_000);

export const archiveProcessStalled = defineCause({
  id: 'archive-process-stalled',
  group: 'archiving',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The archiver does not get on', 'zh-CN': '归档进程停滞' }),
  get about() {
    return text({
      en: `Archiving is configured and nothing fails, and yet nothing has been archived for a long time: the command does not come back (a mount that hangs, a transfer without a timeout, a lock, a question that nobody answers), or the archiver process is gone.

**How it shows itself.** \`ps\` shows \`archiver archiving SEGMENT\` and below it the command, minutes or hours old, often in state D; \`last_archived_time\` stands still, \`failed_count\` does not move, the log is silent. It shows nowhere else.

**Lookalikes.** An attempt that fails is over: \`archive-command-failing\` and its kin. Exit codes above 125 end the archiver, which is back ten seconds later. Without a command the archiver waits (\`archive-command-missing\`). An idle server has nothing to archive. A large backlog that shrinks. A standby without \`always\` has no archiver.

**What to do.** See what the command waits for. End the *command* (not the server, not the archiver): the archiver notes a failure and tries again. A process in state D can only be freed by what it waits for (NFS server, disk). Give the command a time limit (\`timeout\`, rsync's \`--timeout\`, ssh's \`ConnectTimeout\`, a \`soft\` mount).

**What not to do.** No \`kill -9\` of the postmaster, no restart of the server before the command was looked at: a stop waits for the archiver. Do not delete \`.ready\` files.

**Versions.** All; process titles are \`archiver process   …\` up to 10 and on KingbaseES. **Sources.** PostgreSQL source, \`pgarch.c\`; seen on PostgreSQL 15.`,
      'zh-CN': `已配置归档且没有失败，但长时间没有归档任何日志：命令没有返回（挂载卡死、传输没有超时、锁、等待输入），或归档进程已不在。

**表现。** \`ps\` 显示 \`archiver archiving 日志段\`，其下的命令已运行数分钟乃至数小时，常处于 D 状态；\`last_archived_time\` 不变，\`failed_count\` 不变，日志没有记录。别处看不出来。

**易混淆的情形。** 失败的尝试已经结束：\`archive-command-failing\` 等；退出码大于 125 会使归档进程退出，约十秒后重启；没有命令时归档进程只是等待（\`archive-command-missing\`）；空闲的服务器没有可归档的内容；正在减少的大量积压；未设 \`always\` 的备机没有归档进程。

**处理。** 查明命令在等什么。结束*命令*（不是服务器，也不是归档进程）：归档进程记录一次失败后会重试。D 状态的进程只能等其等待的对象（NFS 服务器、磁盘）恢复。为命令设置时限（\`timeout\`、rsync 的 \`--timeout\`、ssh 的 \`ConnectTimeout\`、\`soft\` 挂载）。

**不要做。** 不要 \`kill -9\` postmaster；未查看命令之前不要重启服务器：停库会等待归档进程。不要删除 \`.ready\` 文件。

**版本。** 所有版本；10 及以前和 KingbaseES 的进程标题为 \`archiver process   …\`。**来源。** PostgreSQL 源码 \`pgarch.c\`；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'switchover-refused', 'switchover-incomplete', 'wal-growing', 'volume-full'],
  yieldsTo: ['archive-command-missing', 'archive-command-noop', 'archive-mode-off', 'archive-command-not-found'],
  leadsTo: [
    { cause: 'wal-volume-full', where: 'same' },
    { cause: 'wal-removed-by-hand', where: 'same' },
    { cause: 'switchover-shutdown-timeout', where: 'cluster' },
  ],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const count = server.archiving.lastPending?.count ?? 0;
      const outcome = archiveOutcome(server);
      const [shown] = outcome.shown;
      if (outcome.is === 'fails') return shown === undefined ? notApplicable : absent(said.fails(), evidence(shown, said.fails()));
      if (!mayArchive(server)) return notApplicable;
      const since = sinceLastSuccess(server);
      const long = since !== null && since.ms >= LONG ? since : null;
      const moves = fallingCounts(server)?.to.fact ?? archivedBetween(server)?.fact;
      if (moves !== undefined && long === null) return absent(said.works(), evidence(moves, said.works()));
      const asks: Missing[] = [collect.processes(cluster, server, said.whyProcess({ node: server.label }))];
      const busy = busyWith(server);
      if (busy !== null) {
        const head = busyAllTheWhile(server, busy.segment);
        const old = childOf(server, busy.segment);
        if (long !== null || (head !== null && count > USUAL) || old.hung) {
          return present(long !== null || old.hung ? 'certain' : 'likely', {
            summary: said.hung({ node: server.label, segment: busy.segment, count }),
            evidence: [
              evidence(busy.fact, said.busy({ segment: busy.segment })),
              ...old.evidence,
              ...(head === null ? [] : [evidence(head, said.head())]),
              ...(long === null ? [] : [evidence(long.fact, said.since({ minutes: minutes(long.ms) }))]),
              ...backlog(server),
              ...refusals(cluster, server),
            ],
            missing: since === null ? [collect.archiver(cluster, server, said.whyArchiver({ node: server.label }))] : [],
          });
        }
      }
      const process = archiverProcess(server);
      const listed = processesOf(server).find((fact) => fact.role === 'postmaster');
      if (process === 'none' && comesBack(server)) return unknown(...asks);
      if (process === 'none' && listed !== undefined && count > 0 && isConfigured(server) && mustArchive(server)) {
        return present('likely', {
          summary: said.gone({ node: server.label, count }),
          evidence: [evidence(listed, said.noProcess()), ...configured(server), ...backlog(server), ...refusals(cluster, server)],
          missing: [collect.serverLog(cluster, server, said.whyProcess({ node: server.label })), ...asks],
        });
      }
      if (long !== null && count > 0) {
        return present(count > USUAL ? 'likely' : 'possible', {
          summary: said.still({ node: server.label, minutes: minutes(long.ms), count }),
          evidence: [
            evidence(long.fact, said.since({ minutes: minutes(long.ms) })),
            ...configured(server),
            ...backlog(server),
            ...refusals(cluster, server),
          ],
          missing: asks,
        });
      }
      if (since !== null && count <= USUAL) return absent(said.works(), evidence(since.fact, said.works()));
      return count > USUAL ? unknown(...asks, collect.archiver(cluster, server, said.whyArchiver({ node: server.label }))) : notApplicable;
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    return server === null ? [] : [endHungCommand(cluster, server), configureArchiving(cluster, server, { recommended: false })];
  },
});

/** A reload that names another library ends the archiver, and the server starts it anew within a minute (seen on PostgreSQL 15). */
function comesBack(server: Node): boolean {
  const ended = server.messages('archiver.library-changed').at(-1);
  if (ended === undefined) return false;
  const last = server.facts.of('message').findLast((fact) => fact.program === 'server' && fact.span.source === ended.span.source);
  return ended.at === null || last?.at == null || Date.parse(last.at) - Date.parse(ended.at) < 60_000;
}

/** Neither the mode nor an empty or pretended command keeps it from archiving, as far as the bundle shows. */
function mayArchive(server: Node): boolean {
  const mode = server.setting('archive_mode');
  if (mode.known && mode.value === 'off') return false;
  const command = server.setting('archive_command');
  if (!command.known) return true;
  if (command.value !== '') return !readArchiveCommand(command.value).noop;
  return server.flavour.archivingSettings.some((name) => {
    const setting = server.setting(name);
    return setting.known && setting.value !== '';
  });
}

const isConfigured = (server: Node): boolean => {
  const command = server.setting('archive_command');
  return command.known && command.value !== '';
};

/** A primary archives, a standby only with `always`. */
function mustArchive(server: Node): boolean {
  const mode = server.setting('archive_mode');
  return mode.known && (mode.value === 'always' || (mode.value === 'on' && server.isPrimary));
}

function configured(server: Node): Evidence[] {
  const command = server.setting('archive_command');
  return command.known && command.value !== '' ? [evidence(command.fact, said.configured({ command: command.value }))] : [];
}

/** The command's own process: named by the segment, and whether its age or state tells that it hangs. */
function childOf(server: Node, segment: string): { readonly hung: boolean; readonly evidence: Evidence[] } {
  const children = processesOf(server).filter((fact) => fact.role === 'other' && fact.command.includes(segment));
  return {
    hung: children.some((fact) => runsLong(fact.excerpt)),
    evidence: children.slice(0, 2).map((fact) => evidence(fact, said.child())),
  };
}

/**
 * Whether the columns of ps tell that a process has run for an hour or more: elapsed time (`10:22:51`, `1-02:03:04`), or a start on an
 * earlier day (`Oct11`, `6月10`). `05:09` may be minutes or a time of day, and says nothing.
 */
function runsLong(line: string): boolean {
  if (/\s(?:[A-Z][a-z]{2}|1?\d月)\d\d\s/.test(line)) return true;
  return [...line.matchAll(/(?<![\d:-])(?<![A-Z][a-z]{2} [ \d]\d )(?:(\d+)-)?(\d\d):\d\d:\d\d(?![\d:])/g)].some(
    ([, days, hours]) => days !== undefined || Number(hours) >= 1,
  );
}
