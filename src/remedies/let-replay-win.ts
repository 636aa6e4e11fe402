/** Queries on the standby hold replay back without a limit: end the oldest, and set a limit. */
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, standbyFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Let replay on {node} go on: a limit for the queries that hold it',
    'zh-CN': '让 {node} 的回放继续：为阻塞它的查询设置上限',
  },
  caution: {
    en: 'Long reports on this standby will be cancelled once they have held replay for longer than the limit; talk to whoever runs them. If reports matter more than a fast failover here, give them a standby of their own.',
    'zh-CN': '该备机上的长报表阻塞回放超过上限后会被取消，请先与使用者沟通。若此处报表比快速切换更重要，请为其单独准备备机。',
  },
  who: { en: 'The queries that hold replay on {node}', 'zh-CN': '查看阻塞 {node} 回放的查询' },
  whoExpect: { en: 'The oldest transactions; the first is the likely holder.', 'zh-CN': '最早的事务；第一个最可能是阻塞者。' },
  limit: { en: 'Set the limit and reload', 'zh-CN': '设置上限并重新加载' },
  limitExpect: {
    en: 'No error, and `t`. Queries over the limit end with `conflict with recovery`.',
    'zh-CN': '无报错，返回 `t`。超过上限的查询以“与恢复冲突”结束。',
  },
  limitUndo: {
    en: '`ALTER SYSTEM SET max_standby_streaming_delay = -1` and reload.',
    'zh-CN': '执行 `ALTER SYSTEM SET max_standby_streaming_delay = -1` 并重新加载。',
  },
  end: {
    en: 'End what holds it now: the limit counts from the next conflict on',
    'zh-CN': '结束当前正在阻塞的会话：上限从下一次冲突起才生效',
  },
  endExpect: {
    en: 'The sessions of the first step that are older than the limit, each with `t`.',
    'zh-CN': '列出第一步中早于上限的会话，各返回 `t`。',
  },
  endUndo: { en: 'The sessions can be opened again.', 'zh-CN': '会话可重新连接。' },
  findLimit: {
    en: 'How long a query may hold replay: `30s` is the default of the server.',
    'zh-CN': '查询可阻塞回放的时间：服务器默认 `30s`。',
  },
}));

export function letReplayWin(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const on = { cluster, node: standby };
  const names = { node: labelOf(standby, 'the standby') };
  const { catalog: c } = cluster.flavour;
  const clients = cluster.major < 10 ? '' : " and backend_type = 'client backend'";
  const limit = { limit: sh`${hole('REPLAY_DELAY', 'how long a query may hold replay, such as 30s', said.findLimit())}` };
  return remedy({
    id: 'let-replay-win',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.who(names),
        command: query(
          cluster,
          standby,
          `select pid, usename, state, xact_start, left(query, 60) from ${c}stat_activity where xact_start is not null${clients} order by xact_start limit 5`,
        ),
        expect: said.whoExpect(),
      }),
      change(on, 'reload', {
        title: said.limit(),
        command: statements(cluster, standby, limit, [
          "ALTER SYSTEM SET max_standby_streaming_delay = :'limit';",
          `SELECT ${c}reload_conf();`,
        ]),
        expect: said.limitExpect(),
        undo: said.limitUndo(),
      }),
      // the startup process reads its settings between conflicts only (seen in the lab)
      change(on, 'reload', {
        title: said.end(),
        command: statements(cluster, standby, limit, [
          `SELECT pid, ${c}terminate_backend(pid) FROM ${c}stat_activity WHERE pid <> ${c}backend_pid() AND xact_start < now() - :'limit'::interval${clients};`,
        ]),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
    ],
    closing: receives(cluster, standby),
  });
}
