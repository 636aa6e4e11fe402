/** Nobody is primary: promote the standby that received most, when nobody else can be. */
import { query, repmgr } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { change, check, onStandby, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Promote {node}', 'zh-CN': '提升 {node} 为主机' },
  caution: {
    en: 'What the last primary committed and no standby received is lost once another node is promoted, unless that primary is kept and looked through. Make sure that it is stopped and stays stopped: otherwise there are two.',
    'zh-CN':
      '一旦提升其他节点，原主机已提交而备机未收到的事务即丢失（除非保留原主机并核查）。务必确认原主机已停止且不会自行启动，否则会出现双主。',
  },
  position: { en: 'How far {node} received', 'zh-CN': '{node} 已接收到的位置' },
  positionExpect: {
    en: '`t` (a standby) and the position. Promote the node with the highest one; where that is another node than {node}, do the promotion there.',
    'zh-CN': '返回 `t`（备机）和位置。应提升位置最大的节点；若不是 {node}，请在该节点执行提升。',
  },
  seen: { en: 'Nobody runs as primary', 'zh-CN': '确认没有主机在运行' },
  seenExpect: {
    en: 'No `* running` primary and no `! running as primary`.',
    'zh-CN': '没有 `* running` 的主机，也没有 `! running as primary`。',
  },
  dry: { en: 'Rehearse the promotion', 'zh-CN': '预演提升' },
  dryExpect: {
    en: '`prerequisites for executing STANDBY PROMOTE are met`',
    'zh-CN': '`prerequisites for executing STANDBY PROMOTE are met`',
  },
  promote: { en: 'Promote {node}; the other standbys follow', 'zh-CN': '提升 {node}，其他备机随之跟随' },
  promoteExpect: { en: '`STANDBY PROMOTE successful`', 'zh-CN': '`STANDBY PROMOTE successful`' },
  promoteUndo: {
    en: 'Cannot be undone by a command: a promoted node becomes a standby again only by a rejoin under another primary.',
    'zh-CN': '无法直接撤销：被提升的节点只能在其他主机下重新加入后再成为备机。',
  },
  again: { en: 'One primary, and everybody follows it', 'zh-CN': '确认只有一个主机且各备机已跟随' },
  againExpect: {
    en: '`* running` for {node}, every standby with it as upstream and no `!`.',
    'zh-CN': '{node} 为 `* running`，所有备机的上游为它，没有 `!`。',
  },
}));

export function promoteStandby(cluster: Cluster, node: Node | null, recommended: boolean): Remedy {
  const names = { node: labelOf(node, 'the standby') };
  const on = onStandby(cluster, node);
  const standbys = cluster.members.filter((one) => one === node || one.isStandby);
  const { catalog } = cluster.flavour;
  const received = `${catalog}last_${cluster.major < 10 ? 'xlog_receive_location' : 'wal_receive_lsn'}()`;
  return remedy({
    id: 'promote-standby',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      ...(standbys.length === 0 ? [node] : standbys).map((one) =>
        check(onStandby(cluster, one), {
          title: said.position({ node: labelOf(one, 'the standby') }),
          command: query(cluster, one, `select ${catalog}is_in_recovery(), ${received}`),
          expect: said.positionExpect(names),
        }),
      ),
      check(on, { title: said.seen(), command: repmgr(cluster, node, 'cluster', 'show'), expect: said.seenExpect() }),
      check(on, { title: said.dry(), command: repmgr(cluster, node, 'standby', 'promote', '--dry-run'), expect: said.dryExpect() }),
      change(on, 'failover', {
        title: said.promote(names),
        command: repmgr(cluster, node, 'standby', 'promote', ...(standbys.length > 1 ? ['--siblings-follow'] : [])),
        expect: said.promoteExpect(),
        undo: said.promoteUndo(),
      }),
    ],
    closing: verify(on, { title: said.again(), command: repmgr(cluster, node, 'cluster', 'show'), expect: said.againExpect(names) }),
  });
}
