/** A server that starts, recovers or stops: watch it get there, and touch nothing. */
import { serverLogRoot } from '../collect/commands.ts';
import { hole, lines, program, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { otherOf } from './start-server.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Watch {node} until it takes connections', 'zh-CN': '观察 {node} 直到接受连接' },
  caution: {
    en: 'Do not restart or kill it: recovery begins anew then. Do not promote another node while a primary recovers, unless its owner decides that waiting costs more than the transactions that would be lost. A stop that hangs waits for clients (smart), for the archiver or for a standby: see its log.',
    'zh-CN':
      '不要重启或杀死进程，否则恢复会从头开始。主机恢复期间不要提升其他节点，除非业务方判断等待的代价大于可能丢失的事务。停止卡住时，可能在等待客户端（smart 模式）、归档进程或备机：查看其日志。',
  },
  answer: { en: 'What it answers', 'zh-CN': '查看其应答' },
  answerExpect: {
    en: '`rejecting connections` while it starts or stops, `accepting connections` when it is done. `no response`: it is down.',
    'zh-CN':
      '启动或停止期间为 `rejecting connections`（拒绝连接），完成后为 `accepting connections`（接受连接）。`no response`（无响应）：已停机。',
  },
  moves: { en: 'How far recovery is: run it twice, a minute apart', 'zh-CN': '查看恢复进度（间隔一分钟执行两次）' },
  movesExpect: {
    en: 'The startup process names the segment that it replays; another one the second time: it moves. `waiting for` one segment for long: it lacks WAL, see the log. `reached consistent state` comes before a standby takes connections.',
    'zh-CN':
      '启动进程标题中有正在回放的日志段，第二次不同则说明在前进。长时间 `waiting for` 同一日志段：缺少 WAL，查看日志。备机接受连接之前会出现 `reached consistent state`（达到一致状态）。',
  },
  there: { en: '{node} takes connections', 'zh-CN': '确认 {node} 接受连接' },
  thereExpect: {
    en: '`running` in its registered role, without a mark before it but the `*` of a primary.',
    'zh-CN': '以登记的角色显示 `running`，除主机的 `*` 外没有其他标记。',
  },
  findHost: { en: 'the host of the node', 'zh-CN': '该节点的主机' },
  findPort: { en: 'the port of the node', 'zh-CN': '该节点的端口' },
}));

export function awaitServer(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const other = otherOf(cluster, node);
  const host = node.identity.address ?? hole('NODE_HOST', 'the host of the node', said.findHost());
  const port = node.port ?? hole('NODE_PORT', 'the port of the node', said.findPort());
  return remedy({
    id: 'await-server',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.answer(),
        command: sh`${program(node, cluster, 'isready')} -h ${host} -p ${port} || true`,
        expect: said.answerExpect(),
      }),
      check(on, {
        title: said.moves(),
        command: lines(sh`ps -ef`, sh`find ${serverLogRoot(cluster, node)} -type f -mmin -60 -exec tail -n 40 {} +`),
        expect: said.movesExpect(),
      }),
    ],
    closing: verify(
      { cluster, node: other, where: 'any' },
      { title: said.there({ node: node.label }), command: repmgr(cluster, other, 'cluster', 'show'), expect: said.thereExpect() },
    ),
  });
}
