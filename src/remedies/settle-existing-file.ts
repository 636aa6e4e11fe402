/** A segment that is in the archive already: compare, move a file that is cut off or the same aside, find a second writer. */
import { archiveDirectory, backupToolCheck } from '../collect/commands.ts';
import { hole, sh } from '../commands/command.ts';
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
    en: 'Compare the file in the archive of {node}, and move it aside where it is cut off or identical',
    'zh-CN': '比对 {node} 归档中的文件，不完整或内容一致则移走',
  },
  caution: {
    en: 'Nothing is deleted or overwritten. `identical` is what a crash between the copy and its report leaves behind; a command that takes an identical file for success (the next remedy) stops at it no more. With two whole files that differ stop and give this cluster an archive of its own.',
    'zh-CN':
      '不删除、不覆盖任何文件。`identical` 是复制完成后尚未上报即崩溃所致；改用“内容一致即视为成功”的命令（下一方案）后不再因此停滞。若两个完整文件内容不同，请停止，并为本集群另设归档位置。',
  },
  writers: {
    en: 'Who else writes there: names, owners and times of the newest files',
    'zh-CN': '查看还有谁写入：最新文件的名称、属主与时间',
  },
  writersExpect: {
    en: 'Only segments of this cluster (its timeline, close to its present position), one owner. Other timelines or far-away numbers with fresh times: a second server writes here.',
    'zh-CN': '只有本集群的日志段（其时间线、与当前位置接近），属主唯一。若有其他时间线或相差很大且时间很新的编号：有另一台服务器写入此处。',
  },
  findRemote: { en: 'the path behind the host in `archive_command`', 'zh-CN': '`archive_command` 中主机之后的路径' },
  toolCheck: { en: 'What the backup tool says of its repository', 'zh-CN': '查看备份工具对存储库的检查结果' },
  toolCheckExpect: {
    en: 'The stanza belongs to this cluster alone: one system identifier, `status: ok`. A second server that archives into it must get a stanza of its own, or have `archive_mode` off.',
    'zh-CN': '该 stanza 仅属于本集群：系统标识唯一，`status: ok`。另一台归档到此处的服务器应使用自己的 stanza，或关闭 `archive_mode`。',
  },
}));

const remoteDirectory = hole('REMOTE_DIR', 'the directory on the archive host', said.findRemote());

export function settleExistingFile(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const login = archiveDestination(node).command?.login ?? null;
  const tool = backupToolCheck(node);
  if (tool !== null) {
    return remedy({
      id: 'settle-existing-file',
      title: said.title({ node: node.label }),
      caution: said.caution(),
      steps: [check(on, { title: said.toolCheck(), command: tool, expect: said.toolCheckExpect() }), archiverDrains(cluster, node)],
      closing: checkIsGreen(cluster, node),
    });
  }
  return remedy({
    id: 'settle-existing-file',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      login === null
        ? check(on, { title: said.writers(), command: sh`ls -ltr ${archiveDirectory(node)} | tail -n 20`, expect: said.writersExpect() })
        : check(on, {
            title: said.writers(),
            command: sh`ssh -o BatchMode=yes -o ConnectTimeout=5 ${login} ls -ltr ${remoteDirectory} | tail -n 20`,
            expect: said.writersExpect(),
          }),
      ...(login === null ? setAsideCutOff(cluster, node) : []),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
