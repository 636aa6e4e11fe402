import type { Evidence, Finding } from '../../core/finding.ts';
import type { CauseId } from '../../core/ids.ts';
import type { Message, Text } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';

/** A question that the person at the console asks, answered as far as the bundle goes. */
export interface Answer {
  readonly id: string;
  readonly question: Message;
  readonly answer: Message;
  readonly evidence: readonly Evidence[];
}

/** Null where the question does not arise; what cannot be known is an answer that says so. */
export type Ask = (cluster: Cluster, findings: readonly Finding[], titleOf: TitleOf) => Answer | null;

/** How a cause is called. */
export type TitleOf = (cause: CauseId) => Text;

/** Findings that are asserted and still open. */
export function open(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.status === 'active' && finding.confidence !== 'possible');
}
