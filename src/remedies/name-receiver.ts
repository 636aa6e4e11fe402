/**
 * A standby that streams under another name: put the node name into its connection string. `repmgr standby follow` would write it, too, but
 * refuses while the standby holds its own slot (`slot … already exists as an active slot`).
 */
import { hole, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { conninfoLine, reloadsConninfo, withWord } from './primary-conninfo.ts';
import { labelOf, pause, receives, restart, seeSenders, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Put the node name of {standby} into its connection string', 'zh-CN': '将节点名写入 {standby} 的连接串' },
  reload: {
    en: 'Nothing is lost and no restart is needed: the reload ends the receiver, and a new one connects within seconds under the right name.',
    'zh-CN': '不会丢失数据，也无需重启：重新加载会结束接收进程，数秒内新的接收进程以正确的名称连接。',
  },
  restart: {
    en: 'The standby is restarted (up to PostgreSQL 12 and on KingbaseES V8R6 the connection string is read at the start only): queries that run on it are cut off.',
    'zh-CN': '需要重启备机（PostgreSQL 12 及之前、KingbaseES V8R6 仅在启动时读取连接串）：其上的查询会被中断。',
  },
  where: { en: 'The connection string of {standby}, before the change', 'zh-CN': '修改前查看 {standby} 的连接串' },
  whereExpect: {
    en: 'Another `application_name` than the node name, or none. Note it, for the way back.',
    'zh-CN': '`application_name` 不是节点名，或没有设置。请记下以便回退。',
  },
  set: { en: 'Write it anew with the node name', 'zh-CN': '以节点名重新写入' },
  setExpect: { en: 'No error; `t` where the configuration is reloaded.', 'zh-CN': '无报错；重新加载时返回 `t`。' },
  setUndo: { en: 'Write the noted connection string back the same way.', 'zh-CN': '以同样方式写回记下的连接串。' },
  findName: { en: '`node_name` in the repmgr.conf of that standby', 'zh-CN': '该备机 repmgr.conf 中的 `node_name`' },
}));

export function nameReceiver(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby') };
  const reloads = reloadsConninfo(cluster);
  const name = sh`${standby?.name ?? hole('NODE_NAME', 'the node name in repmgr.conf of that standby', said.findName())}`;
  const write = change(on, 'reload', {
    title: said.set(),
    command: withWord(cluster, standby, 'application_name', 'name', name),
    expect: said.setExpect(),
    undo: said.setUndo(),
  });
  return remedy({
    id: 'name-receiver',
    title: said.title(names),
    caution: reloads ? said.reload() : said.restart(),
    steps: [
      seeSenders(cluster, upstream),
      check(on, { title: said.where(names), command: conninfoLine(cluster, standby), expect: said.whereExpect() }),
      ...(reloads ? [write] : [pause(cluster, upstream), write, restart(cluster, standby), unpause(cluster, upstream)]),
    ],
    closing: receives(cluster, standby),
  });
}
