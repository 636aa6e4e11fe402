import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts(() => ({
  seen: { en: '{node} lags: {text}', 'zh-CN': '{node} 复制延迟：{text}' },
}));

export const replicationLag = defineSymptom({
  id: 'replication-lag',
  title: text({ en: 'Replication lags', 'zh-CN': '复制延迟' }),
  detect(cluster) {
    const checks = cluster.facts
      .of('node-check')
      .filter((fact) => fact.check === 'replication-lag' && (fact.status === 'WARNING' || fact.status === 'CRITICAL'));
    const attached = cluster.messages('status.attached-in-state', 'switchover.lag-critical', 'switchover.lag-warning');
    return firstPerNode(
      [...checks, ...attached].map((fact) => {
        const node = cluster.nodeOf(fact)?.name ?? null;
        const message = said.seen({ node: node ?? '?', text: fact.kind === 'message' ? fact.text : (fact.detail ?? '') });
        return { node, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
