/** Let repmgrd fail over again after a pause that was left. */
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeCluster, seeService, unpause, watches } from './replication-steps.ts';
import { remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Unpause repmgrd on every node', 'zh-CN': '恢复所有节点的 repmgrd' },
  caution: {
    en: 'Ask first whether the maintenance is over. Where the primary is gone now, repmgrd may begin a failover as soon as it is unpaused: that is what it is there for.',
    'zh-CN': '先确认维护已结束。若主机现已故障，恢复后 repmgrd 可能立即开始故障切换，这正是它的职责。',
  },
}));

export function unpauseRepmgrd(cluster: Cluster, node: Node | null): Remedy {
  return remedy({
    id: 'unpause-repmgrd',
    title: said.title(),
    caution: said.caution(),
    steps: [seeCluster(cluster, node), seeService(cluster, node), unpause(cluster, node)],
    closing: watches(cluster, node),
  });
}
