/** Find out whether a node that gives no answer is down or cut off. Reads only. */
import { hole, lines, program, raw, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { otherOf } from './start-server.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find out whether {node} is down or cut off', 'zh-CN': '查明 {node} 是停机还是网络不通' },
  caution: {
    en: 'It changes nothing. As long as nobody has looked at {node} itself, treat it as running: promote nothing in its place by hand, and give its address to nobody else.',
    'zh-CN': '不做任何修改。在没有直接查看 {node} 之前，应视其为仍在运行：不要手工提升其他节点来代替它，也不要把它的地址给别的机器。',
  },
  way: { en: 'The way from {other} to {node}: name, host, port', 'zh-CN': '检查 {other} 到 {node} 的链路：主机名、主机、端口' },
  wayElse: { en: 'The way to {node} from another node: name, host, port', 'zh-CN': '检查从其他节点到 {node} 的链路：主机名、主机、端口' },
  wayExpect: {
    en: 'The name resolves to the right address; the host answers (some networks drop pings); `accepting connections`. `no response` from a host that answers: nobody listens, or a firewall drops the port. `rejecting connections`: it starts, stops or recovers.',
    'zh-CN':
      '主机名解析到正确的地址；主机可达（有的网络丢弃 ping）；端口为 `accepting connections`（接受连接）。主机可达但 `no response`（无响应）：无人监听或防火墙丢弃；`rejecting connections`（拒绝连接）：正在启动、停止或恢复。',
  },
  server: { en: 'On {node} itself: does the server run, and where does it listen', 'zh-CN': '在 {node} 上查看服务器是否运行、监听在哪里' },
  serverExpect: {
    en: 'The server process and a listener on the address that is registered. No process: the server is down, see why before starting it. Both there: the network or a firewall between the two machines.',
    'zh-CN': '存在服务器进程，且在登记的地址上监听。没有进程：服务器已停机，启动前先查明原因；两者都在：问题在两台机器之间的网络或防火墙。',
  },
  local: { en: 'Who {node} itself can reach', 'zh-CN': '{node} 自己能连到哪些节点' },
  localExpect: {
    en: 'Its own view. Where it runs as primary while the others see another primary, stop here: that is a split. Where it reaches nobody, it is the one that is cut off.',
    'zh-CN': '该节点自己的视角。若它以主机身份运行而其他节点看到另一个主机，请停止：已出现双主。若它谁都连不到，则是它被隔离。',
  },
  back: { en: 'Everybody reaches everybody', 'zh-CN': '确认各节点互相可达' },
  backExpect: { en: 'Only `*` in the table, no `x` and no `?`.', 'zh-CN': '表中只有 `*`，没有 `x` 和 `?`。' },
  findHost: { en: 'the `host=` under which it is registered: `repmgr cluster show`', 'zh-CN': '登记的 `host=`，见 `repmgr cluster show`' },
  findPort: { en: 'the `port=` under which it is registered', 'zh-CN': '登记的 `port=`' },
}));

export function reachNode(cluster: Cluster, node: Node): Remedy {
  const other = otherOf(cluster, node);
  const names = { node: node.label, other: labelOf(other) };
  const host = node.identity.address ?? hole('NODE_HOST', 'the host of the node that does not answer', said.findHost());
  const port = node.port ?? hole('NODE_PORT', 'the port of the node that does not answer', said.findPort());
  return remedy({
    id: 'reach-node',
    title: said.title({ node: names.node }),
    caution: said.caution({ node: names.node }),
    steps: [
      check(
        { cluster, node: other, where: 'any' },
        {
          title: other === null ? said.wayElse({ node: names.node }) : said.way(names),
          command: lines(
            sh`getent hosts ${host} || true`,
            sh`ping -c 3 -W 2 ${host} || true`,
            sh`${program(other, cluster, 'isready')} -h ${host} -p ${port} -t 5 || true`,
          ),
          expect: said.wayExpect(),
        },
      ),
      check(
        { cluster, node },
        {
          title: said.server({ node: names.node }),
          command: lines(sh`ps -ef`, sh`ss -ltn ${raw('||')} netstat -ltn`),
          expect: said.serverExpect(),
        },
      ),
      check(
        { cluster, node },
        { title: said.local({ node: names.node }), command: repmgr(cluster, node, 'cluster', 'show'), expect: said.localExpect() },
      ),
    ],
    closing: verify(
      { cluster, node: other, where: 'any' },
      { title: said.back(), command: repmgr(cluster, other, 'cluster', 'crosscheck'), expect: said.backExpect() },
    ),
  });
}
