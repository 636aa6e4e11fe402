/** A file in the archive that bars the segment that waits, cut off or the same: compared with it, and moved aside, never deleted. */
import { archiveDirectory, dataDirectory } from '../collect/commands.ts';
import { lines, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check } from './steps.ts';

const said = texts(() => ({
  compare: {
    en: 'Compare the segment that waits first on {node} with the file of that name in the archive',
    'zh-CN': '将 {node} 上最先等待的日志段与归档中的同名文件比对',
  },
  compareExpect: {
    en: '`not in the archive`: nothing to move. `identical`: it was copied completely, and the server was not told: go on. `different`: compare the sizes. A shorter file in the archive is cut off: go on. Two whole files that differ come from two servers: stop, nothing may be moved before it is known whose it is.',
    'zh-CN':
      '`not in the archive`：无需移动。`identical`：已完整复制但服务器未得知：继续下一步。`different`：比较大小。归档中的文件较短，即为不完整的文件：继续下一步。两个完整但内容不同的文件来自两台服务器：停止，弄清归属之前不得移动。',
  },
  move: { en: 'Move a file that is cut off or identical aside', 'zh-CN': '将不完整或内容一致的文件移到一旁' },
  moveExpect: {
    en: '`moved aside`, or `nothing to move`. Only a file that is shorter than the segment (`.cut-off` behind its name then) or the same byte for byte (`.identical`) is moved; the archiver copies the segment again.',
    'zh-CN':
      '输出 `moved aside` 或 `nothing to move`。仅移动比日志段短的文件（原名后加 `.cut-off`）或内容完全一致的文件（加 `.identical`）；归档进程会重新复制该日志段。',
  },
  moveUndo: {
    en: 'Rename it back (`mv -n FILE.cut-off FILE`, `mv -n FILE.identical FILE`).',
    'zh-CN': '改回原名（`mv -n FILE.cut-off FILE`、`mv -n FILE.identical FILE`）。',
  },
}));

/** Finds the segment that waits first and its copy: `$seg`, `$wal`, `$copy`. History files come first in the queue and are small. */
const find = (cluster: Cluster, node: Node) => {
  const wal = sh`${dataDirectory(node)}/${raw(walNames(cluster).directory)}`;
  return lines(
    sh`seg=$(find ${wal}/archive_status -name '????????????????????????.ready' | sort | head -n 1)`,
    sh`seg=$(basename "$seg" .ready)`,
    sh`wal=${wal}/"$seg"`,
    sh`copy=${archiveDirectory(node)}/"$seg"`,
  );
};

export function setAsideCutOff(cluster: Cluster, node: Node): Step[] {
  const on = { cluster, node };
  return [
    check(on, {
      title: said.compare({ node: node.label }),
      command: lines(
        find(cluster, node),
        sh`ls -l "$wal" "$copy" || true`,
        sh`if test ! -f "$copy"; then echo "not in the archive"; elif cmp -s "$wal" "$copy"; then echo identical; else echo different; fi`,
      ),
      expect: said.compareExpect(),
    }),
    change(on, 'reload', {
      title: said.move(),
      command: lines(
        find(cluster, node),
        sh`if test ! -f "$copy"; then what=`,
        sh`elif test "$(wc -c < "$copy")" -lt "$(wc -c < "$wal")"; then what=cut-off`,
        sh`elif cmp -s "$wal" "$copy"; then what=identical; else what=; fi`,
        sh`if test -n "$what"; then mv -n "$copy" "$copy.$what" && echo "moved aside"; else echo "nothing to move"; fi`,
      ),
      expect: said.moveExpect(),
      undo: said.moveUndo(),
    }),
  ];
}
