/** Another archive command for the directory that is in use: does not overwrite, is atomic and durable. */

import { collectSettings } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { readArchiveCommand } from '../model/archive-command.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverStatistics } from './archiver-steps.ts';
import { configureArchiving, SAFE_COMMAND } from './configure-archiving.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Replace the archive command on {node} by one that does not overwrite', 'zh-CN': '将 {node} 的归档命令换成不会覆盖的命令' },
  caution: {
    en: 'A reload; nothing is interrupted and nothing already archived changes.',
    'zh-CN': '仅重新加载；业务不中断，已归档的文件不变。',
  },
  look: { en: 'See the command in force and which file sets it', 'zh-CN': '查看当前命令及其来源文件' },
  lookExpect: {
    en: 'The command that this report quotes. If it has changed since, stop.',
    'zh-CN': '与本报告引用的命令一致；若已变化，请停止。',
  },
  set: { en: 'Set the new command and reload', 'zh-CN': '设置新命令并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: {
    en: '`{back}` and reload: the former value is in force again.',
    'zh-CN': '`{back}` 并重新加载：恢复为之前的值。',
  },
  works: {
    en: 'The archiver works with it: run it again after the next segment is finished',
    'zh-CN': '归档进程正常：下一个日志段写满后再执行一次',
  },
  worksExpect: {
    en: '`last_archived_time` moves, `failed_count` does not grow.',
    'zh-CN': '`last_archived_time` 更新，`failed_count` 不增长。',
  },
}));

/** With a directory of plain characters the command can be written out; otherwise the whole configuration is offered. */
export function replaceArchiveCommand(cluster: Cluster, node: Node): Remedy {
  const directory = directoryIn(node);
  if (directory === null) return configureArchiving(cluster, node);
  const on = { cluster, node };
  const safe = SAFE_COMMAND.replace(/\bD\b/g, directory);
  const { catalog } = cluster.flavour;
  return remedy({
    id: 'replace-archive-command',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.look(),
        command: collectSettings(cluster, node, ['archive_mode', 'archive_command'], said.look()).command,
        expect: said.lookExpect(),
      }),
      change(on, 'reload', {
        title: said.set(),
        command: query(cluster, node, `ALTER SYSTEM SET archive_command = '${safe}'`, `SELECT ${catalog}reload_conf()`),
        expect: said.setExpect(),
        undo: said.setUndo({ back: takenBack(node, 'archive_command') }),
      }),
    ],
    closing: verify(on, {
      title: said.works(),
      command: archiverStatistics(cluster, node),
      expect: said.worksExpect(),
    }),
  });
}

/** The directory that the command means, where it needs no quoting: typographic quotes around it are the fault that is mended. */
function directoryIn(node: Node): string | null {
  const text =
    archiveDestination(node)
      .command?.text.replace(/[\u2018\u2019]/g, "'")
      .replace(/[\u201c\u201d]/g, '"') ?? '';
  const command = readArchiveCommand(text);
  if (command.remote !== null) return null;
  // A command that was cut off behind `%p` still names the directory in its test.
  const directory = command.directory ?? /(\/[A-Za-z0-9_./-]+)\/%f/.exec(text)?.[1] ?? null;
  if (directory === null || !/^\/[A-Za-z0-9_./-]+$/.test(directory)) return null;
  // `%f.gz`: the archive is compressed, and what restores from it expects that.
  const compressed = text.includes(`${directory}/%f`) && !new RegExp(`${directory.replace(/[.]/g, '\\.')}/%f(?![.\\w])`).test(text);
  return compressed ? null : directory;
}
