import type { Evidence } from '../../core/finding.ts';
import type { Message } from '../../core/text.ts';
import { texts } from '../../core/text.ts';
import { evidence } from '../../model/evidence.ts';
import type { Node } from '../../model/node.ts';
import { type Ask, open } from './answer.ts';

const said = texts(() => ({
  question: {
    en: 'Since when has {node} archived nothing, and what could be recovered?',
    'zh-CN': '{node} 从什么时候起没有归档？能恢复到什么程度？',
  },
  statistics: {
    en: 'The last segment that {node} archived is {segment}, at {time}. Whatever was written after it is in no archive: if the data of all nodes were lost now, recovery would end there.',
    'zh-CN': '{node} 最后归档的日志段是 {segment}，时间 {time}。此后写入的内容不在任何归档中：若此刻所有节点的数据都丢失，只能恢复到此处。',
  },
  listing: {
    en: 'The last segment of {node} marked as archived is {segment} ({time}); the oldest that waits is {ready}. Archiving, or something that passed for it, worked until then and was lost later. What came after is in no archive of this node.',
    'zh-CN':
      '{node} 最后一个标记为已归档的日志段是 {segment}（{time}）；等待归档的最早日志段为 {ready}。归档（或形同归档的设置）在此之前有效，之后失效。其后的内容不在该节点的任何归档中。',
  },
  ready: {
    en: 'The oldest file that waits on {node} is {ready}, of {time}: at least since then nothing has been archived. When it stopped is not in the bundle.',
    'zh-CN': '{node} 上等待归档的最早文件是 {ready}，时间 {time}：至少从那时起没有归档。具体何时停止，材料中没有。',
  },
  unknown: {
    en: "The bundle does not tell: it holds neither the archiver's statistics nor the times of the status files.",
    'zh-CN': '材料不足以判断：既没有归档统计信息，也没有状态文件的时间。',
  },
  lastArchived: { en: 'the last success', 'zh-CN': '最后一次成功' },
  done: { en: 'the status files', 'zh-CN': '状态文件' },
}));

const ARCHIVING = /^archive-(?:command|destination|file|remote|process|mode)/;

/** Asked of the node with an open archiving finding, the primary first. */
export const archivedUntil: Ask = (cluster, findings) => {
  const failing = open(findings).filter((finding) => ARCHIVING.test(finding.cause) && finding.severity !== 'notice');
  if (failing.length === 0) return null;
  const nodes = cluster.nodes.filter((node) => failing.some((finding) => finding.node === node.name));
  const node = nodes.find((one) => one.isPrimary) ?? nodes[0];
  if (node === undefined) return null;
  const { answer, shown } = until(node);
  return { id: 'archived-until', question: said.question({ node: node.label }), answer, evidence: shown };
};

function until(node: Node): { answer: Message; shown: Evidence[] } {
  const statistics = node.archiving.statistics.filter((row) => row.lastArchivedWal !== null).at(-1);
  if (statistics?.lastArchivedWal && statistics.lastArchivedTime) {
    return {
      answer: said.statistics({ node: node.label, segment: statistics.lastArchivedWal, time: statistics.lastArchivedTime }),
      shown: [evidence(statistics.fact, said.lastArchived())],
    };
  }
  // Before anybody deleted status files, the oldest that waits is what the first listing shows.
  const listing = node.archiving.statusListings.find((fact) => fact.ready.count > 0);
  if (listing === undefined) return { answer: said.unknown(), shown: [] };
  const shown = [evidence(listing, said.done())];
  const done = listing.done.set.last === null ? null : listing.done;
  if (done !== null && done.newest !== null && !listing.atLeast) {
    return {
      answer: said.listing({ node: node.label, segment: done.last ?? '', time: done.newest, ready: listing.ready.first ?? '' }),
      shown,
    };
  }
  if (done !== null && done.newest !== null)
    return {
      answer: said.listing({ node: node.label, segment: done.last ?? '', time: done.newest, ready: `≤ ${listing.ready.first ?? ''}` }),
      shown,
    };
  return listing.ready.oldest === null
    ? { answer: said.unknown(), shown }
    : { answer: said.ready({ node: node.label, ready: listing.ready.first ?? '', time: listing.ready.oldest }), shown };
}
