import type { Report, ReportFinding, ReportRemedy, ReportStep } from '../../core/report.ts';
import type { Words } from '../words.ts';
import { codeSpan, fenced, prose } from './escape.ts';
import { label, onNode } from './phrases.ts';

/** Remedies by finding; the same remedy of several findings is printed once and referred to. */
export function remedySections(report: Report, numbers: ReadonlyMap<string, number>, words: Words): string {
  const printed = new Map<string, string>();
  const sections = report.findings
    .filter((finding) => finding.remedies.length > 0 && finding.confidence !== 'possible')
    .map((finding) => ofFinding(finding, numbers.get(finding.id) ?? 0, printed, words));
  return sections.length === 0 ? '' : [`## ${words.remedies}`, ...sections].join('\n\n');
}

function ofFinding(finding: ReportFinding, number: number, printed: Map<string, string>, words: Words): string {
  const node = onNode(finding.node, words);
  const letters = 'ABCDEFGHIJ';
  const parts = finding.remedies.map((remedy, index) => {
    const name = `${number}${letters[index] ?? index}`;
    const key = JSON.stringify(remedy.steps);
    const before = printed.get(key);
    const title = `#### ${name}. ${prose(remedy.title)}${words.open}${kindOf(remedy, words)}${words.close}`;
    if (before !== undefined) return `${title}\n\n${words.sameRemedy} ${before}.`;
    printed.set(key, name);
    return [title, ...body(remedy, words)].join('\n\n');
  });
  return [`### ${number}. ${prose(finding.title)}${node}`, ...parts].join('\n\n');
}

function kindOf(remedy: ReportRemedy, words: Words): string {
  if (remedy.recommended) return words.recommended;
  return remedy.steps.some((step) => step.risk === 'destructive') ? words.lastResort : words.alternative;
}

function body(remedy: ReportRemedy, words: Words): string[] {
  const placeholders = new Map(
    remedy.steps.flatMap((step) => step.placeholders).map((placeholder) => [placeholder.name, placeholder.find]),
  );
  const parts: string[] = [];
  if (remedy.caution !== null) parts.push(`> ${label(words.before, words)} ${prose(remedy.caution)}`);
  parts.push(prose(remedy.verification));
  if (placeholders.size > 0) {
    parts.push(
      `${words.exports}${words.colon.trim()}`,
      fenced([...placeholders.keys()].map((name) => `export ${name}=`).join('\n'), 'sh'),
      [...placeholders].map(([name, find]) => `- ${codeSpan(name)}${words.colon}${prose(find)}`).join('\n'),
    );
  }
  parts.push(...remedy.steps.map((step, index) => oneStep(step, index + 1, remedy.steps.length, words)));
  return parts;
}

/** The fence stands at the left margin: copied from the raw text, a here-document in it still ends where it should. */
function oneStep(step: ReportStep, number: number, count: number, words: Words): string {
  const where = step.node === null ? `${words.onPlace}${prose(step.where ?? words.anyNode)}` : `${words.onNode} ${codeSpan(step.node)}`;
  const facts = [
    where,
    step.runAs === null ? words.asServer : `${words.as} ${codeSpan(step.runAs)}`,
    `${words.risk}${words.colon}${words.risks[step.risk]}`,
  ];
  const parts = [
    `**${number}/${count} ${words[step.kind]}${words.colon}${prose(step.title)}** — ${facts.join(' · ')}`,
    fenced(step.command, 'sh'),
    `${words.expect}${words.colon}${prose(step.expect)}`,
  ];
  if (step.undo !== null) parts.push(`${words.undo}${words.colon}${prose(step.undo)}`);
  return parts.join('\n\n');
}
