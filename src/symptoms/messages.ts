import type { FactOf } from '../core/fact.ts';
import type { Evidence } from '../core/finding.ts';
import type { Message } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { EventName } from '../model/events.ts';
import { evidence } from '../model/evidence.ts';
import type { Seen } from './symptom.ts';

/** Lines of one symptom that are cited for a node; more of the same add nothing. */
const CITED = 5;

/** A symptom that messages state on their face: one per node, with the first lines that say it. */
export function seenInMessages(
  cluster: Cluster,
  events: readonly EventName[],
  say: (params: { readonly text: string }) => Message,
  counts: (fact: FactOf<'message'>) => boolean = () => true,
): Seen[] {
  const byNode = new Map<string | null, { message: Message; shown: Evidence[] }>();
  for (const fact of cluster.messages(...events).filter(counts)) {
    const node = cluster.nodeOf(fact)?.name ?? null;
    const message = say({ text: fact.text });
    const seen = byNode.get(node);
    if (seen === undefined) byNode.set(node, { message, shown: [evidence(fact, message)] });
    else if (seen.shown.length < CITED) seen.shown.push(evidence(fact, message));
  }
  return [...byNode].map(([node, { message, shown }]) => ({ node, summary: message, evidence: shown }));
}
