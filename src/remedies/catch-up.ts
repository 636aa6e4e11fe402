/** Before a switchover is tried again: the standby receives without lag, and the switchover waits long enough for the rest. */
import { receiverState } from '../collect/server-views.ts';
import { repmgr } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, seeSenders } from './replication-steps.ts';
import { seeParameter, setParameter } from './repmgr-conf.ts';
import { check, remedy, verify } from './steps.ts';

const SECONDS = 120;

const said = texts(() => ({
  title: { en: 'Let {standby} catch up before the switchover is tried again', 'zh-CN': '再次切换之前让 {standby} 追上' },
  caution: {
    en: 'A longer wait helps a standby that is slow. One whose receiver hangs does not catch up by waiting: find out why first (network, disk, `recovery_min_apply_delay`, its log).',
    'zh-CN': '等待更久只对接收较慢的备机有用。接收进程卡住时等待无济于事：须先查明原因（网络、磁盘、`recovery_min_apply_delay`、日志）。',
  },
  receiver: {
    en: 'What {standby} receives, and when it last heard from {upstream}',
    'zh-CN': '查看 {standby} 的接收状态及最近一次收到 {upstream} 消息的时间',
  },
  receiverExpect: {
    en: '`streaming`, and a `last_msg_receipt_time` of a few seconds ago. An old time means that the receiver hangs: restart the server of {standby}.',
    'zh-CN': '`streaming`，且 `last_msg_receipt_time` 在几秒之内。时间陈旧说明接收进程卡住：请重启 {standby} 的服务器。',
  },
  rehearse: { en: 'Rehearse the switchover', 'zh-CN': '预演切换' },
  rehearseExpect: {
    en: '`replication lag on this standby is 0 seconds`, then `prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN': '`replication lag on this standby is 0 seconds`，随后为 `prerequisites for executing STANDBY SWITCHOVER are met`',
  },
}));

export function catchUp(cluster: Cluster, standby: Node | null, upstream: Node | null): Remedy {
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  return remedy({
    id: 'catch-up',
    title: said.title({ standby: names.standby }),
    caution: said.caution(),
    steps: [
      seeSenders(cluster, upstream),
      check(on, {
        title: said.receiver(names),
        command: receiverState(cluster, standby, 'status, latest_end_lsn, last_msg_receipt_time, now()'),
        expect: said.receiverExpect({ standby: names.standby }),
      }),
      seeParameter(cluster, standby, 'wal_receive_check_timeout'),
      setParameter(cluster, standby, 'wal_receive_check_timeout', String(SECONDS)),
    ],
    closing: verify(on, {
      title: said.rehearse(),
      command: repmgr(cluster, standby, 'standby', 'switchover', '--dry-run'),
      expect: said.rehearseExpect(),
    }),
  });
}
