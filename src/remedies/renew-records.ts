/** Write the records of repmgr anew as the servers run: the primary first, since the others copy its records. */
import { repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { Role } from '../model/roles.ts';
import { registerNode } from './register-steps.ts';
import { isSilent, seeCluster } from './replication-steps.ts';
import { remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Write the record of {node} anew, as it runs', 'zh-CN': '按实际角色重新登记 {node}' },
  caution: {
    en: 'Only while exactly one node runs as primary: with two, the registration of one hides the other. A record names what is; it promotes and stops nothing. Where the standbys do not receive from that primary, their copies stay old until they follow it.',
    'zh-CN':
      '仅在只有一个节点以主机身份运行时执行：若有两个主机，登记其中一个会掩盖另一个。登记只改元数据，不会提升或停止任何节点。未从该主机接收的备机，其元数据副本在重新跟随之前仍是旧的。',
  },
  agree: { en: 'Records and roles agree', 'zh-CN': '确认元数据与实际角色一致' },
  agreeExpect: {
    en: 'One `* running` primary, standbys `running` under it, no `!` and no warning about a role or a record. A node that is down stays `- failed` until it rejoins. repmgrd that ended itself for its record has to be started.',
    'zh-CN':
      '只有一个 `* running` 主机，备机均为其下的 `running`，没有 `!`，也没有关于角色或记录的警告。已停机的节点在重新加入之前仍为 `- failed`。因记录问题退出的 repmgrd 需重新启动。',
  },
}));

export function renewRecords(cluster: Cluster, node: Node | null, as?: Role): Remedy {
  const { primary } = cluster;
  const from = primary ?? node;
  const show = repmgr(cluster, from, 'cluster', 'show');
  return remedy({
    id: 'renew-records',
    title: said.title({ node: node?.label ?? 'this node' }),
    caution: said.caution(),
    steps: [seeCluster(cluster, from), ...registerNode(cluster, node, as)],
    closing: verify(
      { cluster, node: from },
      // 25: a node is down, which is no matter of the records
      { title: said.agree(), command: isSilent(cluster) ? sh`${show} || test $? -eq 25` : show, expect: said.agreeExpect() },
    ),
  });
}
