import type { Fact } from '../core/fact.ts';
import { text, texts } from '../core/text.ts';
import { isOfItsStart } from '../model/attachment.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode, type Seen } from './symptom.ts';

const said = texts(() => ({
  seen: { en: '{node} is not attached to its upstream: {text}', 'zh-CN': '{node} 未连接到上游：{text}' },
}));

const one = (node: string | null, fact: Fact, said_: string): Seen => {
  const message = said.seen({ node: node ?? '?', text: said_ });
  return { node, summary: message, evidence: [evidence(fact, message)] };
};

export const standbyNotAttached = defineSymptom({
  id: 'standby-not-attached',
  title: text({ en: 'A standby is not attached', 'zh-CN': '备机未连接到上游' }),
  detect(cluster) {
    const seen: Seen[] = [];
    for (const fact of cluster.facts.of('node-check')) {
      if ((fact.check === 'upstream' || fact.check === 'downstream') && fact.status === 'CRITICAL')
        seen.push(one(cluster.nodeOf(fact)?.name ?? null, fact, fact.detail ?? ''));
    }
    const tooEarly = (name: string | undefined, fact: Fact): boolean => {
      const node = name === undefined ? null : cluster.node(name);
      return node !== null && isOfItsStart(cluster, node, fact);
    };
    for (const fact of cluster.messages('status.not-attached', 'status.not-in-stat-replication', 'switchover.not-attached'))
      if (!tooEarly(fact.values['node'], fact)) seen.push(one(fact.values['node'] ?? null, fact, fact.text));
    for (const fact of cluster.facts.of('cluster-row'))
      if (fact.upstreamMark === '!' && !tooEarly(fact.name, fact)) seen.push(one(fact.name, fact, `! ${fact.upstream ?? ''}`));
    // a witness receives no WAL: what is said of it is about its records
    return firstPerNode(seen.filter(({ node }) => node === null || cluster.node(node)?.isWitness !== true));
  },
});
