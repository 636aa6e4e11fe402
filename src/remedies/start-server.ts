/** Start a stopped server, after looking why it stopped and that it makes no second primary. */
import { program, query, repmgr, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { pause, receives, restart, unpause } from './replication-steps.ts';
import { seeRolesAtStart, seeStartCommand, seeState, seeWhyStopped } from './start-steps.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Start {node} again', 'zh-CN': '重新启动 {node}' },
  caution: {
    en: 'Only after the reason is known, and only where the checks show exactly one node without a standby signal. A server that systemd or another manager owns is started through it; KingbaseES starts a stopped node by itself where kbha and `recovery` allow it: wait a minute first.',
    'zh-CN':
      '查明停止原因、并确认只有一个节点没有备机标志文件后才可启动。由 systemd 等管理的服务器应通过其启动；KingbaseES 在 kbha 与 `recovery` 参数允许时会自动拉起节点，请先等待一分钟。',
  },
  seen: { en: 'What the rest of the cluster says', 'zh-CN': '查看集群其余节点的状态' },
  seenStandby: {
    en: 'Exactly one `* running` primary. Where another node than {node} became primary in the meantime and {node} was the primary before, do not start it: let it rejoin.',
    'zh-CN': '只有一个 `* running` 主机。若此间其他节点已成为主机、而 {node} 原为主机，不要直接启动，应重新加入（rejoin）。',
  },
  seenPrimary: {
    en: 'Nobody runs as primary. Where another node does, stop here: {node} must rejoin as a standby.',
    'zh-CN': '没有节点以主机身份运行。若已有主机，请停止：{node} 须作为备机重新加入。',
  },
  up: { en: '{node} takes connections', 'zh-CN': '{node} 可以连接' },
  upExpect: {
    en: 'It accepts connections, answers `f`, and the listing shows one `* running` primary with its standbys.',
    'zh-CN': '可以连接并返回 `f`，列表中有一个 `* running` 主机及其备机。',
  },
  witnessExpect: {
    en: 'The witness is `* running` and names the running primary as its upstream. Where it names another one, register it anew.',
    'zh-CN': '见证节点为 `* running`，且上游是当前主机；若为其他节点，需重新登记。',
  },
}));

/** For a standby: it comes back and receives again. `repair` comes between the look at why it stopped and the start. */
export function startStandby(cluster: Cluster, node: Node | null, repair: readonly Step[] = []): Remedy {
  const names = { node: node?.label ?? 'this node' };
  const other = otherOf(cluster, node);
  return remedy({
    id: 'start-server',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeWhyStopped(cluster, node),
      ...repair,
      seeState(cluster, node),
      check(
        { cluster, node: other, where: 'any' },
        { title: said.seen(), command: repmgr(cluster, other, 'cluster', 'show'), expect: said.seenStandby(names) },
      ),
      ...seeRolesAtStart(cluster, node),
      ...seeStartCommand(cluster, node),
      restart(cluster, node, 'start'),
    ],
    closing: receives(cluster, node),
  });
}

/** For a primary that nobody has replaced: repmgrd is paused meanwhile, so that no failover begins in between. */
export function startPrimary(cluster: Cluster, node: Node | null, repair: readonly Step[] = []): Remedy {
  const names = { node: node?.label ?? 'this node' };
  const other = otherOf(cluster, node);
  const host = node?.identity.address;
  return remedy({
    id: 'start-server',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeWhyStopped(cluster, node),
      ...repair,
      seeState(cluster, node),
      check(
        { cluster, node: other, where: 'any' },
        { title: said.seen(), command: repmgr(cluster, other, 'cluster', 'show'), expect: said.seenPrimary(names) },
      ),
      ...seeRolesAtStart(cluster, node),
      ...seeStartCommand(cluster, node),
      pause(cluster, other),
      restart(cluster, node, 'start'),
      unpause(cluster, node),
    ],
    closing: verify(
      { cluster, node },
      {
        title: said.up(names),
        command:
          host == null
            ? query(cluster, node, `select ${cluster.flavour.catalog}is_in_recovery()`)
            : sh`${program(node, cluster, 'isready')} -h ${host} && ${query(cluster, node, `select ${cluster.flavour.catalog}is_in_recovery()`)}`,
        expect: said.upExpect(),
      },
    ),
  });
}

/** For a witness: no roles to compare, it holds nobody's data. */
export function startWitness(cluster: Cluster, node: Node): Remedy {
  const names = { node: node.label };
  const other = otherOf(cluster, node);
  return remedy({
    id: 'start-server',
    title: said.title(names),
    steps: [seeWhyStopped(cluster, node), ...seeStartCommand(cluster, node), restart(cluster, node, 'start')],
    closing: verify(
      { cluster, node: other, where: 'any' },
      { title: said.up(names), command: repmgr(cluster, other, 'cluster', 'show'), expect: said.witnessExpect() },
    ),
  });
}

/** A node that runs, to ask what the rest looks like; null where the bundle names none: a server that is down answers nothing. */
export function otherOf(cluster: Cluster, node: Node | null): Node | null {
  const others = cluster.members.filter((one) => one !== node && !one.isWitness);
  return others.find((one) => one.isPrimary) ?? others[0] ?? null;
}
