/** Status files without a segment: once archiving works, the archiver removes them by itself. */
import { collectSettings } from '../collect/commands.ts';
import { lines, query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { readyCount } from './archiver-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Leave them to the archiver: nothing to delete by hand', 'zh-CN': '交给归档进程处理：无需手工删除' },
  caution: {
    en: 'No file is removed by hand: one too many, and a segment that is still there would be recycled unarchived.',
    'zh-CN': '不要手工删除任何文件：多删一个，仍存在的日志段就会未归档即被回收。',
  },
  works: { en: 'Something says how to archive on {node}', 'zh-CN': '{node} 已设置归档方式' },
  worksExpect: {
    en: '`archive_mode` on or always, and a command or library. If not, configure archiving first.',
    'zh-CN': '`archive_mode` 为 on 或 always，且已设置命令或库。否则先配置归档。',
  },
  gone: {
    en: 'The number of `.ready` files falls by itself: run it again after a minute',
    'zh-CN': '`.ready` 文件数自行下降：一分钟后再执行一次',
  },
  goneExpect: {
    en: '0 to 2. The server log says for each that an orphan archive status file was removed.',
    'zh-CN': '0 至 2。服务器日志会逐个记录已删除孤立存档状态文件。',
  },
}));

export function letArchiverClear(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const names = ['archive_mode', ...cluster.flavour.archivingSettings];
  return remedy({
    id: 'let-archiver-clear',
    title: said.title(),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.works({ node: node.label }),
        command: collectSettings(cluster, node, names, said.works({ node: node.label })).command,
        expect: said.worksExpect(),
      }),
    ],
    closing: verify(on, {
      title: said.gone(),
      command: lines(
        query(cluster, node, `select archived_count, last_archived_time, now() from ${cluster.flavour.catalog}stat_archiver`),
        readyCount(cluster, node),
      ),
      expect: said.goneExpect(),
    }),
  });
}
