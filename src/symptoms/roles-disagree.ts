import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'record and role of {node} disagree: {text}', 'zh-CN': '{node} 的元数据与实际角色不一致：{text}' },
}));

export const rolesDisagree = defineSymptom({
  id: 'roles-disagree',
  title: text({ en: 'Records and running roles disagree', 'zh-CN': '元数据与实际角色不一致' }),
  detect(cluster) {
    const rows = cluster.facts.of('cluster-row').filter((fact) => fact.mark === '!');
    const checks = cluster.facts.of('node-check').filter((fact) => fact.check === 'role' && fact.status === 'CRITICAL');
    return firstPerNode(
      [...rows, ...checks].map((fact) => {
        const node = fact.kind === 'cluster-row' ? fact.name : (cluster.nodeOf(fact)?.name ?? null);
        const message = said.seen({ node: node ?? '?', text: fact.kind === 'cluster-row' ? fact.status : (fact.detail ?? '') });
        return { node, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
