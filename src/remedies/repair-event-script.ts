/** Let the event notification command do its work: lead the clients first, then find out why it fails and rehearse it. */

import { parseShell } from '../../grammars/shell/index.ts';
import { hole, lines, query, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { EventRun } from '../model/event-commands.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Lead the clients to the primary, and repair the notification command of {node}',
    'zh-CN': '先将客户端指向主机，再修复 {node} 的通知命令',
  },
  caution: {
    en: 'The script may move an address or reload a proxy: run it only after the listing shows that {node} is in the role that the event says. Where both nodes hold the address, take it from the old primary first.',
    'zh-CN': '脚本可能切换 VIP 或重载代理：确认 {node} 的角色与事件一致后再执行。若两个节点都持有该地址，先从旧主机移除。',
  },
  roles: { en: 'Who is the primary', 'zh-CN': '确认谁是主机' },
  rolesExpect: { en: 'One `* running` primary.', 'zh-CN': '只有一个 `* running` 主机。' },
  addresses: { en: 'Which addresses {node} holds', 'zh-CN': '查看 {node} 持有的地址' },
  addressesExpect: { en: 'The virtual address on the primary and nowhere else.', 'zh-CN': 'VIP 只在主机上。' },
  script: { en: 'The script on {node}, and what it calls', 'zh-CN': '查看 {node} 上的脚本及其调用的程序' },
  scriptExpect: {
    en: 'It may be read and run by this user, and `sh -n` says nothing. Programs outside `/usr/bin` and `/bin` need absolute paths (`/usr/sbin/arping`), `sudo` needs `NOPASSWD`.',
    'zh-CN': '当前用户可读可执行，`sh -n` 无输出。`/usr/bin`、`/bin` 以外的程序需写绝对路径（`/usr/sbin/arping`），`sudo` 需 `NOPASSWD`。',
  },
  again: { en: 'Once it is corrected: run it as repmgrd does', 'zh-CN': '修正后：按 repmgrd 的方式执行' },
  againExpect: { en: 'Exit status 0, and no line of an error.', 'zh-CN': '退出码为 0，且没有报错。' },
  againUndo: { en: 'What the script moves has to be moved back by hand.', 'zh-CN': '脚本所做的改动需手工还原。' },
  events: { en: 'What repmgr has on record', 'zh-CN': '查看 repmgr 的事件记录' },
  eventsExpect: {
    en: 'The events as they happened. The next one that is listed in `event_notifications` leaves no WARNING in the log of repmgrd.',
    'zh-CN': '显示已发生的事件。下一次 `event_notifications` 所列事件发生时，repmgrd 日志中不再有该警告。',
  },
  findScript: {
    en: 'the program in `event_notification_command` of repmgr.conf',
    'zh-CN': 'repmgr.conf 中 `event_notification_command` 的程序',
  },
  findCall: {
    en: 'the command line below `parsed event notification command was:` in the log of repmgrd',
    'zh-CN': 'repmgrd 日志中 `parsed event notification command was:` 下方的命令行',
  },
}));

export function repairEventScript(cluster: Cluster, node: Node | null, run: EventRun | null): Remedy {
  const on = { cluster, node };
  const names = { node: node?.label ?? 'this node' };
  const configured = node?.repmgrSetting('event_notification_command');
  const line = run?.command ?? (configured?.known === true ? configured.value : null);
  const first = line === null ? null : (parseShell(line).items[0]?.pipeline.commands[0]?.path ?? null);
  const script = first ?? hole('EVENT_SCRIPT', 'the program of event_notification_command', said.findScript());
  const call = run?.command ?? hole('EVENT_CALL', 'the command line as repmgrd ran it', said.findCall());
  return remedy({
    id: 'repair-event-script',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(on, { title: said.roles(), command: repmgr(cluster, node, 'cluster', 'show'), expect: said.rolesExpect() }),
      check(on, { title: said.addresses(names), command: sh`ip -o addr show`, expect: said.addressesExpect() }),
      check(on, {
        title: said.script(names),
        command: lines(sh`ls -l ${script}`, sh`sh -n ${script}`, sh`cat ${script}`),
        expect: said.scriptExpect(),
      }),
      change(on, 'failover', {
        title: said.again(),
        command: sh`env -i PATH=/usr/bin:/bin HOME="$HOME" sh -xc ${call}`,
        expect: said.againExpect(),
        undo: said.againUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.events(),
      command: query(
        cluster,
        node,
        'select event_timestamp, node_id, event, successful, details from repmgr.events order by event_timestamp desc limit 20',
      ),
      expect: said.eventsExpect(),
    }),
  });
}
