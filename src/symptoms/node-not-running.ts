import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { isTakenOut, poolNodes, streamsAllTheSame } from '../model/pool-nodes.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts(() => ({
  seen: { en: '{node} is not running: {text}', 'zh-CN': '{node} 未运行：{text}' },
}));

export const nodeNotRunning = defineSymptom({
  id: 'node-not-running',
  title: text({ en: 'A node is not running', 'zh-CN': '节点未运行' }),
  detect(cluster) {
    const rows = cluster.facts.of('cluster-row').filter((fact) => /failed/.test(fact.state));
    const seen = [
      ...rows.map((fact) => ({ fact, node: fact.name, text: fact.status })),
      ...poolNodes(cluster.facts)
        .filter((fact) => isTakenOut(fact) && streamsAllTheSame(cluster.facts, fact) === null)
        .map((fact) => ({ fact, node: fact.values['hostname'] ?? '', text: fact.values['status'] ?? '' })),
    ];
    return firstPerNode(
      seen.map(({ fact, node, text: status }) => {
        const message = said.seen({ node, text: status });
        return { node, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
