import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { archiveOutcome } from '../../model/archive-outcome.ts';
import { archivedBetween, busyAllTheWhile, busyWith, fallingCounts, sinceLastSuccess, USUAL } from '../../model/archive-progress.ts';
import type { Node } from '../../model/node.ts';
import { waitForArchiver } from '../../remedies/wait-for-archiver.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  falling: {
    en: 'On {node} archiving works and the backlog shrinks: {from} files waited, then {to}. It needs time, nothing else; a switchover is let through again at {threshold} or fewer.',
    'zh-CN': '{node} 归档正常，积压正在减少：等待的文件由 {from} 个降到 {to} 个。只需等待；降到 {threshold} 个及以下后切换即可通过。',
  },
  works: {
    en: 'On {node} {count} files wait and the archiver is at work: the last success is fresh. It needs time, nothing else; a switchover is let through again at {threshold} or fewer.',
    'zh-CN':
      '{node} 有 {count} 个文件等待归档，归档进程正在工作：最近一次成功刚刚发生。只需等待；降到 {threshold} 个及以下后切换即可通过。',
  },
  before: { en: '{count} files waited', 'zh-CN': '等待 {count} 个文件' },
  after: { en: 'later {count}', 'zh-CN': '之后为 {count} 个' },
  archived: { en: 'between two captures {count} segments were archived', 'zh-CN': '两次采集之间归档了 {count} 个日志段' },
  fresh: { en: 'the last success is {seconds} s old', 'zh-CN': '最近一次成功在 {seconds} 秒之前' },
  few: {
    en: '{count} files wait: no more than any burst of writes leaves behind',
    'zh-CN': '等待 {count} 个文件：与一次写入高峰后的正常情况无异',
  },
  fails: { en: 'archiving fails', 'zh-CN': '归档正在失败' },
  grows: { en: 'the number of waiting files does not fall', 'zh-CN': '等待的文件数没有下降' },
  why: {
    en: 'whether the backlog of {node} shrinks: run it twice, a minute apart',
    'zh-CN': '{node} 的积压是否在减少：间隔一分钟执行两次',
  },
}));

/** A success so fresh that the archiver is at work. */
const FRESH = 120_000;

export const archiveBacklogDraining = defineCause({
  id: 'archive-backlog-draining',
  group: 'archiving',
  scope: 'told',
  severity: 'notice',
  title: text({ en: 'Archiving works and the backlog shrinks', 'zh-CN': '归档正常，积压正在消化' }),
  get about() {
    return text({
      en: `Archiving works again, and the files that had piled up are being archived one after the other. Nothing is to be repaired; it takes time.

**How it shows itself.** Three counts in a row fall; \`archived_count\` rises from one look to the next; \`last_archived_time\` is seconds old and \`failed_count\` stands still. \`repmgr node check\` may say CRITICAL all the while, and a switchover is refused until the number is down.

**Lookalikes.** A dozen files right after a burst of writes are no backlog. A number that stands still: \`archive-process-stalled\`. A number that grows although the archiver works: the archive is slower than the server writes. Files that somebody deletes.

**What to do.** Wait, and look every few minutes. A segment costs what one call of the command costs: the difference of two counts tells how long it takes. If it is too slow, a command that takes several segments at once (asynchronous archiving of a backup tool) helps.

**What not to do.** Do not delete \`.ready\` files or segments to "get it done": the archive gets a hole. Do not force the switchover: the demoted node recycles what waits.

**Versions.** All. **Sources.** PostgreSQL source, \`pgarch.c\`; seen on PostgreSQL 15.`,
      'zh-CN': `归档已恢复，积压的文件正在逐个归档。无需修复，只需等待。

**表现。** 连续三次计数下降；\`archived_count\` 持续增加；\`last_archived_time\` 就在数秒之前，\`failed_count\` 不再变化。期间 \`repmgr node check\` 可能一直为 CRITICAL，数量降下之前切换会被拒绝。

**易混淆的情形。** 写入高峰后的十几个文件不算积压；数量不变：\`archive-process-stalled\`；归档在工作但数量仍增长：归档速度跟不上写入；有人删除文件。

**处理。** 等待，每隔几分钟查看一次。每个日志段的耗时即命令执行一次的耗时，两次计数之差即可估算所需时间。若过慢，可改用能并行归档的方式（备份工具的异步归档）。

**不要做。** 不要为“尽快完成”而删除 \`.ready\` 文件或日志段：归档会出现空洞。不要强制切换：降级的节点会回收等待中的日志。

**版本。** 所有版本。**来源。** PostgreSQL 源码 \`pgarch.c\`；在 PostgreSQL 15 上实测。`,
    });
  },
  explains: ['archive-backlog', 'switchover-refused', 'wal-growing'],
  yieldsTo: ['archive-command-missing', 'archive-mode-off', 'archive-process-stalled'],

  examine: (cluster) =>
    perServer(cluster, (server) => {
      const pending = server.archiving.pending;
      const last = server.archiving.lastPending;
      const most = pending.reduce((count, one) => Math.max(count, one.count), 0);
      if (last === null || most === 0) return notApplicable;
      const outcome = archiveOutcome(server);
      const [shown] = outcome.shown;
      if (outcome.is === 'fails') return shown === undefined ? notApplicable : absent(said.fails(), evidence(shown, said.fails()));
      const falling = fallingCounts(server);
      const now = falling?.to ?? last;
      if (most <= USUAL || now.count <= 2)
        return absent(said.few({ count: now.count }), evidence(now.fact, said.few({ count: now.count })));
      const archived = archivedBetween(server);
      const since = sinceLastSuccess(server);
      const fresh = since !== null && since.ms <= FRESH && lastNow(server) ? since : null;
      const threshold = Math.max(...pending.map((one) => (one.status === 'CRITICAL' ? (one.threshold ?? 0) : 0))) || 128;
      const stuck = stuckOn(server);
      if (stuck || (falling === null && archived === null && fresh === null)) {
        return stuck || hasSeveral(server)
          ? absent(said.grows(), evidence(last.fact, said.grows()))
          : unknown(
              collect.archiver(cluster, server, said.why({ node: server.label })),
              collect.nodeCheck(cluster, server, said.why({ node: server.label })),
            );
      }
      const sure = (falling?.steps ?? 0) >= 2 || [falling, archived, fresh].filter((one) => one !== null).length >= 2;
      return present(sure ? 'certain' : 'likely', {
        summary:
          falling === null
            ? said.works({ node: server.label, count: now.count, threshold })
            : said.falling({ node: server.label, from: falling.from.count, to: falling.to.count, threshold }),
        evidence: [
          ...(falling === null
            ? [evidence(now.fact, said.before({ count: now.count }))]
            : [
                evidence(falling.from.fact, said.before({ count: falling.from.count })),
                evidence(falling.to.fact, said.after({ count: falling.to.count })),
              ]),
          ...(archived === null ? [] : [evidence(archived.fact, said.archived({ count: archived.to - archived.from }))]),
          ...(fresh === null ? [] : [evidence(fresh.fact, said.fresh({ seconds: Math.round(fresh.ms / 1000) }))]),
        ],
      });
    }),

  remedies: (cluster, node) => {
    const server = serverOf(cluster, node);
    return server === null ? [] : [waitForArchiver(cluster, server)];
  },
});

/** The statistics say themselves when they were taken. */
const lastNow = (server: Node): boolean => server.archiving.statistics.some((row) => row.now !== null);

/** Busy with the segment that was first in the queue at every capture. */
function stuckOn(server: Node): boolean {
  const busy = busyWith(server);
  return (
    busy !== null && busyAllTheWhile(server, busy.segment) !== null && fallingCounts(server) === null && archivedBetween(server) === null
  );
}

const hasSeveral = (server: Node): boolean => server.archiving.pending.length > 1;
