/** Make replication synchronous again: once a standby streams, by the list, or by the daemon that manages it. */
import { daemonState, hole, lines, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, primaryFor, sendersQuery, unpause } from './replication-steps.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Make replication on {node} synchronous again', 'zh-CN': '恢复 {node} 的同步复制' },
  caution: {
    en: 'From then on every commit waits for the standby; with none connected under that name all writes hang at once. Find what emptied the list first, or it will do so again.',
    'zh-CN': '此后每次提交都要等待备机；若没有以该名称连接的备机，所有写入会立即挂起。请先查明是什么清空了列表，否则会再次发生。',
  },
  see: { en: 'Who is connected to {node}, under which name', 'zh-CN': '查看连接到 {node} 的备机及其名称' },
  seeExpect: {
    en: 'State `streaming` for each standby that is to be waited for, positions close together. Otherwise stop here: bring it back first.',
    'zh-CN': '要等待的备机状态均为 `streaming`，位置接近。否则请停止：先恢复备机。',
  },
  daemon: { en: 'repmgrd runs everywhere and is not paused', 'zh-CN': '确认各节点 repmgrd 在运行且未暂停' },
  daemonExpect: {
    en: '`running`, `Paused?` no. Here repmgrd writes the list itself; set by hand it is overwritten.',
    'zh-CN': '`running` 且 `Paused?` 为 no。此处列表由 repmgrd 写入，手工设置会被覆盖。',
  },
  set: { en: 'Put the list back and reload', 'zh-CN': '恢复列表并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: {
    en: "`ALTER SYSTEM SET synchronous_standby_names = ''` and reload: commits that hang return at once.",
    'zh-CN': "执行 `ALTER SYSTEM SET synchronous_standby_names = ''` 并重新加载：挂起的提交会立即返回。",
  },
  works: { en: 'It is synchronous, and nothing waits', 'zh-CN': '确认已同步且没有等待' },
  worksExpect: {
    en: 'The list, `sync` or `quorum` for the standbys, 0 waiting sessions.',
    'zh-CN': '列表内容正确，备机为 `sync` 或 `quorum`，等待会话为 0。',
  },
  flag: { en: 'Tell the cluster manager of V8R3 that replication is synchronous', 'zh-CN': '在 V8R3 的集群管理中启用同步' },
  flagExpect: {
    en: '`sync_flag=1`, on every node. With 0 the list is emptied again at the next start of the cluster.',
    'zh-CN': '每个节点均为 `sync_flag=1`。为 0 时集群下次启动会再次清空列表。',
  },
  flagUndo: { en: 'Copy `HAmodule.conf.before` back.', 'zh-CN': '将 `HAmodule.conf.before` 复制回去。' },
  findModule: {
    en: '`HAmodule.conf`, in the directory `etc` beside the programs; each node has its own',
    'zh-CN': '程序目录旁 `etc` 中的 `HAmodule.conf`，各节点各有一份',
  },
  findList: {
    en: "Method, number and `application_name`s, such as `ANY 1 (node2, node3)`; the main configuration file or the other nodes' settings may still hold it.",
    'zh-CN': '方式、数量与 `application_name`，例如 `ANY 1 (node2, node3)`；主配置文件或其他节点的设置中可能仍有。',
  },
}));

export function restoreSync(cluster: Cluster, node: Node | null, before: string | null): Remedy {
  const primary = primaryFor(cluster, node);
  const on = { cluster, node: primary, where: where.primary() };
  const { catalog: c, daemons } = cluster.flavour;
  const label = { node: labelOf(primary) };
  const list = before === null ? sh`${hole('SYNC_NAMES', 'the list of synchronous standbys', said.findList())}` : sh`${before}`;
  const managed = daemons.includes('kbha');
  const waiting = `select count(*) from ${c}stat_activity where wait_event = 'SyncRep'`;
  return remedy({
    id: 'restore-sync',
    title: said.title(label),
    caution: said.caution(),
    steps: [
      check(on, { title: said.see(label), command: query(cluster, primary, sendersQuery(cluster)), expect: said.seeExpect() }),
      ...(managed
        ? [
            check(on, { title: said.daemon(), command: daemonState(cluster, primary), expect: said.daemonExpect() }),
            unpause(cluster, primary),
          ]
        : [
            ...(cluster.flavour.usesRepmgr ? [] : [setSyncFlag(cluster, primary)]),
            change(on, 'reload', {
              title: said.set(),
              command: statements(cluster, primary, { list }, [
                "ALTER SYSTEM SET synchronous_standby_names = :'list';",
                `SELECT ${c}reload_conf();`,
              ]),
              expect: said.setExpect(),
              undo: said.setUndo(),
            }),
          ]),
    ],
    closing: verify(on, {
      title: said.works(),
      command: query(cluster, primary, 'show synchronous_standby_names', sendersQuery(cluster), waiting),
      expect: said.worksExpect(),
    }),
  });
}

/** KingbaseES V8R3: kingbasecluster writes the list at each start, by this flag. */
function setSyncFlag(cluster: Cluster, node: Node | null) {
  const conf = hole('HAMODULE_CONF', 'the HAmodule.conf of this node', said.findModule());
  return change({ cluster, node }, 'reload', {
    title: said.flag(),
    command: lines(
      sh`cp -p ${conf} ${conf}.before`,
      sh`sed -i ${'s/^[[:space:]]*sync_flag[[:space:]]*=.*/sync_flag=1/'} ${conf}`,
      sh`grep -n sync_flag ${conf}`,
    ),
    expect: said.flagExpect(),
    undo: said.flagUndo(),
  });
}
