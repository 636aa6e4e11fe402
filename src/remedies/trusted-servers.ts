/** KingbaseES: which gateways a node pings before it trusts its own view of the network. */
import { type Hole, hole, lines, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { seeCluster, watches } from './replication-steps.ts';
import { reloadRepmgrd, seeParameter, setParameter } from './repmgr-conf.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Name gateways that answer in `trusted_servers`', 'zh-CN': '在 `trusted_servers` 中配置可达的网关' },
  caution: {
    en: 'Take two or three addresses that lie on different ways and that a node cut off from the network cannot reach: its gateways. Another server on the same switch hides a cut line. The list is the same on every node.',
    'zh-CN':
      '选择两到三个位于不同路径、且节点被隔离时恰好不可达的地址：即网关。同一交换机下的其他服务器会掩盖网络中断。各节点的列表应一致。',
  },
  ping: { en: 'From {node}, the gateways answer', 'zh-CN': '在 {node} 上确认网关可达' },
  pingExpect: {
    en: 'Answers from each. (`ping -c 3 -w 2` would end before the third answer can come, and return 1: that proves nothing.)',
    'zh-CN': '每个地址都有应答。（`ping -c 3 -w 2` 在第三个应答之前就会结束并返回 1，不能说明问题。）',
  },
  restart: {
    en: 'Let {guard} on {node} start anew; cron brings it back within a minute',
    'zh-CN': '使 {node} 上的 {guard} 重新启动（cron 会在一分钟内拉起）',
  },
  restartExpect: {
    en: 'A PID of {guard}. Without its line in cron it stays away: start it by hand then.',
    'zh-CN': '显示 {guard} 的 PID。若 cron 中没有对应行则不会恢复，需手工启动。',
  },
  restartUndo: { en: 'Put the old value back and let it start anew.', 'zh-CN': '恢复旧值后再次重启该进程。' },
  find: {
    en: 'Comma list without blanks of gateways that every node reaches: `ip route show default` on each.',
    'zh-CN': '各节点都可达的网关列表，以逗号分隔、不含空格：在各节点执行 `ip route show default` 查看。',
  },
  findFirst: { en: 'one of the gateways, as `ip route show default` names it', 'zh-CN': '其中一个网关，见 `ip route show default`' },
}));

export function setTrustedServers(cluster: Cluster, first: Node | null): Remedy {
  const nodes: readonly (Node | null)[] = cluster.members.length > 0 ? cluster.members.filter((node) => !node.isWitness) : [first];
  const value = hole('TRUSTED_SERVERS', 'gateways that answer', said.find());
  return remedy({
    id: 'set-trusted-servers',
    title: said.title(),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, first ?? nodes[0] ?? null),
      ...nodes.map((node) => pingFrom(cluster, node, hole('GATEWAY', 'the address of a gateway', said.findFirst()))),
      ...nodes.flatMap((node) => [
        seeParameter(cluster, node, 'trusted_servers', 'running_under_failure_trusted_servers'),
        setParameter(cluster, node, 'trusted_servers', value),
        reloadRepmgrd(cluster, node),
        ...renewGuard(cluster, node),
      ]),
    ],
    closing: watches(cluster, first ?? nodes[0] ?? null),
  });
}

/** Ask a gateway from a node: with time enough for every answer. */
export function pingFrom(cluster: Cluster, node: Node | null, gateway: string | Hole): Step {
  return check(
    { cluster, node },
    {
      title: said.ping({ node: node?.label ?? 'this node' }),
      command: lines(sh`ip route show default`, sh`ping -c 3 -W 2 ${gateway}`),
      expect: said.pingExpect(),
    },
  );
}

/** kbha reads its configuration at its start. */
export function renewGuard(cluster: Cluster, node: Node | null): Step[] {
  const { guard } = cluster.flavour;
  if (guard === null) return [];
  const names = { guard: guard.process, node: node?.label ?? 'this node' };
  return [
    change({ cluster, node }, 'reload', {
      title: said.restart(names),
      command: sh`pkill -x ${guard.process} || true; sleep 65; pgrep -lx ${guard.process}`,
      expect: said.restartExpect({ guard: guard.process }),
      undo: said.restartUndo(),
    }),
  ];
}
