import type { Evidence } from '../core/finding.ts';
import type { Message } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Diagnosis } from './differential.ts';

/** A question that the person at the console asks, answered as far as the bundle goes. */
export interface Answer {
  readonly id: string;
  readonly question: Message;
  readonly answer: Message;
  readonly evidence: readonly Evidence[];
}

export function answersOf(_cluster: Cluster, _diagnosis: Diagnosis): readonly Answer[] {
  return [];
}
