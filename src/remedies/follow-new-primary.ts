/** Take along, one by one, the nodes that a switchover left behind. */
import { repmgr } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { type Switchover, siblingsLeft } from '../model/switchovers.ts';
import { repmgrTo, seeCluster } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {names} follow {primary}', 'zh-CN': '让 {names} 跟随 {primary}' },
  next: { en: 'Rehearse the switchover with `--siblings-follow`', 'zh-CN': '带 `--siblings-follow` 预演切换' },
  rehearse: { en: 'Rehearse it on {node}', 'zh-CN': '在 {node} 上预演' },
  rehearseExpect: {
    en: '`prerequisites for executing STANDBY FOLLOW are met`, with {primary} as the target.',
    'zh-CN': '`prerequisites for executing STANDBY FOLLOW are met`，且目标为 {primary}。',
  },
  follow: { en: '{node} follows {primary}', 'zh-CN': '{node} 跟随 {primary}' },
  followExpect: { en: '`STANDBY FOLLOW successful`', 'zh-CN': '`STANDBY FOLLOW successful`' },
  followUndo: {
    en: '`repmgr standby follow` with `--upstream-node-id` of the node that it followed before.',
    'zh-CN': '用 `repmgr standby follow` 加原上游的 `--upstream-node-id` 恢复。',
  },
  witness: { en: 'Register the witness {node} anew', 'zh-CN': '重新登记见证节点 {node}' },
  witnessExpect: { en: '`witness registration complete`', 'zh-CN': '`witness registration complete`' },
  witnessUndo: { en: 'Register it again with another primary.', 'zh-CN': '以其他主机重新登记。' },
  all: { en: 'Everybody follows {primary}', 'zh-CN': '确认所有节点都跟随 {primary}' },
  allExpect: {
    en: 'Upstream {primary} without `!` or `?` for each of them.',
    'zh-CN': '每个节点的上游均为 {primary}，且没有 `!` 或 `?`。',
  },
  dryExpect: {
    en: '`all sibling nodes are reachable via SSH`, then `prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN': '`all sibling nodes are reachable via SSH`，随后为 `prerequisites for executing STANDBY SWITCHOVER are met`',
  },
}));

export function followNewPrimary(cluster: Cluster, run: Switchover): Remedy {
  const primary = run.candidate.node;
  const label = run.candidate.name ?? '?';
  const left = siblingsLeft(cluster, run);
  if (!run.reached('completed')) {
    return remedy({
      id: 'siblings-follow',
      title: said.next(),
      steps: [seeCluster(cluster, primary)],
      closing: verify(
        { cluster, node: primary, where: where.primary() },
        {
          title: said.next(),
          command: repmgr(cluster, primary, 'standby', 'switchover', '--siblings-follow', '--dry-run'),
          expect: said.dryExpect(),
        },
      ),
    });
  }
  const steps = left.flatMap(({ node, name, witness }): Step[] => {
    const on = { cluster, node };
    const names = { node: name ?? '?', primary: label };
    if (witness)
      return [
        change(on, 'reload', {
          title: said.witness({ node: names.node }),
          command: repmgrTo(cluster, node, primary, 'witness register --force'),
          expect: said.witnessExpect(),
          undo: said.witnessUndo(),
        }),
      ];
    return [
      check(on, {
        title: said.rehearse({ node: names.node }),
        command: repmgr(cluster, node, 'standby', 'follow', '--dry-run'),
        expect: said.rehearseExpect({ primary: label }),
      }),
      change(on, 'restart', {
        title: said.follow(names),
        command: repmgr(cluster, node, 'standby', 'follow'),
        expect: said.followExpect(),
        undo: said.followUndo(),
      }),
    ];
  });
  return remedy({
    id: 'follow-new-primary',
    title: said.title({ names: left.flatMap(({ name }) => name ?? []), primary: label }),
    steps: [seeCluster(cluster, primary), ...steps],
    closing: verify(
      { cluster, node: primary, where: where.primary() },
      {
        title: said.all({ primary: label }),
        command: repmgr(cluster, primary, 'cluster', 'show'),
        expect: said.allExpect({ primary: label }),
      },
    ),
  });
}
