/** How to see that archiving works again: the last steps of every remedy of archiving. */
import { dataDirectory } from '../collect/commands.ts';
import { type Hole, hole, lines, query, raw, repmgr, sh } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf } from './replication-steps.ts';
import { verify } from './steps.ts';

const said = texts(() => ({
  drains: { en: 'Watch the archiver of {node}: run it again after a minute', 'zh-CN': '观察 {node} 的归档进程：一分钟后再执行一次' },
  drainsExpect: {
    en: '`last_archived_time` moves, `failed_count` does not grow, and the number of `.ready` files falls to 0–2. Status files whose segment is gone are removed by the archiver itself (the server log says so): delete none by hand.',
    'zh-CN':
      '`last_archived_time` 更新，`failed_count` 不增长，`.ready` 文件数降到 0–2。对应日志段已不存在的状态文件由归档进程自行清除（服务器日志会记录）：不要手工删除。',
  },
  findUser: { en: 'the owner of the data directory (`ls -ld`)', 'zh-CN': '数据目录的属主（`ls -ld`）' },
  noted: { en: "repmgr's check of archiving is green", 'zh-CN': 'repmgr 的归档检查正常' },
  notedExpect: { en: '`OK`, with the number of `.ready` files that wait', 'zh-CN': '`OK`，并显示等待的 `.ready` 文件数' },
}));

/** The OS user of the server: as the bundle shows it, else to be filled in. */
export function serverUser(node: Node | null): string | Hole {
  return node?.osUser ?? hole('SERVER_USER', 'the OS user that runs the server', said.findUser());
}

/** Counts the status files that wait. */
export function readyCount(cluster: Cluster, node: Node | null): Command {
  return sh`find ${dataDirectory(node)}/${raw(walNames(cluster).directory)}/archive_status -name '*.ready' | wc -l`;
}

/** What the archiver did last, with the time now. */
export function archiverStatistics(cluster: Cluster, node: Node | null): Command {
  return query(
    cluster,
    node,
    `select archived_count, last_archived_wal, last_archived_time, failed_count, last_failed_time, now() from ${cluster.flavour.catalog}stat_archiver`,
  );
}

export function archiverDrains(cluster: Cluster, node: Node | null): Step {
  return verify(
    { cluster, node },
    {
      title: said.drains({ node: labelOf(node) }),
      command: lines(archiverStatistics(cluster, node), readyCount(cluster, node)),
      expect: said.drainsExpect(),
    },
  );
}

export function checkIsGreen(cluster: Cluster, node: Node | null): Step {
  return verify(
    { cluster, node },
    { title: said.noted(), command: repmgr(cluster, node, 'node', 'check', '--archive-ready'), expect: said.notedExpect() },
  );
}
