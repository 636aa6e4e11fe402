/** PostgreSQL 12 and later refuse to start with a recovery.conf: carry its settings over and move it aside. */
import { dataDirectory } from '../collect/commands.ts';
import { lines, query, raw, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { restart } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Carry recovery.conf of {node} over to the way of this version', 'zh-CN': '将 {node} 的 recovery.conf 转为当前版本的方式' },
  caution: {
    en: 'For a standby only: with `standby.signal` the server starts as a standby. A server that shall run as primary gets neither file.',
    'zh-CN': '仅适用于备机：存在 `standby.signal` 时服务器以备机身份启动。应作为主机运行的服务器不要创建该文件。',
  },
  look: {
    en: 'What recovery.conf on {node} says, and which signal files are there',
    'zh-CN': '查看 {node} 上 recovery.conf 的内容及已有的标志文件',
  },
  lookExpect: {
    en: "`standby_mode = 'on'` and a `primary_conninfo` that names the present primary.",
    'zh-CN': "有 `standby_mode = 'on'`，且 `primary_conninfo` 指向当前主机。",
  },
  carry: {
    en: 'Move it aside on {node}, keep its settings, mark the node as a standby',
    'zh-CN': '在 {node} 上将其改名，保留其中的参数，并标记为备机',
  },
  carryExpect: {
    en: 'The settings at the end of the file that the server writes itself.',
    'zh-CN': '参数出现在服务器自身维护的文件末尾。',
  },
  carryUndo: {
    en: 'Rename `recovery.conf.retired` back and remove `standby.signal` and the lines that were added.',
    'zh-CN': '将 `recovery.conf.retired` 改回原名，删除 `standby.signal` 以及新增的行。',
  },
  standby: { en: '{node} runs as a standby', 'zh-CN': '确认 {node} 以备机身份运行' },
  standbyExpect: { en: '`t`', 'zh-CN': '返回 `t`' },
}));

const CARRIED =
  'primary_conninfo|primary_slot_name|restore_command|archive_cleanup_command|recovery_target_timeline|recovery_min_apply_delay';

export function retireRecoveryConf(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const data = dataDirectory(node);
  const auto = sh`${data}/${raw(cluster.flavour.files.auto)}`;
  return remedy({
    id: 'retire-recovery-conf',
    title: said.title({ node: node.label }),
    caution: said.caution(),
    steps: [
      check(on, {
        title: said.look({ node: node.label }),
        command: lines(sh`grep -vE ${'^[[:space:]]*(#|$)'} ${data}/recovery.conf`, sh`ls -l ${data}/`),
        expect: said.lookExpect(),
      }),
      change(on, 'reload', {
        title: said.carry({ node: node.label }),
        command: lines(
          sh`mv ${data}/recovery.conf ${data}/recovery.conf.retired`,
          sh`grep -E ${`^[[:space:]]*(${CARRIED})[[:space:]]*=`} ${data}/recovery.conf.retired >> ${auto}`,
          sh`touch ${data}/standby.signal`,
          sh`tail -n 6 ${auto}`,
        ),
        expect: said.carryExpect(),
        undo: said.carryUndo(),
      }),
      restart(cluster, node, 'start'),
    ],
    closing: verify(on, {
      title: said.standby({ node: node.label }),
      command: query(cluster, node, `select ${cluster.flavour.catalog}is_in_recovery()`),
      expect: said.standbyExpect(),
    }),
  });
}
