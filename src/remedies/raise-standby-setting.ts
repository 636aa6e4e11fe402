/** Raise a setting on the standby to the primary's value and restart the standby: the restart is what ends the pause. */

import { dataDirectory } from '../collect/commands.ts';
import { hole, lines, literal, query, raw, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, pause, receives, restart, standbyFor, unpause, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Raise {name} on {node} and restart it', 'zh-CN': '调高 {node} 的 {name} 并重启该备机' },
  caution: {
    en: 'Queries on {node} are cut off by the restart; the primary is not touched. Do the same on every other standby, and on this node in whatever writes its configuration, so that it does not come back.',
    'zh-CN': '重启会中断 {node} 上的查询，不影响主机。其他备机也要同样设置，并修改生成该节点配置的来源，避免再次出现。',
  },
  theirs: { en: 'The five settings on {primary}', 'zh-CN': '查看 {primary} 上的五个参数' },
  theirsExpect: {
    en: 'The values that no standby may have less of.',
    'zh-CN': '备机不得低于这些值。',
  },
  set: {
    en: 'Write the value into the configuration of {node}; works whether it runs or not',
    'zh-CN': '将该值写入 {node} 的配置；无论服务器是否运行均可',
  },
  setExpect: { en: 'The new line, last in the file: it outweighs the others.', 'zh-CN': '显示新写入的行，位于文件末尾，优先于其他设置。' },
  setUndo: { en: 'Put the copy (`.before`) back.', 'zh-CN': '恢复副本（`.before`）。' },
  findName: {
    en: 'The name in the DETAIL of the message, or in the comparison.',
    'zh-CN': '消息 DETAIL 中的参数名，或比较结果中的参数名。',
  },
  findValue: { en: 'The value of the primary, from the first step.', 'zh-CN': '第一步显示的主机的值。' },
}));

export function raiseStandbySetting(cluster: Cluster, node: Node | null, name: string | null, value: string | null): Remedy {
  const standby = standbyFor(cluster, node);
  const primary = cluster.primary ?? upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = ['max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction'];
  const list = names.map(literal).join(', ');
  return remedy({
    id: 'raise-standby-setting',
    title: said.title({ name: name ?? '…', node: labelOf(standby, 'the standby') }),
    caution: said.caution({ node: labelOf(standby, 'the standby') }),
    steps: [
      check(
        { cluster, node: primary, where: where.primary() },
        {
          title: said.theirs({ primary: labelOf(primary) }),
          command: query(cluster, primary, `select name, setting from ${cluster.flavour.catalog}settings where name in (${list})`),
          expect: said.theirsExpect(),
        },
      ),
      pause(cluster, primary),
      change(on, 'reload', {
        title: said.set({ node: labelOf(standby, 'the standby') }),
        command: write(cluster, standby, name, value),
        expect: said.setExpect(),
        undo: said.setUndo(),
      }),
      restart(cluster, standby),
      unpause(cluster, primary),
    ],
    closing: receives(cluster, standby),
  });
}

/** Into the auto file: ALTER SYSTEM needs a running server, and here it may be down. The server owns the file; it is stopped or replay is held meanwhile. */
function write(cluster: Cluster, standby: Node | null, name: string | null, value: string | null): Command {
  const file = sh`${dataDirectory(standby)}/${raw(cluster.flavour.files.auto)}`;
  const setting = name ?? hole('SETTING', 'the setting that is too low', said.findName());
  const number = value ?? hole('VALUE', 'the value of the primary', said.findValue());
  return lines(sh`cp -p ${file} ${file}.before`, sh`printf '%s = %s\\n' ${setting} ${number} >> ${file}`, sh`tail -n 1 ${file}`);
}
