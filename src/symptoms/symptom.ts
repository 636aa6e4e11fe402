import type { Evidence } from '../core/finding.ts';
import type { SymptomId } from '../core/ids.ts';
import type { Message, Text } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';

/** One symptom as it was seen. */
export interface Seen {
  readonly node: string | null;
  readonly summary: Message;
  readonly evidence: readonly Evidence[];
}

/** A kind of symptom: what people report, or what an output shows on its face. One file per id. */
export interface SymptomKind {
  readonly id: SymptomId;
  readonly title: Text;
  detect(cluster: Cluster): readonly Seen[];
}

export function defineSymptom(kind: SymptomKind): SymptomKind {
  return kind;
}

/** The first sighting on each node: more of the same add nothing. */
export function firstPerNode(all: readonly Seen[]): Seen[] {
  return all.filter((seen, index) => all.findIndex((other) => other.node === seen.node) === index);
}
