/** A standby whose upstream has no longer what it needs takes it from the archive: milder than a clone, where the archive holds it. */

import { dataDirectory } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { type Hole, hole, query, raw, sh, statements } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { archiveOf } from '../model/archives.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, restart, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {standby} take the missing segments from the archive', 'zh-CN': '让 {standby} 从归档取得缺少的日志段' },
  caution: {
    en: 'Works only if the archive holds every segment from {segment} on without a gap, and {standby} can read it. The setting may stay: it helps the next time, too.',
    'zh-CN': '仅当归档从 {segment} 起连续完整且 {standby} 可读取时有效。该设置可以保留，下次同样有用。',
  },
  there: { en: 'The segment is in the archive, readable on {standby}', 'zh-CN': '确认该日志段在归档中且 {standby} 可读' },
  thereExpect: {
    en: 'The file, with the full size of a segment. `No such file`: clone instead.',
    'zh-CN': '显示该文件且大小为完整日志段。若提示不存在，则须重新克隆。',
  },
  now: { en: 'Nothing restores yet', 'zh-CN': '确认当前未设置恢复命令' },
  nowExpect: {
    en: 'An empty `restore_command`. If one is set, the segment is not where it looks: mend that command instead.',
    'zh-CN': '`restore_command` 为空。若已设置，说明该命令取不到日志段：应修正该命令。',
  },
  set: { en: 'Set the command that fetches a segment', 'zh-CN': '设置取回日志段的命令' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  file: { en: 'Add the command to recovery.conf', 'zh-CN': '在 recovery.conf 中加入该命令' },
  fileExpect: { en: 'The line is the last of the file.', 'zh-CN': '该行位于文件末尾。' },
  fileUndo: { en: 'Remove that line and restart.', 'zh-CN': '删除该行并重启。' },
  findArchive: {
    en: 'The directory of the archive as {standby} sees it (mounted, or copied there){known}.',
    'zh-CN': '{standby} 上可见的归档目录（挂载或已复制到本机）{known}。',
  },
  findCommand: {
    en: "The tool's own command for one segment, with %f and %p: `{tool}` archives here.",
    'zh-CN': '该归档工具取回单个日志段的命令，含 %f 与 %p：此处由 `{tool}` 归档。',
  },
  findSegment: {
    en: 'The name in `requested WAL segment … has already been removed`.',
    'zh-CN': '`requested WAL segment … has already been removed` 中的名称。',
  },
}));

/** `first` are steps that come before the standby asks again, such as making a lost slot anew. */
export function restoreFromArchive(cluster: Cluster, node: Node | null, segment: string | null, first: readonly Step[] = []): Remedy {
  const standby = standbyFor(cluster, node);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), segment: segment ?? '?' };
  const { directory, tool } = archiveOf(cluster.primary ?? upstreamFor(cluster, standby));
  const archive = hole(
    'ARCHIVE_DIR',
    'the archive directory as this standby sees it',
    said.findArchive({ standby: names.standby, known: directory === null ? '' : `: ${directory}` }),
  );
  const file = segment ?? hole('SEGMENT', 'the segment that is missing', said.findSegment());
  const fetch =
    tool === null
      ? { variable: 'archive', value: archive }
      : { variable: 'command', value: hole('RESTORE_COMMAND', 'the command that fetches one segment', said.findCommand({ tool })) };
  return remedy({
    id: 'restore-from-archive',
    title: said.title({ standby: names.standby }),
    caution: said.caution(names),
    steps: [
      ...(tool === null
        ? [check(on, { title: said.there({ standby: names.standby }), command: sh`ls -l ${archive}/${file}`, expect: said.thereExpect() })]
        : []),
      ...first,
      ...(cluster.major >= 12 ? asSetting(cluster, standby, fetch) : asFile(cluster, standby, fetch)),
    ],
    closing: receives(cluster, standby),
  });
}

interface Fetch {
  /** `archive`: a directory of plain files; `command`: a whole command. */
  readonly variable: string;
  readonly value: Hole;
}

/** 12 and 13 read it at the start only; from 14 on a reload is enough. */
function asSetting(cluster: Cluster, standby: Node | null, fetch: Fetch): Step[] {
  const on = { cluster, node: standby };
  const { catalog } = cluster.flavour;
  // the path is put between quotes of the shell, so that a blank in it stays part of it
  const value = fetch.variable === 'archive' ? `format('cp "%s/%%f" "%%p"', :'archive')` : ":'command'";
  return [
    check(on, {
      title: said.now(),
      command: query(cluster, standby, `select name, setting, source, sourcefile from ${catalog}settings where name = 'restore_command'`),
      expect: said.nowExpect(),
    }),
    change(on, 'reload', {
      title: said.set(),
      command: statements(cluster, standby, { [fetch.variable]: sh`${fetch.value}` }, [
        `SELECT format('ALTER SYSTEM SET restore_command = %L', ${value}) \\gexec`,
        `SELECT ${catalog}reload_conf();`,
      ]),
      expect: said.setExpect(),
      undo: said.setUndo({ back: takenBack(standby, 'restore_command') }),
    }),
    ...(cluster.major >= 14 ? [] : [restart(cluster, standby)]),
  ];
}

/** Before 12 recovery.conf holds it. */
function asFile(cluster: Cluster, standby: Node | null, fetch: Fetch): Step[] {
  const on = { cluster, node: standby };
  const conf = sh`${dataDirectory(standby)}/recovery.conf`;
  const line = raw(fetch.variable === 'archive' ? `"restore_command = 'cp \\"%s/%%f\\" \\"%%p\\"'\\n"` : `"restore_command = '%s'\\n"`);
  return [
    check(on, { title: said.now(), command: sh`! grep -n restore_command ${conf}`, expect: said.nowExpect() }),
    change(on, 'reload', {
      title: said.file(),
      command: sh`printf ${line} ${fetch.value} >> ${conf} && tail -n 2 ${conf}`,
      expect: said.fileExpect(),
      undo: said.fileUndo(),
    }),
    restart(cluster, standby),
  ];
}
