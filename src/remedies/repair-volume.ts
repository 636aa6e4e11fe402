/** Storage that did not answer: look at it, see that it can be written again, then start the server. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { startPrimary, startStandby } from './start-server.ts';
import { change, check } from './steps.ts';

const said = texts(() => ({
  volume: { en: 'The volumes of {node}', 'zh-CN': '查看 {node} 的卷' },
  volumeExpect: {
    en: 'Mounted, `rw`, with room and inodes left, and no I/O error of the kernel. A command that hangs here is the answer, too: the storage does not come back by itself.',
    'zh-CN': '已挂载且为 `rw`，空间与 inode 充足，内核无 I/O 错误。若命令挂起，同样说明问题：存储不会自行恢复。',
  },
  write: { en: 'Once it is mended: write and read a file there', 'zh-CN': '修复后：写入并读取一个文件' },
  writeExpect: { en: '8 MB written in well under a second, and the file is gone again.', 'zh-CN': '8 MB 在一秒内写完，随后文件被删除。' },
  writeUndo: { en: 'Nothing to undo: the file is removed.', 'zh-CN': '无需回退：文件已删除。' },
}));

export function repairVolume(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const data = dataDirectory(node);
  const wal = sh`${data}/${raw(walNames(cluster).directory)}/.`;
  const steps = [
    check(on, {
      title: said.volume({ node: node?.label ?? 'this node' }),
      command: lines(
        sh`findmnt -T ${data}`,
        sh`df -P ${data} ${wal}`,
        sh`df -Pi ${data} ${wal}`,
        sh`dmesg -T | grep -iE 'i/o error|read-only|remount|offline|timed out' | tail -n 20 || true`,
      ),
      expect: said.volumeExpect(),
      runAs: 'root',
    }),
    change(on, 'reload', {
      title: said.write(),
      command: sh`dd if=/dev/zero of=${data}/.repmgr-doctor.tmp bs=1M count=8 oflag=direct conv=fsync; rm -f ${data}/.repmgr-doctor.tmp`,
      expect: said.writeExpect(),
      undo: said.writeUndo(),
    }),
  ];
  return node?.isPrimary === true ? startPrimary(cluster, node, steps) : startStandby(cluster, node, steps);
}
