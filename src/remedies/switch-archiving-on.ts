/** Archiving on, on every node: the command first, then the mode with a restart, then a base backup. */
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { readArchiveCommand } from '../model/archive-command.ts';
import { commandFaults } from '../model/archive-command-faults.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains } from './archiver-steps.ts';
import { baseBackupSteps } from './base-backup.ts';
import { setArchiveCommand } from './configure-archiving.ts';
import { inRestartOrder, restartSteps } from './restart-for-archive-mode.ts';
import { remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Switch archiving on at every node: the command, then the mode with a restart, then a base backup',
    'zh-CN': '在每个节点启用归档：先设置命令，再设置模式并重启，最后做基础备份',
  },
  kept: {
    en: 'Switch archiving on at every node: the mode with a restart, then a base backup; the command that is set stays',
    'zh-CN': '在每个节点启用归档：设置模式并重启，然后做基础备份；已设置的归档命令保持不变',
  },
  caution: {
    en: 'An interruption of seconds for the applications at the restart of the primary: agree on the time. The command comes first: with the mode on and no command WAL piles up. On KingbaseES comment the kbha line in cron before the restarts.',
    'zh-CN':
      '重启主机时业务会中断数秒：请先约定时间。先设置命令：若启用模式而没有命令，WAL 会堆积。在 KingbaseES 上重启前先注释 cron 中的 kbha 行。',
  },
}));

/** A command that stores is whoever set it up's: a backup tool's, above all, is not to be replaced by a copy into a directory. */
function hasCommand(node: Node): boolean {
  const command = node.setting('archive_command');
  if (!command.known || command.value === '') return false;
  const read = readArchiveCommand(command.value);
  return !read.noop && commandFaults(read).length === 0;
}

export function switchArchivingOn(cluster: Cluster, node: Node): Remedy {
  const backup = baseBackupSteps(cluster, cluster.primary ?? node);
  const [first, ...rest] = restartSteps(cluster, node, 'on');
  const nodes = inRestartOrder(cluster, node);
  // what one node archives to is where the others are to archive, too: their commands are not in the bundle
  const kept = hasCommand(node);
  const lacking = nodes.filter((one) => !hasCommand(one) && (!kept || one.setting('archive_command').known));
  return remedy({
    id: 'switch-archiving-on',
    title: lacking.length === 0 ? said.kept() : said.title(),
    caution: said.caution(),
    steps: [
      ...(first === undefined ? [] : [first]),
      ...lacking.flatMap((one) => setArchiveCommand(cluster, one)),
      ...rest,
      archiverDrains(cluster, cluster.primary ?? node),
      ...backup.slice(0, -1),
    ],
    closing: backup.at(-1) ?? archiverDrains(cluster, node),
  });
}
