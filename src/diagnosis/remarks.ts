import type { Evidence } from '../core/finding.ts';
import type { Message } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';

/** Something worth a sentence that is no finding: a paste artefact, an inconsistency of the paste, two files that contradict each other. */
export interface Remark {
  readonly text: Message;
  readonly evidence: readonly Evidence[];
}

export function remarksOf(_cluster: Cluster): readonly Remark[] {
  return [];
}
