/** Why a standby receives from nobody: its log, its configuration, the senders and slots of its upstream. Reads only. */
import { serverLogFiles } from '../collect/commands.ts';
import { receiverState } from '../collect/server-views.ts';
import { query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, sendersQuery, standbyFor, upstreamFor } from './replication-steps.ts';
import { check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find out what keeps {standby} from receiving', 'zh-CN': '查明 {standby} 为何未接收' },
  log: { en: 'What the receiver of {standby} says, every five seconds', 'zh-CN': '查看 {standby} 接收进程的日志（每五秒一条）' },
  logExpect: {
    en: 'The text behind `could not connect`, `could not start WAL streaming` or `could not receive data` names the cause. No such line: no upstream is configured, or the receiver hangs.',
    'zh-CN':
      '`could not connect`、`could not start WAL streaming` 或 `could not receive data` 之后的文字即原因。若没有此类行：未配置上游，或接收进程卡住。',
  },
  told: {
    en: 'Where {standby} is told to receive from, and whether it believes that it does',
    'zh-CN': '查看 {standby} 配置的上游，以及它是否认为自己在接收',
  },
  toldExpect: {
    en: 'The host and port of the upstream, the slot; a receiver row of these seconds, or none.',
    'zh-CN': '上游的主机、端口与复制槽；接收进程行的时间为当前几秒内，或没有行。',
  },
  upstream: { en: 'What {upstream} sends, and which slots it holds', 'zh-CN': '查看 {upstream} 的发送连接与复制槽' },
  upstreamExpect: {
    en: 'No row for this standby; its slot is there, inactive, with `restart_lsn` not empty. A row under another name: it streams, repmgr only does not recognise it.',
    'zh-CN': '没有该备机的行；其复制槽存在、未激活且 `restart_lsn` 非空。若有其他名称的行：其实在流复制，只是 repmgr 不认识。',
  },
}));

export function findWhyDetached(cluster: Cluster, node: Node | null, recommended: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const { catalog: c } = cluster.flavour;
  const source = `select name, setting from ${c}settings where name in ('primary_conninfo', 'primary_slot_name', 'hot_standby')`;
  return remedy({
    id: 'find-why-detached',
    title: said.title({ standby: names.standby }),
    recommended,
    steps: [
      check(on, {
        title: said.log({ standby: names.standby }),
        command: sh`tail -n 200 ${serverLogFiles(cluster, standby)} | grep -iE ${'fatal|panic|error|streaming|致命|错误|启动日志'} | tail -n 20`,
        expect: said.logExpect(),
      }),
      check(on, {
        title: said.told({ standby: names.standby }),
        command: receiverState(cluster, standby, '*, now()', source),
        expect: said.toldExpect(),
      }),
      check(
        { cluster, node: upstream, where: where.upstream() },
        {
          title: said.upstream({ upstream: names.upstream }),
          command: query(cluster, upstream, sendersQuery(cluster), `select slot_name, active, restart_lsn from ${c}replication_slots`),
          expect: said.upstreamExpect(),
        },
      ),
    ],
    closing: receives(cluster, standby),
  });
}
