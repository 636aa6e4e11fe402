import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { formatWalName } from '../../core/wal.ts';
import { waitingSegments } from '../../model/removals.ts';
import { letArchiverClear } from '../../remedies/let-archiver-clear.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, unknown } from '../cause.ts';

const said = texts(() => ({
  summary: {
    en: 'On {node} {gone} of {ready} waiting status files have no segment any more ({first} to {last}): those segments cannot be archived. The archiver removes such files by itself once archiving works.',
    'zh-CN':
      '{node} 上 {ready} 个待归档状态文件中有 {gone} 个已没有对应的日志段（{first} 至 {last}）：这些日志段无法再归档。归档恢复后，归档进程会自行清除这些状态文件。',
  },
  cleared: {
    en: 'On {node} the archiver has removed status files whose segment was gone.',
    'zh-CN': '{node} 的归档进程已清除没有对应日志段的状态文件。',
  },
  ready: { en: '{count} status files `.ready`, {first} to {last}', 'zh-CN': '{count} 个 `.ready` 状态文件，{first} 至 {last}' },
  wal: { en: 'the segments that are there: {first} to {last}', 'zh-CN': '仍存在的日志段：{first} 至 {last}' },
  removed: { en: 'the archiver cleared it', 'zh-CN': '归档进程已清除' },
  all: { en: 'every status file of {node} has its segment', 'zh-CN': '{node} 的每个状态文件都有对应的日志段' },
  why: { en: 'whether the waiting files of {node} still have their segments', 'zh-CN': '{node} 待归档文件对应的日志段是否仍在' },
}));

export const archiveStatusOrphaned = defineCause({
  id: 'archive-status-orphaned',
  group: 'archiving',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'Status files without a segment', 'zh-CN': '归档状态文件没有对应的日志段' }),
  get about() {
    return text({
      en: `\`.ready\` files in \`archive_status\` name segments that are no longer in the WAL directory: somebody removed WAL by hand. They count as pending in \`repmgr node check\`, but there is nothing left to archive.

**How it shows itself.** A listing of \`archive_status\` and one of the WAL directory, compared; later the server's warning that it removed an orphan archive status file.

**Lookalikes.** Two listings taken at different moments while the archiver works; a name newer than the listing of the WAL directory; \`.history\` and \`.backup\` files, which need no segment of that name.

**What to do.** Nothing by hand: once archiving is configured, the archiver removes them and says so. What was lost with the segments is the finding \`archive-gap\`.

**What not to do.** Do not remove \`.ready\` files: one too many, and a segment that is still there is recycled unarchived.

**Versions.** The archiver clears them since PostgreSQL 9.6's minor releases of 2018 and in KingbaseES V8R6. **Source.** PostgreSQL source, \`pgarch.c\`.`,
      'zh-CN': `\`archive_status\` 中的 \`.ready\` 文件所指的日志段已不在 WAL 目录：有人手工删除过 WAL。它们仍计入 \`repmgr node check\` 的待归档数，但已没有可归档的内容。

**表现。** 对比 \`archive_status\` 与 WAL 目录的列表；之后服务器会警告“已删除孤立存档状态文件”。

**易混淆的情形。** 归档进程工作期间不同时刻的两次列表；比 WAL 列表更新的文件名；\`.history\`、\`.backup\` 文件本就不需要同名日志段。

**处理。** 无需手工处理：配置归档后归档进程会自行清除并记录。随日志段丢失的内容见 \`archive-gap\`。

**不要做。** 不要删除 \`.ready\` 文件：多删一个，仍存在的日志段就会未归档即被回收。

**版本。** 2018 年以来的 PostgreSQL 小版本及 KingbaseES V8R6 的归档进程会自行清除。**来源。** PostgreSQL 源码 \`pgarch.c\`。`,
    });
  },
  explains: ['archive-backlog'],

  examine: (cluster) =>
    perServer(cluster, (node) => {
      const cleared = node.messages('archiver.orphan-removed');
      const waiting = waitingSegments(node);
      const byHand = [...cluster.doneOn(node, 'wal-removed'), ...cluster.setUpOn(node, 'wal-removed')].some((action) => !action.dryRun);
      if (waiting !== null && waiting.gone.count > 0 && (byHand || waiting.wal.order < waiting.status.order)) {
        const { gone, status, wal } = waiting;
        const name = (which: 'first' | 'last'): string =>
          gone[which] === null ? '' : formatWalName(gone[which] ?? { timeline: 0, log: 0, seg: 0 });
        return present(byHand ? 'certain' : 'likely', {
          summary: said.summary({
            node: node.label,
            gone: gone.count,
            ready: status.ready.count,
            first: name('first'),
            last: name('last'),
          }),
          evidence: [
            evidence(status, said.ready({ count: status.ready.count, first: status.ready.first ?? '', last: status.ready.last ?? '' })),
            evidence(wal, said.wal({ first: wal.segments.first ?? '', last: wal.segments.last ?? '' })),
          ],
          missing: [collect.walListing(cluster, node, said.why({ node: node.label }))],
        });
      }
      if (cleared.length > 0) {
        return present('certain', {
          status: 'resolved',
          summary: said.cleared({ node: node.label }),
          evidence: cleared.slice(0, 3).map((fact) => evidence(fact, said.removed())),
        });
      }
      if (waiting !== null) return absent(said.all({ node: node.label }), evidence(waiting.status, said.all({ node: node.label })));
      const last = node.archiving.lastPending;
      return last !== null && last.count > 0 ? unknown(collect.walListing(cluster, node, said.why({ node: node.label }))) : notApplicable;
    }),

  remedies(cluster, node) {
    const server = serverOf(cluster, node);
    return server === null ? [] : [letArchiverClear(cluster, server)];
  },
});
