/** A connection that breaks again and again: measure the line, then carry over short gaps. */
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, receives, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, where } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Measure what breaks the connection of {standby}, and carry over short gaps',
    'zh-CN': '查明 {standby} 的连接为何中断，并容忍短暂间断',
  },
  caution: {
    en: 'A longer timeout hides short gaps and delays the notice of a dead peer by as much. It mends nothing in the network: find the loss, too.',
    'zh-CN': '更长的超时会掩盖短暂间断，也会同样推迟发现对端失效。它不能修复网络：仍需查明丢包原因。',
  },
  timeouts: { en: 'After how much silence {node} gives up', 'zh-CN': '查看 {node} 在多长时间无应答后放弃' },
  timeoutsExpect: {
    en: 'Compare with the logs: breaks exactly so long after the last good line mean silence on the way, breaks at once mean that the connection was cut.',
    'zh-CN': '与日志比较：恰在该时间之后中断说明途中无数据，立即中断说明连接被切断。',
  },
  line: {
    en: 'Loss and errors on {standby}: the way to {upstream}, and its interfaces',
    'zh-CN': '查看 {standby} 到 {upstream} 的丢包与网卡错误',
  },
  lineExpect: {
    en: '0 % loss and times that do not jump; `errors` and `dropped` of the interfaces that do not grow from one call to the next.',
    'zh-CN': '丢包 0 %，往返时间不跳动；网卡的 `errors`、`dropped` 两次之间不增长。',
  },
  longer: { en: 'Wait longer on {node}', 'zh-CN': '在 {node} 上放宽超时' },
  longerExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  longerUndo: { en: '`ALTER SYSTEM RESET` of the same setting, and reload.', 'zh-CN': '对同一参数执行 `ALTER SYSTEM RESET` 并重新加载。' },
  findHost: { en: '`host=` of `primary_conninfo` on the standby', 'zh-CN': '备机 `primary_conninfo` 的 `host=`' },
  findTimeout: {
    en: 'Longer than the longest gap in the logs, the same on both sides: `3min` carries over most.',
    'zh-CN': '长于日志中最长的间断，两端一致：`3min` 可覆盖大多数情况。',
  },
}));

export function steadyConnection(cluster: Cluster, node: Node | null, timeouts: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const { catalog: c } = cluster.flavour;
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const host = upstream?.identity.address ?? hole('UPSTREAM_HOST', 'the host of the upstream', said.findHost());
  const value = hole('REPLICATION_TIMEOUT', 'how long to wait for the other side, such as 3min', said.findTimeout());
  const settings = `select name, setting, unit, source from ${c}settings where name in ('wal_sender_timeout', 'wal_receiver_timeout', 'wal_receiver_status_interval', 'tcp_keepalives_idle')`;
  const longer = (on: Node | null, name: string) =>
    change({ cluster, node: on }, 'reload', {
      title: said.longer({ node: on === upstream ? names.upstream : names.standby }),
      command: statements(cluster, on, { timeout: sh`${value}` }, [`ALTER SYSTEM SET ${name} = :'timeout';`, `SELECT ${c}reload_conf();`]),
      expect: said.longerExpect(),
      undo: said.longerUndo(),
    });
  return remedy({
    id: 'steady-connection',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      check(
        { cluster, node: upstream, where: where.upstream() },
        { title: said.timeouts({ node: names.upstream }), command: query(cluster, upstream, settings), expect: said.timeoutsExpect() },
      ),
      check(
        { cluster, node: standby },
        { title: said.timeouts({ node: names.standby }), command: query(cluster, standby, settings), expect: said.timeoutsExpect() },
      ),
      check(
        { cluster, node: standby },
        { title: said.line(names), command: sh`ping -c 20 -i 0.5 -W 2 ${host}; ip -s link`, expect: said.lineExpect() },
      ),
      ...(timeouts ? [longer(upstream, 'wal_sender_timeout'), longer(standby, 'wal_receiver_timeout')] : []),
    ],
    closing: receives(cluster, standby),
  });
}
