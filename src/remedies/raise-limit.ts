/** A limit on replication that needs a restart: set on every node that needs it, standbys first, the primary last. */

import { collectSettings } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, pause, receives, restart, seeCluster, unpause } from './replication-steps.ts';
import { change, check, type On, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Raise `{name}` and restart {upstream}', 'zh-CN': '调大 `{name}` 并重启 {upstream}' },
  look: { en: 'The value on {node}, and where it is set', 'zh-CN': '查看 {node} 上的取值及来源' },
  lookExpect: {
    en: 'The value with its `sourcefile`; with `source` `command line` it has to be changed there instead.',
    'zh-CN': '显示取值与 `sourcefile`；若 `source` 为 `command line`，须在启动命令中修改。',
  },
  used: { en: 'What uses it now on {node}', 'zh-CN': '查看 {node} 上的当前占用' },
  usedExpect: {
    en: 'One row for each that is in use. What nobody needs any more may be ended instead, without a restart.',
    'zh-CN': '每个占用一行。若有无人需要的，结束它即可，无需重启。',
  },
  set: { en: 'Set it on {node}; the running value changes with the restart', 'zh-CN': '在 {node} 上设置；重启后生效' },
  setExpect: { en: 'No error.', 'zh-CN': '无报错。' },
  setUndo: { en: '`{back}` and restart.', 'zh-CN': '执行 `{back}` 并重启。' },
}));

const caution = texts(() => ({
  max_wal_senders: {
    en: 'Each restart is an outage of seconds on that node; repmgrd is paused meanwhile. From 12 on a standby with a lower value than its primary does not start: therefore standbys first.',
    'zh-CN': '每次重启都会使该节点中断数秒；期间暂停 repmgrd。12 起备机的值低于主机时无法启动，因此先改备机。',
  },
  max_replication_slots: {
    en: 'The restart is an outage of seconds; repmgrd is paused meanwhile. Never lower the value below the number of slots that exist: the server would not start. Set it on the other nodes, too: any of them may become the primary.',
    'zh-CN': '重启会中断数秒；期间暂停 repmgrd。切勿调到小于现有复制槽数量，否则服务器无法启动。其他节点也应设置：任何节点都可能成为主机。',
  },
}));

const find = texts(() => ({
  max_wal_senders: {
    en: 'Two for each standby (a new connection may come before the old one has ended), two for each clone or backup, and a few to spare: 10 is the default, 20 costs next to nothing.',
    'zh-CN': '每个备机两个（旧连接未结束时可能已有新连接），每个克隆或备份两个，另留余量：默认 10，设为 20 几乎没有开销。',
  },
  max_replication_slots: {
    en: 'More than all standbys, subscribers and tools need at once, with some to spare: 20 costs next to nothing.',
    'zh-CN': '大于所有备机、订阅端与工具同时所需，并留有余量：设为 20 几乎没有开销。',
  },
}));

export type LimitName = keyof typeof caution;

const USED: Readonly<Record<LimitName, string>> = {
  max_wal_senders: 'select application_name, client_addr, state, backend_start from {catalog}stat_replication order by 4',
  max_replication_slots: 'select slot_name, slot_type, active from {catalog}replication_slots order by 1',
};

export function raiseLimit(cluster: Cluster, upstream: Node | null, name: LimitName): Remedy {
  const on = { cluster, node: upstream, where: where.upstream() };
  const others = cluster.members.filter((node) => node !== upstream && !node.isPrimary && !node.isWitness);
  const standbys = name === 'max_wal_senders' && cluster.major >= 12 ? others : [];
  const look = said.look({ node: labelOf(upstream) });
  return remedy({
    id: `raise-${name.replaceAll('_', '-')}`,
    title: said.title({ name, upstream: labelOf(upstream) }),
    caution: caution[name](),
    steps: [
      seeCluster(cluster, upstream),
      check(on, { title: look, command: collectSettings(cluster, upstream, [name], look).command, expect: said.lookExpect() }),
      check(on, {
        title: said.used({ node: labelOf(upstream) }),
        command: query(cluster, upstream, USED[name].replace('{catalog}', cluster.flavour.catalog)),
        expect: said.usedExpect(),
      }),
      pause(cluster, upstream),
      ...standbys.flatMap((node) => [setOn({ cluster, node }, name), restart(cluster, node)]),
      setOn(on, name),
      restart(cluster, upstream, 'restart', 'the upstream'),
      unpause(cluster, upstream),
    ],
    closing: receives(cluster, others[0] ?? null),
  });
}

function setOn(on: On, name: LimitName): Step {
  const { cluster, node } = on;
  const value = sh`${hole('VALUE', 'a number', find[name]())}`;
  return change(on, 'reload', {
    title: said.set({ node: labelOf(node) }),
    command: statements(cluster, node, { value }, [`ALTER SYSTEM SET ${name} = :'value';`]),
    expect: said.setExpect(),
    undo: said.setUndo({ back: takenBack(node, name) }),
  });
}
