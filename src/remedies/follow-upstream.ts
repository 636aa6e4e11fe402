/** Let repmgr write `primary_conninfo` anew, from the upstream's registered conninfo: by `standby follow`, which checks before it changes. */
import { repmgr } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { Slot } from '../model/slots.ts';
import { dropLeftSlots } from './replication-slots.ts';
import { labelOf, receives, seeCluster, seePrimaryConninfo, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {standby} follow {upstream} anew', 'zh-CN': '让 {standby} 重新跟随 {upstream}' },
  caution: {
    en: 'Up to PostgreSQL 12, on KingbaseES V8R6 and with repmgr before 5.2 the standby is restarted; later versions reload it. Queries that run on it are cut off then.',
    'zh-CN': 'PostgreSQL 12 及之前、KingbaseES V8R6 以及 5.2 之前的 repmgr 会重启备机；较新版本只重新加载。重启时其上的查询会被中断。',
  },
  where: { en: 'Where {standby} is told to receive from, before the change', 'zh-CN': '修改前查看 {standby} 配置的上游地址' },
  whereExpect: {
    en: 'The present `primary_conninfo`: note it, for the way back.',
    'zh-CN': '显示当前的 `primary_conninfo`：请记下以便回退。',
  },
  dry: { en: 'Rehearse: can {standby} attach?', 'zh-CN': '预演：{standby} 能否连接' },
  dryExpect: {
    en: '`prerequisites for executing STANDBY FOLLOW are met`. A fork of the timelines, a missing slot or a refused connection is named here, and comes first.',
    'zh-CN': '`prerequisites for executing STANDBY FOLLOW are met`。若提示时间线分叉、缺少复制槽或连接被拒绝，先处理该问题。',
  },
  follow: { en: 'Follow', 'zh-CN': '执行跟随' },
  followExpect: { en: '`STANDBY FOLLOW successful`', 'zh-CN': '`STANDBY FOLLOW successful`' },
  followUndo: {
    en: 'Put the noted `primary_conninfo` back into the auto configuration file and reload (restart up to 12).',
    'zh-CN': '将记下的 `primary_conninfo` 写回 auto 配置文件并重新加载（12 及之前需重启）。',
  },
}));

export function followUpstream(
  cluster: Cluster,
  node: Node | null,
  recommended: boolean,
  upstream: Node | null = upstreamFor(cluster, standbyFor(cluster, node)),
  left: readonly Slot[] = [],
): Remedy {
  const standby = standbyFor(cluster, node);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const id = upstream?.id ?? null;
  const words = ['standby', 'follow', ...(id === null ? [] : [`--upstream-node-id=${id}`])];
  return remedy({
    id: 'follow-upstream',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      seeCluster(cluster, upstream),
      check(on, { title: said.where(names), command: seePrimaryConninfo(cluster, standby), expect: said.whereExpect() }),
      check(on, { title: said.dry(names), command: repmgr(cluster, standby, ...words, '--dry-run'), expect: said.dryExpect() }),
      change(on, 'restart', {
        title: said.follow(),
        command: repmgr(cluster, standby, ...words),
        expect: said.followExpect(),
        undo: said.followUndo(),
      }),
      ...leftBehind(cluster, standby, left, receives(cluster, standby, upstream)),
    ],
    closing: receives(cluster, standby, upstream),
  });
}

/** What a standby that has moved leaves on the servers that it came from; only once it is seen on the new one. */
function leftBehind(cluster: Cluster, standby: Node | null, slots: readonly Slot[], moved: Step): Step[] {
  if (standby === null) return [];
  const owners = new Set(slots.flatMap((slot) => slot.owner ?? []));
  const drops = [...owners].map((owner) =>
    dropLeftSlots(
      cluster,
      owner,
      slots.filter((slot) => slot.owner === owner).map((slot) => slot.name),
      standby,
    ),
  );
  return drops.length === 0 ? [] : [moved, ...drops];
}
