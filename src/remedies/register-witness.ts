/** Give a witness the records of the present primary. */
import { query, repmgr } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { registerCommand } from './register-steps.ts';
import { labelOf, seeCluster } from './replication-steps.ts';
import { otherOf } from './start-server.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Register the witness {node} under {primary}', 'zh-CN': '以 {primary} 重新登记见证节点 {node}' },
  caution: {
    en: 'Only while exactly one node runs as primary. The data nodes are not touched. Until it is done the vote of the witness cannot be relied on.',
    'zh-CN': '仅在只有一个主机时执行。不影响数据节点。完成之前不能依赖见证节点的一票。',
  },
  primary: { en: '{primary} runs as primary, asked from the witness', 'zh-CN': '在见证节点上确认 {primary} 是主机' },
  primaryExpect: { en: '`f`. With `t`, stop: it is no primary.', 'zh-CN': '返回 `f`。若为 `t` 请停止：它不是主机。' },
  register: { en: 'Register it anew', 'zh-CN': '重新登记' },
  registerExpect: { en: '`witness registration complete`', 'zh-CN': '`witness registration complete`' },
  registerUndo: { en: 'Register it again with the connection of another primary.', 'zh-CN': '以其他主机的连接重新登记。' },
  seen: { en: 'The witness sees what the primary sees', 'zh-CN': '确认见证节点看到的与主机一致' },
  seenExpect: {
    en: '{primary} is `* running`, and the witness has it as upstream without a mark. See that repmgrd runs on the witness: it keeps the copy up to date.',
    'zh-CN': '{primary} 为 `* running`，见证节点的上游是它且没有标记。并确认见证节点上 repmgrd 在运行：由它保持副本更新。',
  },
}));

export function registerWitness(cluster: Cluster, node: Node, primary: Node | null): Remedy {
  const to = primary ?? otherOf(cluster, node);
  const names = { node: node.label, primary: labelOf(to) };
  const on = { cluster, node };
  return remedy({
    id: 'register-witness',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, to),
      check(on, {
        title: said.primary({ primary: names.primary }),
        command: query(cluster, to, `select ${cluster.flavour.catalog}is_in_recovery()`),
        expect: said.primaryExpect(),
      }),
      change(on, 'reload', {
        title: said.register(),
        command: registerCommand(cluster, node, 'witness', to),
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.seen(),
      command: repmgr(cluster, node, 'cluster', 'show'),
      expect: said.seenExpect({ primary: names.primary }),
    }),
  });
}
