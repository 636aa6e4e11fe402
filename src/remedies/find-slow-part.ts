/** Which part of the way is slow: sending, writing, or replaying. Reads only. */
import { query, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, primaryFor, standbyFor } from './replication-steps.ts';
import { check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Find which part of the way to {node} is slow, and let it catch up', 'zh-CN': '查明到 {node} 的哪一段慢，并让其追平' },
  caution: {
    en: 'A standby that catches up needs time, not a new clone. See that the upstream keeps the WAL that it still needs: a slot, or enough `wal_keep_size` (`wal_keep_segments` up to 12 and on KingbaseES).',
    'zh-CN':
      '正在追赶的备机需要的是时间，不是重新克隆。确认上游保留其所需的 WAL：复制槽，或足够的 `wal_keep_size`（12 及之前与 KingbaseES 为 `wal_keep_segments`）。',
  },
  gaps: { en: 'The gaps on {primary}; run it again after a minute', 'zh-CN': '在 {primary} 上查看各段差距；一分钟后再执行一次' },
  gapsExpect: {
    en: 'Which column grows: `unsent` (the primary or the network), `unwritten` (network or the disk of the standby), `unreplayed` (replay on the standby). All shrinking: wait. An old `reply_time` with state `streaming`: the standby hangs.',
    'zh-CN':
      '看哪一列在增长：`unsent`（主机或网络）、`unwritten`（网络或备机磁盘）、`unreplayed`（备机回放）。都在缩小则等待。`reply_time` 很旧而状态为 `streaming`：备机卡住。',
  },
  waits: {
    en: 'What replay on {node} waits for, and the queries that may hold it',
    'zh-CN': '查看 {node} 的回放在等待什么，以及可能阻塞它的查询',
  },
  waitsExpect: {
    en: 'A row `startup` with a wait event (`RecoveryConflict…`: a query holds it; `DataFileRead`, `WALRead`: the disk; none: it works at full speed), then the oldest transactions.',
    'zh-CN':
      '`startup` 行的等待事件（`RecoveryConflict…`：被查询阻塞；`DataFileRead`、`WALRead`：磁盘；无：正在全速工作），其后是最早的事务。',
  },
  host: {
    en: 'The processes of {node}: `startup recovering` moves, none is stopped',
    'zh-CN': '查看 {node} 的进程：`startup recovering` 在推进，没有被停止的进程',
  },
  hostExpect: {
    en: 'The segment of `startup recovering …` differs from one minute to the next. State `T` in the second column: somebody stopped the process (continue it with `kill -CONT`); `D`: it waits for the disk.',
    'zh-CN': '`startup recovering …` 的日志段每分钟有变化。第二列为 `T`：进程被停止（用 `kill -CONT` 恢复）；为 `D`：在等待磁盘。',
  },
  shrinks: { en: 'The gap shrinks: run it again until it is gone', 'zh-CN': '确认差距在缩小：重复执行直到消失' },
  shrinksExpect: {
    en: '`unsent`, `unwritten` and `unreplayed` near 0, `reply_time` of these seconds.',
    'zh-CN': '`unsent`、`unwritten`、`unreplayed` 接近 0，`reply_time` 为当前几秒内。',
  },
}));

export function findSlowPart(cluster: Cluster, node: Node | null, recommended: boolean): Remedy {
  const standby = standbyFor(cluster, node);
  const primary = primaryFor(cluster, null);
  const names = { node: labelOf(standby, 'the standby'), primary: labelOf(primary) };
  const { catalog: c } = cluster.flavour;
  const wal = walNames(cluster);
  const { sentColumn: sent, flushColumn: flush, replayColumn: replay } = wal;
  const diff = (from: string, to: string, name: string): string => `pg_size_pretty(${wal.diff}(${from}, ${to})) as ${name}`;
  // KingbaseES V8R6 has PostgreSQL 12's columns; reply_time came with 12
  const reply = cluster.major >= 12 ? ', reply_time' : '';
  const gaps = `select application_name, state, ${diff(wal.current, sent, 'unsent')}, ${diff(sent, flush, 'unwritten')}, ${diff(flush, replay, 'unreplayed')}${reply}, now() from ${c}stat_replication`;
  // processes of the server itself are listed from 10 on
  const clients = cluster.major < 10 ? '' : " and backend_type = 'client backend'";
  const see = query(cluster, primary, gaps);
  return remedy({
    id: 'find-slow-part',
    title: said.title(names),
    recommended,
    caution: said.caution(),
    steps: [
      check({ cluster, node: primary, where: where.primary() }, { title: said.gaps(names), command: see, expect: said.gapsExpect() }),
      check(
        { cluster, node: standby },
        {
          title: said.waits(names),
          command: query(
            cluster,
            standby,
            ...(cluster.major < 10
              ? []
              : [`select pid, backend_type, wait_event_type, wait_event from ${c}stat_activity where backend_type = 'startup'`]),
            `select pid, usename, state, xact_start, left(query, 60) from ${c}stat_activity where xact_start is not null${clients} order by xact_start limit 5`,
          ),
          expect: said.waitsExpect(),
        },
      ),
      check(
        { cluster, node: standby },
        {
          title: said.host(names),
          command: sh`ps -eo pid,stat,wchan:20,args | grep -E ${'[s]tartup|[w]al ?receiver'}`,
          expect: said.hostExpect(),
        },
      ),
    ],
    closing: verify(
      { cluster, node: primary, where: where.primary() },
      { title: said.shrinks(), command: see, expect: said.shrinksExpect() },
    ),
  });
}
