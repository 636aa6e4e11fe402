/** Remove from a full archive what no backup needs any more: only up to the segment that the oldest backup kept begins with. */
import { archiveDirectory } from '../collect/commands.ts';
import { hole, lines, program, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { setAsideCutOff } from './set-aside-cut-off.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Remove from the archive of {node} what no backup needs any more',
    'zh-CN': '清理 {node} 归档中任何备份都不再需要的日志',
  },
  caution: {
    en: 'What is removed is lost for good: no recovery from a backup that is older than the one chosen. Only for an archive that this cluster alone writes to, and only after somebody has confirmed which backups are kept and can be read. The program is run on the archive, never on the live WAL directory.',
    'zh-CN':
      '被清理的日志永久丢失：早于所选备份的备份将无法恢复到任意时间点。仅适用于本集群独占的归档，且须确认保留哪些备份、备份可读。该程序只作用于归档目录，绝不用于在用的 WAL 目录。',
  },
  labels: { en: 'The backups that left a label in the archive, the oldest first', 'zh-CN': '查看归档中留有标签的备份（最早的在前）' },
  labelsExpect: {
    en: 'Each `….backup` file names in its first line (`START WAL LOCATION … file`) the segment that the backup begins with. The label of the oldest backup that is kept (compare with the backups themselves, wherever they lie) gives OLDEST_NEEDED. With no such file, or with backups of another tool: do not go on, use that tool’s own expiry.',
    'zh-CN':
      '每个 `….backup` 文件首行（`START WAL LOCATION … file`）给出该备份起始的日志段。所保留的最早备份（请与实际备份核对）对应的日志段即 OLDEST_NEEDED。若没有此类文件，或备份由其他工具管理：不要继续，请使用该工具自己的过期清理。',
  },
  dry: { en: 'Rehearse: which files would go', 'zh-CN': '预演：列出将被清理的文件' },
  dryExpect: {
    en: 'Names older than OLDEST_NEEDED only. Compare first and last with what you expect; an empty list means that nothing can be won here.',
    'zh-CN': '只列出早于 OLDEST_NEEDED 的文件名。核对首尾是否符合预期；列表为空说明无可清理。',
  },
  clean: { en: 'Remove them', 'zh-CN': '执行清理' },
  cleanExpect: { en: 'No error; `Available` has grown.', 'zh-CN': '无报错；`Available` 变大。' },
  cleanUndo: { en: 'Cannot be undone.', 'zh-CN': '无法回退。' },
  findOldest: {
    en: 'The segment in the first line of the `.backup` file of the oldest backup that is kept (24 digits).',
    'zh-CN': '所保留的最早备份的 `.backup` 文件首行中的日志段名（24 位）。',
  },
}));

export function cleanArchive(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const directory = archiveDirectory(node);
  const oldest = hole('OLDEST_NEEDED', 'the segment that the oldest backup kept begins with', said.findOldest());
  const isSegment = sh`case ${oldest} in *[!0-9A-F]*) echo "OLDEST_NEEDED: the 24 digits of a segment" >&2; exit 1;; esac`;
  const cleanup = program(node, cluster, 'archivecleanup');
  return remedy({
    id: 'clean-archive',
    title: said.title({ node: node.label }),
    recommended: false,
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.labels(),
        command: sh`find ${directory}/ -maxdepth 1 -name '*.backup' -exec grep -H ${'START WAL LOCATION'} {} + | sort`,
        expect: said.labelsExpect(),
      }),
      check(on, {
        title: said.dry(),
        command: lines(isSegment, sh`${cleanup} -n ${directory} ${oldest} | sort | sed -n -e 1,5p -e ${'$p'}`),
        expect: said.dryExpect(),
      }),
      change(on, 'destructive', {
        title: said.clean(),
        command: lines(isSegment, sh`${cleanup} ${directory} ${oldest}`, sh`df -P ${directory}`),
        expect: said.cleanExpect(),
        undo: said.cleanUndo(),
      }),
      ...setAsideCutOff(cluster, node),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}
