/** A receiver that hangs: end it, the server starts a new one by itself. */
import { endReceiver, receiverState } from '../collect/server-views.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, seeSenders, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  title: { en: 'End the receiver of {standby} that hangs', 'zh-CN': '结束 {standby} 上卡住的接收进程' },
  caution: {
    en: 'Nothing is lost: the new receiver goes on where the old one stopped, as long as the upstream still has that WAL. A process that the operating system holds (state `T` or `D`) does not end by this: continue it, or look at the disk.',
    'zh-CN':
      '不会丢失数据：只要上游仍保留该 WAL，新的接收进程会从原处继续。若进程被操作系统挂起（状态 `T` 或 `D`），此方法无效：先让其继续运行，或检查磁盘。',
  },
  hangs: { en: 'It hangs: its last message is old', 'zh-CN': '确认卡住：最后一条消息时间很旧' },
  hangsExpect: {
    en: '`last_msg_receipt_time` minutes before `now`, while the upstream has no row for this standby.',
    'zh-CN': '`last_msg_receipt_time` 比 `now` 早数分钟，而上游没有该备机的行。',
  },
  end: { en: 'End it', 'zh-CN': '结束接收进程' },
  endExpect: {
    en: '`t`; within five seconds the log says `started streaming WAL`.',
    'zh-CN': '返回 `t`；五秒内日志出现 `started streaming WAL`。',
  },
  endUndo: { en: 'Not needed: the server starts a new receiver by itself.', 'zh-CN': '无需回退：服务器会自行启动新的接收进程。' },
}));

export function renewReceiver(cluster: Cluster, node: Node | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby') };
  return remedy({
    id: 'renew-receiver',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeSenders(cluster, upstream),
      check(on, {
        title: said.hangs(),
        command: receiverState(cluster, standby, 'pid, status, last_msg_receipt_time, now()'),
        expect: said.hangsExpect(),
      }),
      change(on, 'reload', {
        title: said.end(),
        command: endReceiver(cluster, standby),
        expect: said.endExpect(),
        undo: said.endUndo(),
      }),
    ],
    closing: receives(cluster, standby),
  });
}
