/** What shows how much waits on a server, and what it keeps from being done: evidence that every cause of archiving adds. */
import type { Evidence } from '../../core/finding.ts';
import { texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { evidence } from '../cause.ts';

const said = texts(() => ({
  waits: { en: '{count} files wait to be archived', 'zh-CN': '{count} 个文件等待归档' },
  waitsOver: {
    en: '{count} files wait to be archived, more than the threshold of {threshold}',
    'zh-CN': '{count} 个文件等待归档，超过阈值 {threshold}',
  },
  stillWait: {
    en: 'the last count on this node, {count}: nothing has archived them since',
    'zh-CN': '该节点最后一次计数为 {count}：此后没有归档这些文件的迹象',
  },
  refused: { en: 'the switchover is refused for it', 'zh-CN': '切换因此被拒绝' },
}));

/** The largest count that was seen and, where it differs, the last. */
export function backlog(node: Node): Evidence[] {
  const pending = node.archiving.pending;
  const most = pending.reduce<(typeof pending)[number] | null>((best, one) => (best === null || one.count > best.count ? one : best), null);
  const last = pending.at(-1);
  if (most === null || most.count === 0) return [];
  const over = most.threshold !== null && most.count > most.threshold;
  const first = over ? said.waitsOver({ count: most.count, threshold: most.threshold ?? 0 }) : said.waits({ count: most.count });
  return [
    evidence(most.fact, first),
    ...(last !== undefined && last !== most && last.count > 0 ? [evidence(last.fact, said.stillWait({ count: last.count }))] : []),
  ];
}

/** The switchover that repmgr refused because of the files that wait on this node. */
export function refusals(cluster: Cluster, node: Node): Evidence[] {
  return cluster
    .messages('switchover.archive-backlog-critical')
    .filter((fact) => cluster.nodeOf(fact) === node)
    .slice(0, 1)
    .map((fact) => evidence(fact, said.refused()));
}
