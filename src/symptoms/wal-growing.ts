import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'the WAL directory of {node} holds {count} segments', 'zh-CN': '{node} 的 WAL 目录中有 {count} 个日志段' },
}));

export const walGrowing = defineSymptom({
  id: 'wal-growing',
  title: text({ en: 'The WAL directory grows', 'zh-CN': 'WAL 目录增长' }),
  detect: (cluster) =>
    cluster.nodes.flatMap((node) => {
      const most = [...node.archiving.walListings].sort((a, b) => b.segments.count - a.segments.count)[0];
      if (most === undefined || most.segments.count < 128) return [];
      const message = said.seen({ node: node.label, count: most.segments.count });
      return [{ node: node.name, summary: message, evidence: [evidence(most, message)] }];
    }),
});
