/** An election found no majority: see who is reachable from here, so that the network is mended or a person decides. */
import { repmgr } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeCluster, watches } from './replication-steps.ts';
import { check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find out which nodes do not see each other, and mend the way', 'zh-CN': '查明哪些节点互不可达并恢复网络' },
  caution: {
    en: 'The refusal was right: from this side a dead primary and a cut line look alike. Nobody is promoted until a majority is seen again; repmgrd goes on trying by itself.',
    'zh-CN': '拒绝提升是正确的：从这一侧无法区分主机故障与链路中断。在重新看到多数节点之前不会有节点被提升，repmgrd 会继续重试。',
  },
  matrix: { en: 'Who reaches whom', 'zh-CN': '查看节点间的连通性' },
  matrixExpect: {
    en: '`*` reaches, `x` does not, `?` is not known. A whole side of `x` is a cut line between the sites; one column of `x` is a node that is down.',
    'zh-CN': '`*` 可达，`x` 不可达，`?` 未知。整片 `x` 表示机房间链路中断；单独一列 `x` 表示该节点故障。',
  },
}));

export function reachMajority(cluster: Cluster, node: Node | null): Remedy {
  return remedy({
    id: 'reach-majority',
    title: said.title(),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, node),
      check(
        { cluster, node },
        { title: said.matrix(), command: repmgr(cluster, node, 'cluster', 'crosscheck'), expect: said.matrixExpect() },
      ),
    ],
    closing: watches(cluster, node),
  });
}
