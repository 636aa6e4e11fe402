import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts({
  seen: { en: '{node} is not running: {text}', 'zh-CN': '{node} 未运行：{text}' },
});

export const nodeNotRunning = defineSymptom({
  id: 'node-not-running',
  title: text({ en: 'A node is not running', 'zh-CN': '节点未运行' }),
  detect(cluster) {
    const rows = cluster.facts.of('cluster-row').filter((fact) => /failed/.test(fact.state));
    return firstPerNode(
      rows.map((fact) => {
        const message = said.seen({ node: fact.name, text: fact.status });
        return { node: fact.name, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
