/** What to know before a diverged node is rewound or cloned: where both stand, and what only the diverged one holds. Reads only. */
import { dataDirectory } from '../collect/commands.ts';
import { program, query, raw, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { check, onStandby, where } from './steps.ts';

const said = texts(() => ({
  mine: {
    en: 'Timeline, state and end of {standby}; whether it can be rewound',
    'zh-CN': '查看 {standby} 的时间线、状态与终点，以及能否回退',
  },
  mineExpect: {
    en: "`Latest checkpoint's TimeLineID` and `Latest checkpoint location` (or `Minimum recovery ending location`) beyond the fork. A rewind needs `wal_log_hints setting: on` or a `Data page checksum version` other than 0; otherwise only the clone is left.",
    'zh-CN':
      "`Latest checkpoint's TimeLineID` 与 `Latest checkpoint location`（或 `Minimum recovery ending location`）位于分叉点之后。回退要求 `wal_log_hints setting: on` 或 `Data page checksum version` 非 0；否则只能重新克隆。",
  },
  history: { en: 'Where the timelines forked, as the upstream has it', 'zh-CN': '查看上游记录的分叉点' },
  historyExpect: {
    en: 'Lines `parent timeline, position, reason`: the line of the timeline of {standby} is the fork. WAL of {standby} behind that position exists nowhere else.',
    'zh-CN': '每行为“父时间线、位置、原因”：{standby} 所在时间线的那一行即分叉点。{standby} 在该位置之后的 WAL 别处没有。',
  },
  settings: { en: 'Whether {upstream} is fit to rewind from', 'zh-CN': '确认可以以 {upstream} 为源进行回退' },
  settingsExpect: {
    en: '`full_page_writes` on, `wal_log_hints` on or `data_checksums` on. Recovery `f`: it is the primary.',
    'zh-CN': '`full_page_writes` 为 on，`wal_log_hints` 或 `data_checksums` 为 on；恢复状态为 `f`，即主机。',
  },
}));

/** Checks only, for the remedies that bring a diverged node back. */
export function compareHistories(cluster: Cluster, standby: Node | null, upstream: Node | null): Step[] {
  const names = { standby: labelOf(standby, 'the standby'), upstream: labelOf(upstream) };
  const { catalog } = cluster.flavour;
  return [
    check(onStandby(cluster, standby), {
      title: said.mine({ standby: names.standby }),
      command: sh`LC_ALL=C ${program(standby, cluster, 'controldata')} -D ${dataDirectory(standby)}`,
      expect: said.mineExpect(),
    }),
    check(
      { cluster, node: upstream, where: where.upstream() },
      {
        title: said.history(),
        command: sh`tail -n +1 ${dataDirectory(upstream)}/${raw(walNames(cluster).directory)}/*.history`,
        expect: said.historyExpect({ standby: names.standby }),
      },
    ),
    check(
      { cluster, node: upstream, where: where.upstream() },
      {
        title: said.settings({ upstream: names.upstream }),
        command: query(
          cluster,
          upstream,
          `select ${catalog}is_in_recovery()`,
          `select name, setting from ${catalog}settings where name in ('full_page_writes', 'wal_log_hints', 'data_checksums')`,
        ),
        expect: said.settingsExpect(),
      },
    ),
  ];
}
