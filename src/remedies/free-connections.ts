/** A server that has no connection left: see who holds them, end what hangs, and raise the limit only where it is too low. */
import { collectSettings } from '../collect/commands.ts';
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Free connections on {node}', 'zh-CN': '释放 {node} 的连接' },
  caution: {
    en: 'Connect as a superuser: `superuser_reserved_connections` keeps a few places for it. Ending a session rolls its transaction back: agree with the owner of the application first. Do not restart the primary for it, and do not fail over: the applications would fill the next node the same way. A higher `max_connections` needs a restart, the standbys first, and memory; a pool is the better answer.',
    'zh-CN':
      '请以超级用户连接：`superuser_reserved_connections` 为其保留了几个连接。结束会话会回滚其事务：须先与应用负责人确认。不要为此重启主机或切换：应用会以同样方式占满下一个节点。调大 `max_connections` 需要重启（先备机）且占用内存，使用连接池更合适。',
  },
  limits: { en: 'How many there may be', 'zh-CN': '查看连接数上限' },
  limitsExpect: { en: '`max_connections` and what is reserved.', 'zh-CN': '显示 `max_connections` 和保留数量。' },
  who: { en: 'Who holds them', 'zh-CN': '查看谁占用连接' },
  whoExpect: {
    en: 'One application, user or address with most of them; `idle` and `idle in transaction` for hours are leaks.',
    'zh-CN': '找出占用最多的应用、用户或地址；长时间 `idle`、`idle in transaction` 说明连接泄漏。',
  },
  end: { en: 'End the sessions of that user that have been idle for ten minutes', 'zh-CN': '结束该用户空闲超过十分钟的会话' },
  endExpect: {
    en: 'One `t` for each session ended. repmgr and the standbys get in again by themselves.',
    'zh-CN': '每结束一个会话返回一个 `t`。repmgr 和备机会自行重连。',
  },
  endUndo: { en: 'Cannot be undone; the clients connect again.', 'zh-CN': '无法撤销；客户端会重新连接。' },
  free: { en: '{node} takes connections again', 'zh-CN': '确认 {node} 恢复接受连接' },
  freeExpect: { en: 'The number in use is well below the limit, and it stays there.', 'zh-CN': '使用数明显低于上限，且保持稳定。' },
  findUser: { en: 'the user in the list before whose idle sessions may be ended', 'zh-CN': '上一步列出的、其空闲会话可以结束的用户' },
}));

export function freeConnections(cluster: Cluster, node: Node | null): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const user = sh`${hole('IDLE_USER', 'the user whose idle sessions may be ended', said.findUser())}`;
  const limits = said.limits();
  return remedy({
    id: 'free-connections',
    title: said.title({ node: labelOf(node, 'this node') }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: limits,
        command: collectSettings(cluster, node, ['max_connections', 'superuser_reserved_connections'], limits).command,
        expect: said.limitsExpect(),
      }),
      check(on, {
        title: said.who(),
        command: query(
          cluster,
          node,
          `select datname, usename, client_addr, state, count(*), min(state_change) from ${catalog}stat_activity group by 1, 2, 3, 4 order by 5 desc`,
        ),
        expect: said.whoExpect(),
      }),
      change(on, 'restart', {
        title: said.end(),
        command: statements(cluster, node, { idle_user: user }, [
          `select ${catalog}terminate_backend(pid) from ${catalog}stat_activity`,
          `where usename = :'idle_user' and state = 'idle' and state_change < now() - interval '10 minutes' and pid <> ${catalog}backend_pid();`,
        ]),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.free({ node: labelOf(node, 'this node') }),
      command: query(cluster, node, `select count(*) from ${catalog}stat_activity`, 'show max_connections'),
      expect: said.freeExpect(),
    }),
  });
}
