/** Has the built program read a bundle, and judges what it says. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { run } from './cluster/host.ts';
import { type Fault, OF_THE_LAB } from './fault.ts';

/** A copy of the built program (scripts/lab.mjs). */
export const PROGRAM = join(process.env['LAB_PROGRAM'] ?? 'dist', 'repmgr-doctor.js');

/** The report of a bundle; it stays beside it as `NAME.json` and `NAME.md`. */
export function diagnose(bundle: string, folder: string, name: string): Report {
  mkdirSync(folder, { recursive: true });
  const json = join(folder, `${name}.json`);
  const ran = run('node', [PROGRAM, 'diagnose', bundle, '-o', json, '-o', join(folder, `${name}.md`)]);
  if (ran.code !== 0) throw new Error(`diagnose: exit ${ran.code}: ${ran.output.trim()}`);
  return JSON.parse(readFileSync(json, 'utf8')) as Report;
}

const sure = (report: Report) => report.findings.filter((finding) => finding.confidence !== 'possible');

/** What is wrong with a diagnosis of a fault, by the rules of a labelled case. */
export function misjudged(fault: Fault, report: Report): string[] {
  const found = new Set(sure(report).map((finding) => finding.cause as string));
  const active = activeCauses(report);
  const allowed = new Set<string>([...fault.expect, ...(fault.alsoOk ?? []), ...OF_THE_LAB]);
  const anyhow = new Set(report.findings.filter((finding) => finding.status === 'active').map((finding) => finding.cause as string));
  return [
    ...fault.expect.filter((id) => !found.has(id)).map((id) => `missed ${id}`),
    ...[...active].filter((id) => !allowed.has(id)).map((id) => `false alarm ${id}`),
    ...(fault.mustNot ?? []).filter((id) => anyhow.has(id)).map((id) => `must not say ${id}`),
    ...report.defects.map((defect) => `defect ${defect.where}`),
  ];
}

/** Causes that a report asserts as lasting. */
export function activeCauses(report: Report): Set<string> {
  return new Set(
    sure(report)
      .filter((finding) => finding.status === 'active')
      .map((finding) => finding.cause),
  );
}
