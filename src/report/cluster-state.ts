/** What a report's findings and symptoms say of a node: for everything that draws the cluster. */
import type { Report } from '../core/report.ts';

type Node = Report['cluster']['nodes'][number];

/** Whether something open says that a standby does not follow its upstream. */
export function isDetached(report: Report, node: Node): boolean {
  return report.symptoms.some((symptom) => symptom.id === 'standby-not-attached' && symptom.node === node.name);
}

/** The worst severity of what is open and asserted on a node. */
export function worst(report: Report, node: string | null): 'critical' | 'warning' | 'notice' | null {
  const open = report.findings.filter((item) => item.status === 'active' && item.confidence !== 'possible' && item.node === node);
  return (['critical', 'warning', 'notice'] as const).find((severity) => open.some((item) => item.severity === severity)) ?? null;
}
