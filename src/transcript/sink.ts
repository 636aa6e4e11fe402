import type { Fact } from '../core/fact.ts';
import type { Line, NotUnderstood, Reading, Segment } from '../core/source.ts';

/** What a session hands on: facts in order, segments, and a reading for each line. */
export interface Sink {
  fact(fact: Fact): void;
  segment(segment: Segment): void;
  reading(line: Line, reading: Reading): void;
  notUnderstood(line: NotUnderstood): void;
  defect(where: string, error: unknown): void;
  nextOrder(): number;
  nextSegment(): number;
  /** Secrets that were struck out, to be found elsewhere too. */
  readonly secrets: Set<string>;
}
