/** A switchover that stopped half-way, nobody promoted: back to the old primary, or forward by hand. */
import { dataDirectory } from '../collect/commands.ts';
import { daemonState, lines, program, query, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { Switchover } from '../model/switchovers.ts';
import { receives, repmgrTo, restart, unpause } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  back: { en: 'Back to where it was: {old} as primary again', 'zh-CN': '回到切换前：重新以 {old} 为主机' },
  backCaution: {
    en: 'Only while {candidate} is still in recovery: once it is promoted, starting {old} as it is makes two primaries. The cluster takes no writes until {old} is up.',
    'zh-CN': '仅当 {candidate} 仍处于恢复状态时可行：若它已被提升，直接启动 {old} 会出现两个主机。{old} 启动之前集群无法写入。',
  },
  forward: {
    en: 'Forward by hand: promote {candidate}, then bring {old} back under it',
    'zh-CN': '手工完成切换：提升 {candidate}，再将 {old} 作为其备机加入',
  },
  forwardCaution: {
    en: 'Promoting a standby that has not received the shutdown checkpoint loses what is missing: compare the two positions first. An outage until the promotion is done.',
    'zh-CN': '若备机尚未收到停库检查点就提升，缺失的部分会丢失：务必先比较两个位置。提升完成之前业务中断。',
  },
  old: { en: 'What state {old} is in', 'zh-CN': '查看 {old} 的状态' },
  oldExpect: {
    en: '`shut down` and no server running: it is down, go on. A server that still runs: it has been waited for up to five minutes, something holds it (mostly its archiver): wait on. `in production`: it never stopped or came up again, then there is nothing to start. Note `Latest checkpoint location`.',
    'zh-CN':
      '`shut down` 且没有服务器进程：已停库，继续。仍有服务器进程：已等待至多五分钟，仍被拖住（多为归档进程），请继续等待。`in production`：从未停止或又启动了，无需再启动。记下 `Latest checkpoint location`。',
  },
  candidate: { en: 'What {candidate} is, and what it has received', 'zh-CN': '查看 {candidate} 的角色及已接收位置' },
  candidateExpect: {
    en: '`t`: it is still a standby. For going forward the received position is at or beyond the checkpoint location of {old}; if it is behind, go back instead.',
    'zh-CN': '`t` 表示仍是备机。若要手工完成切换，已接收位置须不小于 {old} 的检查点位置；若落后，则应回到切换前。',
  },
  promote: { en: 'Promote {candidate}', 'zh-CN': '提升 {candidate}' },
  promoteExpect: { en: '`STANDBY PROMOTE successful`', 'zh-CN': '`STANDBY PROMOTE successful`' },
  promoteUndo: {
    en: 'A switchover back, once {old} follows {candidate}.',
    'zh-CN': '待 {old} 成为 {candidate} 的备机后，再切换回来。',
  },
  rehearse: { en: 'Rehearse the return of {old}', 'zh-CN': '预演 {old} 重新加入' },
  rehearseExpect: { en: '`prerequisites for executing NODE REJOIN are met`', 'zh-CN': '`prerequisites for executing NODE REJOIN are met`' },
  rejoin: { en: 'Let {old} follow {candidate}', 'zh-CN': '让 {old} 跟随 {candidate}' },
  rejoinExpect: { en: '`NODE REJOIN successful`', 'zh-CN': '`NODE REJOIN successful`' },
  rejoinUndo: { en: 'Stop {old} again; its data is not rewound by this command.', 'zh-CN': '再次停止 {old}；该命令不会回退其数据。' },
  again: { en: 'Roles are as they were, and repmgrd runs unpaused', 'zh-CN': '确认角色恢复，且 repmgrd 运行未暂停' },
  againExpect: {
    en: '{old} `* running`, the standbys `running` under it without `!`, `Paused?` no everywhere.',
    'zh-CN': '{old} 为 `* running`，各备机 `running` 且上游前没有 `!`，所有 `Paused?` 均为 no。',
  },
}));

interface Places {
  readonly old: Node | null;
  readonly candidate: Node | null;
  readonly names: { readonly old: string; readonly candidate: string };
}

/** Which node is which; where the bundle does not name one, another member, so that each step says where it runs. */
export function placesOf(cluster: Cluster, run: Switchover | null, node: Node | null): Places {
  const candidate = run?.candidate.node ?? cluster.members.find((other) => other !== node && !other.isWitness) ?? null;
  const old =
    run?.demoted.node ??
    (node !== candidate ? node : null) ??
    cluster.members.find((other) => other !== candidate && !other.isWitness) ??
    null;
  return {
    old,
    candidate,
    names: { old: old?.label ?? run?.demoted.name ?? '?', candidate: candidate?.label ?? run?.candidate.name ?? '?' },
  };
}

/** A start is refused while the server is still going down: its archiver may take minutes, when the control file says `shut down` already. */
function awaitedState(cluster: Cluster, old: Node | null): Command {
  const control = sh`LC_ALL=C ${program(old, cluster, 'controldata')} -D ${dataDirectory(old)}`;
  const ctl = sh`${program(old, cluster, 'ctl')} -D ${dataDirectory(old)}`;
  return lines(
    sh`tries=60`,
    sh`while [ $tries -gt 0 ] && ${ctl} status > /dev/null && ! ${control} | grep -q 'in production'; do sleep 5; tries=$((tries - 1)); done`,
    sh`${control} | grep -E 'cluster state|checkpoint location'`,
    sh`${ctl} status || true`,
  );
}

function looks(cluster: Cluster, { old, candidate, names }: Places): Step[] {
  const { catalog } = cluster.flavour;
  return [
    check(
      { cluster, node: old },
      {
        title: said.old({ old: names.old }),
        command: awaitedState(cluster, old),
        expect: said.oldExpect(),
      },
    ),
    check(
      { cluster, node: candidate },
      {
        title: said.candidate({ candidate: names.candidate }),
        command: query(
          cluster,
          candidate,
          `select ${catalog}is_in_recovery(), ${walNames(cluster).received}, ${walNames(cluster).replayed}`,
        ),
        expect: said.candidateExpect({ old: names.old }),
      },
    ),
  ];
}

export function startOldPrimary(cluster: Cluster, run: Switchover | null, node: Node | null): Remedy {
  const places = placesOf(cluster, run, node);
  const { old, candidate, names } = places;
  return remedy({
    id: 'start-old-primary',
    title: said.back({ old: names.old }),
    caution: said.backCaution(names),
    steps: [...looks(cluster, places), restart(cluster, old, 'start'), unpause(cluster, old)],
    closing: verify(
      { cluster, node: candidate },
      {
        title: said.again(),
        command: lines(repmgr(cluster, candidate, 'cluster', 'show'), daemonState(cluster, candidate)),
        expect: said.againExpect({ old: names.old }),
      },
    ),
  });
}

export function finishSwitchover(cluster: Cluster, run: Switchover | null, node: Node | null): Remedy {
  const places = placesOf(cluster, run, node);
  const { old, candidate, names } = places;
  const siblings = cluster.members.length > 2 ? ['--siblings-follow'] : [];
  return remedy({
    id: 'finish-switchover',
    title: said.forward(names),
    recommended: false,
    caution: said.forwardCaution(),
    steps: [
      ...looks(cluster, places),
      change({ cluster, node: candidate }, 'failover', {
        title: said.promote({ candidate: names.candidate }),
        command: repmgr(cluster, candidate, 'standby', 'promote', ...siblings),
        expect: said.promoteExpect(),
        undo: said.promoteUndo(names),
      }),
      check(
        { cluster, node: old },
        {
          title: said.rehearse({ old: names.old }),
          command: repmgrTo(cluster, old, candidate, 'node rejoin --dry-run'),
          expect: said.rehearseExpect(),
        },
      ),
      change({ cluster, node: old }, 'restart', {
        title: said.rejoin(names),
        command: repmgrTo(cluster, old, candidate, 'node rejoin'),
        expect: said.rejoinExpect(),
        undo: said.rejoinUndo({ old: names.old }),
      }),
      unpause(cluster, candidate),
    ],
    closing: receives(cluster, old),
  });
}
