/** Restart the nodes so that archive_mode comes into force: repmgrd paused, standbys first, the primary last. */

import { collectSettings } from '../collect/commands.ts';
import { pendingColumn } from '../collect/server-views.ts';
import { takenBack } from '../commands/alter-system.ts';
import { query } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains } from './archiver-steps.ts';
import { pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Restart with repmgrd paused: standbys first, the primary last', 'zh-CN': '暂停 repmgrd 后重启：先备机，后主机' },
  caution: {
    en: 'An interruption of seconds for the applications at the restart of the primary: agree on the time. On KingbaseES comment the kbha line in cron first, or kbha brings the server back in between.',
    'zh-CN': '重启主机时业务会中断数秒：请先约定时间。在 KingbaseES 上先注释 cron 中的 kbha 行，否则 kbha 会在中途拉起服务器。',
  },
  look: { en: 'What waits for a restart on {node}', 'zh-CN': '查看 {node} 上等待重启的参数' },
  lookExpect: {
    en: '`archive_mode` with `pending_restart` t. Whatever else waits takes effect at the same restart: look at it first.',
    'zh-CN': '`archive_mode` 的 `pending_restart` 为 t。其他等待重启的参数也会同时生效：请先确认。',
  },
  set: { en: 'Set `archive_mode` on {node} (it takes effect at the restart)', 'zh-CN': '在 {node} 上设置 `archive_mode`（重启后生效）' },
  setExpect: {
    en: 'No error. `archive_command` is set: otherwise WAL piles up from the restart on.',
    'zh-CN': '无报错。`archive_command` 须已设置：否则重启后 WAL 会开始堆积。',
  },
  setUndo: { en: '`{back}` before the restart.', 'zh-CN': '重启之前执行 `{back}`。' },
  inForce: { en: 'The new value is in force on {node}', 'zh-CN': '{node} 上新值已生效' },
  inForceExpect: { en: 'The value that was wanted, `pending_restart` f.', 'zh-CN': '为期望的值，`pending_restart` 为 f。' },
  switched: { en: 'A segment is archived', 'zh-CN': '日志段可以归档' },
  switchedExpect: {
    en: 'A position. `last_archived_time` moves within a minute (next step).',
    'zh-CN': '返回一个位置。一分钟内 `last_archived_time` 更新（见下一步）。',
  },
  switchedUndo: { en: 'Nothing to undo.', 'zh-CN': '无需回退。' },
}));

/** Standbys before the primary. */
export function inRestartOrder(cluster: Cluster, node: Node): Node[] {
  const members = cluster.members.filter((one) => !one.isWitness);
  const all = members.includes(node) ? members : [node];
  return [...all].sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary));
}

const look = (cluster: Cluster, node: Node): Step =>
  check(
    { cluster, node },
    {
      title: said.look({ node: node.label }),
      command: query(
        cluster,
        node,
        `select name, setting, sourcefile${pendingColumn(cluster)} from ${cluster.flavour.catalog}settings where ${pendingColumn(cluster) === '' ? '' : 'pending_restart or '}name in ('archive_mode', 'archive_command')`,
      ),
      expect: said.lookExpect(),
    },
  );

const inForce = (cluster: Cluster, node: Node): Step =>
  verify(
    { cluster, node },
    {
      title: said.inForce({ node: node.label }),
      command: collectSettings(cluster, node, ['archive_mode', 'archive_command'], said.inForce({ node: node.label })).command,
      expect: said.inForceExpect(),
    },
  );

/** Restarts every node; with `value` the mode is set on each before. */
export function restartSteps(cluster: Cluster, node: Node, value: 'on' | null): Step[] {
  const nodes = inRestartOrder(cluster, node);
  return [
    seeCluster(cluster, node),
    ...nodes.map((one) => look(cluster, one)),
    ...(value === null
      ? []
      : nodes.map((one) =>
          change({ cluster, node: one }, 'reload', {
            title: said.set({ node: one.label }),
            command: query(cluster, one, `ALTER SYSTEM SET archive_mode = '${value}'`, 'SHOW archive_command'),
            expect: said.setExpect(),
            undo: said.setUndo({ back: takenBack(one, 'archive_mode') }),
          }),
        )),
    pause(cluster, node),
    ...nodes.flatMap((one) => [restart(cluster, one), inForce(cluster, one)]),
    unpause(cluster, node),
  ];
}

export function restartForArchiveMode(cluster: Cluster, node: Node): Remedy {
  return remedy({
    id: 'restart-for-archive-mode',
    title: said.title(),
    caution: said.caution(),
    steps: [...restartSteps(cluster, node, null), switchSegment(cluster, node)],
    closing: archiverDrains(cluster, cluster.primary ?? node),
  });
}

export function switchSegment(cluster: Cluster, node: Node): Step {
  const primary = cluster.primary ?? node;
  return change({ cluster, node: primary, where: where.primary() }, 'reload', {
    title: said.switched(),
    command: query(cluster, primary, `select ${walNames(cluster).switch}`),
    expect: said.switchedExpect(),
    undo: said.switchedUndo(),
  });
}
