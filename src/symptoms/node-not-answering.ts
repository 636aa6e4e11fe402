import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts(() => ({
  seen: { en: '{node} does not answer: {text}', 'zh-CN': '{node} 无响应：{text}' },
}));

export const nodeNotAnswering = defineSymptom({
  id: 'node-not-answering',
  title: text({ en: 'A node does not answer', 'zh-CN': '节点无响应' }),
  detect(cluster) {
    const rows = cluster.facts.of('cluster-row').filter((fact) => fact.mark === '?');
    return firstPerNode(
      rows.map((fact) => {
        const message = said.seen({ node: fact.name, text: fact.status });
        return { node: fact.name, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
