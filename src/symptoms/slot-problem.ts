import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'a replication slot of {node} has a problem: {text}', 'zh-CN': '{node} 的复制槽异常：{text}' },
}));

export const slotProblem = defineSymptom({
  id: 'slot-problem',
  title: text({ en: 'A replication slot has a problem', 'zh-CN': '复制槽异常' }),
  detect(cluster) {
    const checks = cluster.facts
      .of('node-check')
      .filter((fact) => (fact.check === 'slots' || fact.check === 'missing-slots') && fact.status !== 'OK');
    const messages = cluster.messages(
      'slot.does-not-exist',
      'slot.missing',
      'slot.lost',
      'slot.invalidated',
      'slot.all-in-use',
      'slot.none-free',
      'status.slots-inactive',
      'status.slots-missing',
      'slot.active',
    );
    return firstPerNode(
      [...checks, ...messages].map((fact) => {
        const node = cluster.nodeOf(fact)?.name ?? null;
        const message = said.seen({ node: node ?? '?', text: fact.kind === 'message' ? fact.text : (fact.detail ?? '') });
        return { node, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
