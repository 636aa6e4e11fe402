import type { TimelineEvent } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Diagnosis } from './differential.ts';

/** What was seen and done, in the order of the bundle. */
export function timelineOf(_cluster: Cluster, _diagnosis: Diagnosis): readonly TimelineEvent[] {
  return [];
}
