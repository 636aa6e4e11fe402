import type { Finding } from '../core/finding.ts';
import { CONFIDENCES, SEVERITIES } from '../core/ids.ts';

/** Length of the longest chain above a finding: a root is 0. */
function depth(finding: Finding, all: ReadonlyMap<string, Finding>, seen: ReadonlySet<string> = new Set()): number {
  if (seen.has(finding.id)) return 0;
  const above = finding.causedBy.flatMap((id) => all.get(id) ?? []);
  return above.length === 0 ? 0 : 1 + Math.max(...above.map((parent) => depth(parent, all, new Set([...seen, finding.id]))));
}

/**
 * The order in which a senior engineer would tell them: what is still open first, then by severity, roots before what follows
 * from them, the sure before the less sure; equal ones by id, so that a report never depends on chance.
 */
export function byWeight(findings: readonly Finding[]): (a: Finding, b: Finding) => number {
  const all = new Map(findings.map((finding) => [finding.id, finding]));
  const depths = new Map(findings.map((finding) => [finding.id, depth(finding, all)]));
  const weight = (finding: Finding): number[] => [
    finding.confidence === 'possible' ? 1 : 0,
    finding.status === 'active' ? 0 : 1,
    SEVERITIES.indexOf(finding.severity),
    depths.get(finding.id) ?? 0,
    CONFIDENCES.indexOf(finding.confidence),
  ];
  return (a, b) => {
    const left = weight(a);
    const right = weight(b);
    for (let index = 0; index < left.length; index++) {
      const difference = (left[index] ?? 0) - (right[index] ?? 0);
      if (difference !== 0) return difference;
    }
    // ids are ASCII: the rules of a language would cost ten milliseconds to load
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
