/** A larger volume under a file system that is full. */
import { hole, sh } from '../commands/command.ts';
import type { Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change } from './steps.ts';

const said = texts(() => ({
  enlarge: { en: 'Enlarge the logical volume with its file system', 'zh-CN': '扩展逻辑卷及其文件系统' },
  expect: {
    en: 'The new size is printed. A group without free space (`vgs`) needs a further disk first.',
    'zh-CN': '显示新的大小。若卷组没有剩余空间（`vgs`），须先加盘。',
  },
  undo: { en: 'A file system is not shrunk while it is in use: leave it.', 'zh-CN': '使用中的文件系统不宜缩小：保持即可。' },
}));

/** Only a logical volume can be enlarged by a command that fits everywhere. `device` is the file system's by df; `findMore` says how much to add. */
export function enlargeVolume(cluster: Cluster, node: Node | null, device: string | null, findMore: Message): Step[] {
  if (device === null || !device.startsWith('/dev/mapper/')) return [];
  const more = hole('MORE', 'how much to add, for example 20G', findMore);
  return [
    change({ cluster, node }, 'reload', {
      title: said.enlarge(),
      command: sh`vgs && lvextend -r -L +${more} ${device}`,
      expect: said.expect(),
      undo: said.undo(),
      runAs: 'root',
    }),
  ];
}
