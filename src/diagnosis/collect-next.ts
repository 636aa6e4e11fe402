import type { Missing } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Diagnosis } from './differential.ts';

/** What to collect next: what the findings miss, each command on each node once, the gravest finding's first. */
export function collectNext(_cluster: Cluster, diagnosis: Diagnosis): readonly Missing[] {
  const seen = new Set<string>();
  const asked = diagnosis.findings.flatMap((finding) => finding.missing);
  return asked.filter((item) => {
    const key = `${item.node ?? ''} ${item.command.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
