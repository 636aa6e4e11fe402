/** Bring a former primary back as a standby of the one that took over. It is not started as it is: it would be a second primary. */
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, repmgrTo, seeCluster } from './replication-steps.ts';
import { seeState, seeWhyStopped } from './start-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {node} rejoin under {primary}', 'zh-CN': '让 {node} 作为备机重新加入 {primary}' },
  caution: {
    en: 'Do not start {node} by itself: it would run as a second primary. Where the rejoin says that its history forked, transactions exist on {node} that {primary} never got: whether they may be thrown away is to be decided before a rewind.',
    'zh-CN':
      '不要直接启动 {node}：它会成为第二个主机。若重新加入时提示历史已分叉，说明 {node} 上有 {primary} 未收到的事务：回退之前须先决定是否可以丢弃。',
  },
  dry: { en: 'Rehearse the rejoin', 'zh-CN': '预演重新加入' },
  dryExpect: {
    en: '`prerequisites for executing NODE REJOIN are met`. `database is not shut down cleanly`: start and stop it once in single-user mode or use the rewind below; `forked off` or `timeline is ahead`: the rewind below.',
    'zh-CN':
      '`prerequisites for executing NODE REJOIN are met`。若提示 `database is not shut down cleanly`，需先完成崩溃恢复或采用下面的回退；若提示 `forked off` 或 `timeline is ahead`，采用下面的回退。',
  },
  rejoin: { en: 'Rejoin', 'zh-CN': '重新加入' },
  rejoinExpect: {
    en: '`NODE REJOIN successful`: it starts as a standby and its record is active again.',
    'zh-CN': '`NODE REJOIN successful`：以备机启动，记录恢复为活动状态。',
  },
  rejoinUndo: { en: '`repmgr node service --action=stop` on {node}.', 'zh-CN': '在 {node} 上执行 `repmgr node service --action=stop`。' },
}));

export function rejoinOldPrimary(cluster: Cluster, node: Node | null, primary: Node | null, recommended = true): Remedy {
  const names = { node: labelOf(node), primary: labelOf(primary) };
  const on = { cluster, node };
  return remedy({
    id: 'rejoin-old-primary',
    title: said.title(names),
    recommended,
    caution: said.caution(names),
    steps: [
      seeCluster(cluster, primary),
      seeWhyStopped(cluster, node),
      seeState(cluster, node),
      check(on, { title: said.dry(), command: repmgrTo(cluster, node, primary, 'node rejoin --dry-run'), expect: said.dryExpect() }),
      change(on, 'restart', {
        title: said.rejoin(),
        command: repmgrTo(cluster, node, primary, 'node rejoin'),
        expect: said.rejoinExpect(),
        undo: said.rejoinUndo({ node: names.node }),
      }),
    ],
    closing: receives(cluster, node, primary),
  });
}
