import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, type Seen } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'more than one node runs as primary: {nodes}', 'zh-CN': '不止一个节点以主机身份运行：{nodes}' },
}));

export const twoPrimaries = defineSymptom({
  id: 'two-primaries',
  title: text({ en: 'Two nodes run as primary', 'zh-CN': '出现两个主机' }),
  detect(cluster) {
    const seen: Seen[] = [];
    for (const view of cluster.views) {
      const running = view.rows.filter(
        (row) => (/primary|master/.test(row.role) && /^running$/.test(row.state)) || /running as primary/.test(row.state),
      );
      const [first] = running;
      if (running.length < 2 || first === undefined) continue;
      const message = said.seen({ nodes: running.map((row) => row.name) });
      seen.push({ node: null, summary: message, evidence: running.map((row) => evidence(row, message)) });
    }
    return seen.slice(0, 1);
  },
});
