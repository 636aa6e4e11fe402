/** A full archive: more room, then the cut-off file out of the way. */
import { archiveDirectory, archiveHost, backupToolCheck } from '../collect/commands.ts';
import { sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { setAsideCutOff } from './set-aside-cut-off.ts';
import { check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Enlarge the volume of the archive of {node}, then let the archiver catch up',
    'zh-CN': '扩大 {node} 的归档卷，然后等待归档追平',
  },
  caution: {
    en: 'Nothing is deleted. Enlarging is done with the tools of your storage; how much it must hold is: the waiting segments, and all segments until old backups expire.',
    'zh-CN': '不删除任何文件。扩容使用存储自身的工具；容量至少要容纳待归档日志以及旧备份过期之前产生的全部日志。',
  },
  room: { en: 'How full the volume is, blocks and inodes, and what lies there', 'zh-CN': '查看卷的空间和 inode 使用情况及占用者' },
  roomExpectTool: {
    en: 'Before: 100% of one of the two. Enlarge the volume, or keep fewer backups: lower `repo1-retention-full` in the configuration of the tool and let it run `expire`; never remove files in its repository by hand. Run it again: go on when `Available` is larger than the waiting segments.',
    'zh-CN':
      '处理前：其中一项为 100%。扩容，或减少保留的备份：调低备份工具配置中的 `repo1-retention-full` 并由其执行 `expire`；不要手工删除仓库中的文件。完成后再次执行：`Available` 大于待归档日志总量时继续。',
  },
  roomExpect: {
    en: 'Before: 100% of one of the two. Enlarge the volume (or its quota, or move what does not belong there elsewhere), and run it again: go on when `Available` is larger than the waiting segments.',
    'zh-CN': '处理前：其中一项为 100%。扩容（或提高配额、移走不属于归档的内容）后再次执行：`Available` 大于待归档日志总量时继续。',
  },
}));

export function enlargeArchive(cluster: Cluster, node: Node): Remedy {
  const { command, repository } = archiveDestination(node);
  const directory = archiveDirectory(node);
  const away = command?.remote != null || (command?.tool != null && repository === null);
  const look = away
    ? (backupToolCheck(node) ?? sh`ssh -o BatchMode=yes -o ConnectTimeout=5 ${archiveHost(node)} df -P`)
    : sh`df -P ${directory}; df -Pi ${directory}; du -sk ${directory}`;
  return remedy({
    id: 'enlarge-archive',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(
        { cluster, node },
        {
          title: said.room(),
          command: look,
          expect: repository === null ? said.roomExpect() : said.roomExpectTool(),
        },
      ),
      ...(away || repository !== null ? [] : setAsideCutOff(cluster, node)),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
