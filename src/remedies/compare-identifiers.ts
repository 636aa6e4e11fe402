/** Find out whose data a node holds before anything of it is thrown away. It changes nothing. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, program, raw, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, standbyFor, upstreamFor } from './replication-steps.ts';
import { check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find out whose data {node} holds', 'zh-CN': '查明 {node} 上是谁的数据' },
  caution: {
    en: 'It changes nothing. A data directory with another identifier may be the only copy of somebody else’s database, or the old one of this node may still lie beside it: look before it is replaced.',
    'zh-CN': '不做任何修改。标识符不同的数据目录可能是别的数据库的唯一副本，本节点原来的目录也可能还在旁边：替换前先确认。',
  },
  upstream: { en: 'The identifier of the cluster, on {upstream}', 'zh-CN': '查看集群（{upstream}）的系统标识符' },
  upstreamExpect: {
    en: 'The line `Database system identifier`. Every node of one cluster has the same.',
    'zh-CN': '记下 `Database system identifier` 一行：同一集群所有节点相同。',
  },
  size: { en: 'What lies on {node}: how much, and since when', 'zh-CN': '查看 {node} 上数据的大小与创建时间' },
  sizeExpect: {
    en: 'A fresh initdb has some 30 to 50 MB, no databases beside the three standard ones (directories 1, 4 and 5 or 12xxx–14xxx in `base`) and files of one day. Anything more belongs to somebody. Other data directories beside it are listed, too.',
    'zh-CN': '刚 initdb 的目录只有 30–50 MB，`base` 下只有三个标准库，文件日期相同。若不止如此，说明有人在用。同级的其他数据目录也会列出。',
  },
  mine: { en: 'The identifier of {node}', 'zh-CN': '查看 {node} 的系统标识符' },
  mineExpect: {
    en: 'Another number: the data are not of this cluster, clone the node. The same number: the right directory is there, and repmgr or the service used another one: mend `data_directory`.',
    'zh-CN': '数字不同：数据不属于本集群，应重新克隆。数字相同：目录正确，是 repmgr 或服务使用了别的目录，应修正 `data_directory`。',
  },
}));

export function compareIdentifiers(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const names = { node: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const data = dataDirectory(standby);
  return remedy({
    id: 'compare-identifiers',
    title: said.title({ node: names.node }),
    caution: said.caution(),
    steps: [
      check(
        { cluster, node: upstream, where: where.upstream() },
        { title: said.upstream({ upstream: names.upstream }), command: control(cluster, upstream), expect: said.upstreamExpect() },
      ),
      check(
        { cluster, node: standby },
        {
          title: said.size({ node: names.node }),
          command: lines(sh`du -sh ${data}`, sh`ls -la ${data}/base ${data}/${raw('..')}`),
          expect: said.sizeExpect(),
        },
      ),
    ],
    closing: verify(
      { cluster, node: standby },
      { title: said.mine({ node: names.node }), command: control(cluster, standby), expect: said.mineExpect() },
    ),
  });
}

const control = (cluster: Cluster, node: Node | null): Command =>
  sh`LC_ALL=C ${program(node, cluster, 'controldata')} -D ${dataDirectory(node)}`;
