import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'no node runs as primary', 'zh-CN': '没有节点以主机身份运行' },
}));

export const noPrimary = defineSymptom({
  id: 'no-primary',
  title: text({ en: 'No node runs as primary', 'zh-CN': '没有主机' }),
  detect(cluster) {
    const view = cluster.views.at(-1);
    if (
      view === undefined ||
      view.rows.some((row) => (/primary|master/.test(row.role) && /^running$/.test(row.state)) || /running as primary/.test(row.state))
    )
      return [];
    const primary = view.rows.filter((row) => /primary|master/.test(row.role));
    if (primary.length === 0) return [];
    return [{ node: null, summary: said.seen(), evidence: primary.map((row) => evidence(row, said.seen())) }];
  },
});
