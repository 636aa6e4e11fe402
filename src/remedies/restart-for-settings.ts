/** Restart a server so that what waits takes effect: repmgrd paused, standbys before their primary. */
import { collectPending } from '../collect/commands.ts';
import { query } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Restart {node}, so that what waits takes effect', 'zh-CN': '重启 {node}，使等待中的修改生效' },
  primary: {
    en: 'The restart of a primary interrupts all clients for some seconds. Where that is too much, switch over first and restart the old primary as a standby. Limits that a standby may not have lower (`max_connections`, `max_worker_processes`, `max_wal_senders`, `max_prepared_transactions`, `max_locks_per_transaction`): raise them on the standbys first, lower them on the primary first.',
    'zh-CN':
      '重启主机会使所有客户端中断数秒。若不可接受，请先切换，再以备机身份重启原主机。备机不得低于主机的上限（`max_connections`、`max_worker_processes`、`max_wal_senders`、`max_prepared_transactions`、`max_locks_per_transaction`）：调高时先备机，调低时先主机。',
  },
  standby: {
    en: 'The restart cuts off the queries on this standby; with a synchronous standby commits may wait for those seconds. Limits that a standby may not have lower than its primary are raised on the standbys first.',
    'zh-CN': '重启会中断该备机上的查询；若为同步备机，这数秒内提交可能等待。备机不得低于主机的上限，应先在备机调高。',
  },
  look: { en: 'What waits on {node}', 'zh-CN': '查看 {node} 上等待重启的修改' },
  lookExpect: {
    en: 'The settings that are meant to change, and no others: a restart brings all of them. `error` beside another setting: correct the file first, the server would not start.',
    'zh-CN': '只有计划修改的参数：重启会使其全部生效。若其他参数旁有 `error`，请先修正文件，否则服务器无法启动。',
  },
  now: { en: 'Nothing waits any more on {node}', 'zh-CN': '确认 {node} 上不再有等待重启的修改' },
  nowExpect: { en: 'No row.', 'zh-CN': '无返回行。' },
}));

export function restartForSettings(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const waiting = `select name, setting, unit, sourcefile, sourceline from ${catalog}settings where pending_restart`;
  return remedy({
    id: 'restart-for-settings',
    title: said.title({ node: node.label }),
    caution: node.isStandby ? said.standby() : said.primary(),
    steps: [
      seeCluster(cluster, node),
      check(on, {
        title: said.look({ node: node.label }),
        command: collectPending(cluster, node, said.look({ node: node.label })).command,
        expect: said.lookExpect(),
      }),
      pause(cluster, node),
      restart(cluster, node),
      unpause(cluster, node),
    ],
    closing: verify(on, { title: said.now({ node: node.label }), command: query(cluster, node, waiting), expect: said.nowExpect() }),
  });
}
