/** A backlog that shrinks: wait, look, delete nothing. */
import { lines, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverStatistics, checkIsGreen, readyCount } from './archiver-steps.ts';
import { check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Wait until the archiver of {node} has caught up', 'zh-CN': '等待 {node} 的归档进程追平' },
  caution: {
    en: 'Delete no `.ready` file and no segment, and do not force the switchover: what waits would never be archived.',
    'zh-CN': '不要删除 `.ready` 文件或日志段，也不要强制切换：等待中的日志将永远不会归档。',
  },
  twice: { en: 'Count twice, a minute apart', 'zh-CN': '间隔一分钟计数两次' },
  twiceExpect: {
    en: 'The second count is lower and `archived_count` higher. Count divided by the difference is the number of minutes that are left. If it does not fall, the archive is slower than the server writes, or the command hangs.',
    'zh-CN': '第二次计数更低，`archived_count` 更高。计数除以差值即剩余分钟数。若不下降：归档速度跟不上写入，或命令挂起。',
  },
}));

export function waitForArchiver(cluster: Cluster, node: Node): Remedy {
  return remedy({
    id: 'wait-for-archiver',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(
        { cluster, node },
        {
          title: said.twice(),
          command: lines(
            readyCount(cluster, node),
            archiverStatistics(cluster, node),
            sh`sleep 60`,
            readyCount(cluster, node),
            archiverStatistics(cluster, node),
          ),
          expect: said.twiceExpect(),
        },
      ),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
