import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: '{count} files wait to be archived on {node}', 'zh-CN': '{node} 上有 {count} 个文件等待归档' },
}));

export const archiveBacklog = defineSymptom({
  id: 'archive-backlog',
  title: text({ en: 'Files wait to be archived', 'zh-CN': '归档积压' }),
  detect: (cluster) =>
    cluster.nodes.flatMap((node) => {
      const worst = node.archiving.pending
        .filter((one) => one.status === 'WARNING' || one.status === 'CRITICAL' || (one.status === null && one.count > 16))
        .sort((a, b) => b.count - a.count)[0];
      if (worst === undefined) return [];
      const message = said.seen({ count: worst.count, node: node.label });
      return [{ node: node.name, summary: message, evidence: [evidence(worst.fact, message)] }];
    }),
});
