/** An archive command that fails for a reason not shown: where its own words are, and whether its parts are sound. */
import { archiveDirectory, archiveProgram, backupToolCheck, collect } from '../collect/commands.ts';
import { sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { labelOf } from './replication-steps.ts';
import { check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find what the archive program of {node} says, and mend that', 'zh-CN': '查出 {node} 归档程序自身的报错并修复' },
  caution: {
    en: 'The steps only look. Do not run the archive command by hand for a segment that waits: if it succeeds, the archiver finds the file in the archive and refuses it.',
    'zh-CN': '以下步骤只做检查。不要对等待中的日志段手工执行归档命令：若成功，归档进程会因文件已存在而拒绝。',
  },
  log: { en: 'The lines around the last failure in the server’s log', 'zh-CN': '服务器日志中最近一次失败前后的内容' },
  logExpect: {
    en: 'Above `archive command failed` the words of the program: they name the cause (no space, no directory, no permission, no host). Nothing above it and a `test ! -f` in the command: the file is in the archive already.',
    'zh-CN':
      '`archive command failed` 上方是程序的输出，即原因（空间、目录、权限、主机）。若上方没有内容而命令带 `test ! -f`：归档中已有该文件。',
  },
  tool: { en: 'What the backup tool itself says', 'zh-CN': '备份工具自身的检查' },
  toolExpect: {
    en: '`status: ok`, or the first error, which names the reason. A stanza that is missing or does not match: after an upgrade `stanza-upgrade`; after an initdb or for another cluster a repository path of its own, then `stanza-create` (KingbaseES: `sys_backup.sh init`) and a full backup. Keep the old repository as long as its backups count.',
    'zh-CN':
      '`status: ok`，或第一条错误，即为原因。若提示 stanza 不存在或不匹配：升级之后执行 `stanza-upgrade`；重新 initdb 或换库之后改用新的仓库目录，再执行 `stanza-create`（KingbaseES 为 `sys_backup.sh init`）并做全量备份。旧仓库在其备份仍有用时予以保留。',
  },
  directory: { en: 'The archive directory: owner, mode, room', 'zh-CN': '归档目录：属主、权限、空间' },
  directoryExpect: {
    en: 'It is there, belongs to the user of the server, has `w`, and blocks and inodes are free.',
    'zh-CN': '目录存在，属主为服务器用户且有 `w` 权限，块和 inode 均有空闲。',
  },
  program: { en: 'The program or script that the command calls', 'zh-CN': '命令调用的程序或脚本' },
  programExpect: {
    en: 'It is there and has `x`. Of a script read what it writes to, and where it leaves its messages.',
    'zh-CN': '程序存在且有 `x` 权限。若为脚本，请阅读其写入位置以及输出到何处。',
  },
}));

export function findArchiveFailure(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const { command, directory } = node === null ? { command: null, directory: null } : archiveDestination(node);
  const tool = backupToolCheck(node);
  const program = command?.needs[0];
  const own = program !== undefined && !/^(?:\/usr)?(?:\/bin\/)?(?:cp|mv|rsync|scp|ssh|gzip|cat|dd)$/.test(program) && tool === null;
  return remedy({
    id: 'find-archive-failure',
    title: said.title({ node: labelOf(node) }),
    caution: said.caution(),
    steps: [
      check(on, { title: said.log(), command: collect.serverLog(cluster, node, said.log()).command, expect: said.logExpect() }),
      ...(tool === null ? [] : [check(on, { title: said.tool(), command: tool, expect: said.toolExpect() })]),
      ...(directory === null
        ? []
        : [
            check(on, {
              title: said.directory(),
              command: sh`ls -ld ${archiveDirectory(node)}; df -P ${archiveDirectory(node)}; df -Pi ${archiveDirectory(node)}`,
              expect: said.directoryExpect(),
            }),
          ]),
      ...(own
        ? [
            check(on, {
              title: said.program(),
              command: sh`ls -l "$(command -v ${archiveProgram(node)} || echo ${archiveProgram(node)})"`,
              expect: said.programExpect(),
            }),
          ]
        : []),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
