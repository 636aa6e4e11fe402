/** Room for a clone that broke off for want of space: what the upstream holds against what this volume has. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { enlargeVolume } from './enlarge-volume.ts';
import { labelOf, upstreamFor } from './replication-steps.ts';
import { check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Make room on {node} for the whole of {upstream}, then clone again',
    'zh-CN': '为 {node} 腾出足够容纳 {upstream} 全部数据的空间，再重新克隆',
  },
  caution: {
    en: 'A clone that broke off leaves nothing usable: the tool empties the directory again, so that `df` looks fine afterwards. It needs room for all databases and for the WAL of the time that the copy takes; a tablespace goes to the same path as on {upstream}.',
    'zh-CN':
      '中断的克隆没有任何可用内容：工具会清空目录，因此事后 `df` 看似正常。空间须容纳全部数据库以及复制期间产生的 WAL；表空间会写到与 {upstream} 相同的路径。',
  },
  need: { en: 'How much {upstream} holds, by tablespace', 'zh-CN': '查看 {upstream} 各表空间的数据量' },
  needExpect: {
    en: 'A row for each tablespace: its place (empty: the data directory) and its size.',
    'zh-CN': '每个表空间一行：位置（为空即数据目录）与大小。',
  },
  room: { en: 'How much room {node} has', 'zh-CN': '查看 {node} 的可用空间' },
  roomExpect: {
    en: '`Available` is larger than that size and some hours of WAL; inodes are free, too. The same for the volume of each tablespace.',
    'zh-CN': '`Available` 大于该大小加上数小时的 WAL；inode 也有剩余。各表空间所在卷同样检查。',
  },
  findMore: { en: 'How much to add: what is missing by the two steps above.', 'zh-CN': '增加的大小：以上两步得出的不足部分。' },
  good: { en: 'There is room now; then clone in the same way as before', 'zh-CN': '确认空间充足，然后以同样方式重新克隆' },
}));

/** `directory` is where the copy went, `device` its file system's device by df. */
export function roomForClone(cluster: Cluster, node: Node | null, directory: string | null, device: string | null): Remedy {
  const upstream = upstreamFor(cluster, node);
  const on = { cluster, node };
  const names = { node: labelOf(node, 'the standby'), upstream: labelOf(upstream) };
  const data = directory ?? dataDirectory(node);
  const c = cluster.flavour.catalog;
  const room = lines(sh`place=${data}`, sh`test -d "$place" || place=$(dirname "$place")`, sh`df -P "$place"`, sh`df -Pi "$place"`);
  return remedy({
    id: 'room-for-clone',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(
        { cluster, node: upstream, where: where.upstream() },
        {
          title: said.need(names),
          command: query(
            cluster,
            upstream,
            `select spcname, ${c}tablespace_location(oid), ${c}size_pretty(${c}tablespace_size(oid)) from ${c}tablespace`,
          ),
          expect: said.needExpect(),
        },
      ),
      check(on, { title: said.room(names), command: room, expect: said.roomExpect() }),
      ...enlargeVolume(cluster, node, device, said.findMore()),
    ],
    closing: verify(on, { title: said.good(), command: room, expect: said.roomExpect() }),
  });
}
