/** The report as a post-mortem: what happened, why, what was done about it, what is left. Nothing that the bundle does not show. */
import type { Report, ReportEvidence, ReportFinding } from '../../core/report.ts';
import { type Words, wordsFor } from '../words.ts';
import { cell, cellCode, citation, codeSpan, fenced, prose, timeCell } from './escape.ts';
import { cites, label, onNode } from './phrases.ts';

export function postmortemMarkdown(report: Report): string {
  const words = wordsFor(report);
  const asserted = report.findings.filter((finding) => finding.confidence !== 'possible');
  const grave = asserted.filter((finding) => finding.severity !== 'notice');
  const sections = [
    `# ${words.postmortem}${words.colon}${grave[0] === undefined ? words.healthy : `${prose(grave[0].title)}${onNode(grave[0].node, words)}`}`,
    summary(report, grave, words),
    impact(report, words),
    rootCause(grave, words),
    factors(
      asserted.filter((finding) => finding.severity === 'notice'),
      words,
    ),
    done(report, words),
    timeline(report, words),
    open(report, asserted, words),
    followUps(report, asserted, words),
    appendix(asserted, words),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** The roots: findings that follow from no other. */
const roots = (findings: readonly ReportFinding[]): ReportFinding[] =>
  findings.filter((finding) => !finding.causedBy.some((id) => findings.some((other) => other.id === id)));

function summary(report: Report, grave: readonly ReportFinding[], words: Words): string {
  const told = roots(grave).map((finding) => `${prose(finding.summary)}${words.open}${words.status[finding.status]}${words.close}`);
  const answers = report.answers.map((answer) => `**${prose(answer.question)}** ${prose(answer.answer)}${cites(answer.evidence, words)}`);
  return [`## ${words.summary}`, ...(told.length > 0 ? told : [words.healthyText]), ...answers].join('\n\n');
}

function impact(report: Report, words: Words): string {
  if (report.symptoms.length === 0) return '';
  const seen = (item: ReportEvidence | undefined): string =>
    item === undefined ? '–' : `${cell(item.at ?? item.atText ?? words.noTime)} (${cellCode(`${item.source}:${item.line}`)})`;
  const rows = report.symptoms.map(
    (symptom) =>
      `| ${cell(symptom.summary)} | ${symptom.node === null ? '–' : cellCode(symptom.node)} | ${seen(symptom.evidence[0])} | ${seen(symptom.evidence.at(-1))} |`,
  );
  return [
    `## ${words.impact}`,
    '',
    words.impactNote,
    '',
    `| ${words.what} | ${words.node} | ${words.firstSeen} | ${words.lastSeen} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The chain as a tree, each finding once under the first that it follows from. */
function rootCause(grave: readonly ReportFinding[], words: Words): string {
  if (grave.length === 0) return '';
  const lines: string[] = [];
  const drawn = new Set<string>();
  const draw = (finding: ReportFinding, before: string, branch: string): void => {
    if (drawn.has(finding.id)) return;
    drawn.add(finding.id);
    lines.push(`${before}${branch}${finding.title}${finding.node === null ? '' : ` (${finding.node})`}`);
    const below = grave.filter((other) => other.causedBy.includes(finding.id) && !drawn.has(other.id));
    const indent = branch === '' ? '' : branch.startsWith('└') ? `${before}   ` : `${before}│  `;
    for (const [index, child] of below.entries()) draw(child, indent, index === below.length - 1 ? '└─ ' : '├─ ');
  };
  for (const root of roots(grave)) draw(root, '', '');
  for (const finding of grave) draw(finding, '', '');
  const told = grave.map(
    (finding) =>
      `- **${prose(finding.title)}**${onNode(finding.node, words)}${words.colon}${prose(finding.summary)} ${words.evidence}${words.colon}${finding.evidence.slice(0, 4).map(citation).join(', ')}`,
  );
  return [`## ${words.rootCause}`, fenced(lines.join('\n'), 'text'), told.join('\n')].join('\n\n');
}

function factors(notices: readonly ReportFinding[], words: Words): string {
  if (notices.length === 0) return '';
  const rows = notices.map(
    (finding) =>
      `- **${prose(finding.title)}**${onNode(finding.node, words)}${words.colon}${prose(finding.summary)}${cites(finding.evidence, words)}`,
  );
  return [`## ${words.factors}`, '', ...rows].join('\n');
}

function done(report: Report, words: Words): string {
  if (report.actions.length === 0) return '';
  const titles = new Map(report.findings.map((finding) => [finding.id, finding.title]));
  const parts = report.actions.map((action, index) => {
    const when = action.evidence.at ?? action.evidence.atText;
    const head = `**${index + 1}.** ${codeSpan(action.command)}${onNode(action.node, words)} · ${citation(action.evidence)}${when === null ? '' : ` · ${prose(when)}`}`;
    const effects = action.effects.map((effect) => `- ${prose(effect.says)}${cites(effect.evidence, words)}`);
    const blamed = action.findings.map((id) => titles.get(id)).filter((title) => title !== undefined);
    if (blamed.length > 0) effects.push(`- ${label(words.restsOn, words)} ${blamed.map(prose).join('; ')}`);
    return `${head}\n\n${effects.length > 0 ? effects.join('\n') : `- ${words.noEffect}`}`;
  });
  return [`## ${words.done}`, ...parts].join('\n\n');
}

function timeline(report: Report, words: Words): string {
  if (report.timeline.length === 0) return '';
  const rows = report.timeline.map(
    (event) =>
      `| ${timeCell(event)} | ${cell(event.zone ?? '–')} | ${event.node === null ? '–' : cellCode(event.node)} | ${cell(event.event)} | ${cellCode(`${event.source}:${event.line}`)} |`,
  );
  return [
    `## ${words.timeline}`,
    '',
    `| ${words.time} | ${words.zone} | ${words.node} | ${words.what} | ${words.where} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function open(report: Report, asserted: readonly ReportFinding[], words: Words): string {
  const active = asserted.filter((finding) => finding.status === 'active');
  const resolved = asserted.filter((finding) => finding.status === 'resolved');
  const row = (finding: ReportFinding): string =>
    `- **${words.severity[finding.severity]}** · ${prose(finding.title)}${onNode(finding.node, words)}`;
  const unexplained = report.symptoms.filter((symptom) => symptom.explainedBy.length === 0);
  return [
    `## ${words.stillOpen}`,
    '',
    ...(active.length === 0 ? [words.nothingOpen] : active.map(row)),
    ...unexplained.map((symptom) => `- ${prose(symptom.summary)} — ${words.unexplained}${cites(symptom.evidence, words)}`),
    ...(resolved.length === 0 ? [] : ['', label(words.wasResolved, words), '', ...resolved.map(row)]),
  ].join('\n');
}

/** What remains to be done, once each: the recommended remedies and what should be collected; owners and dates are people's. */
function followUps(report: Report, asserted: readonly ReportFinding[], words: Words): string {
  const remedies = asserted
    .filter((finding) => finding.status === 'active')
    .flatMap((finding) => finding.remedies.filter((remedy) => remedy.recommended).map((remedy) => remedy.title));
  const asks = report.collectNext.map((item) => `${item.what}${item.node === null ? '' : ` (${item.node})`}: ${item.why}`);
  const all = [...new Set([...remedies, ...asks])];
  if (all.length === 0) return '';
  return [
    `## ${words.followUps}`,
    '',
    `| ${words.action} | ${words.owner} | ${words.due} |`,
    '| --- | --- | --- |',
    ...all.map((text) => `| ${cell(text)} | | |`),
  ].join('\n');
}

/** Quoted lines of one piece of evidence. */
const QUOTED_LINES = 12;

function appendix(asserted: readonly ReportFinding[], words: Words): string {
  if (asserted.length === 0) return '';
  const seen = new Set<string>();
  const parts = asserted.flatMap((finding) => {
    const quotes = finding.evidence
      .filter((item) => !seen.has(`${item.source}:${item.line}`) && seen.add(`${item.source}:${item.line}`) !== undefined)
      .map(
        (item) => `${citation(item)} — ${prose(item.shows)}\n\n${fenced(item.text.split('\n').slice(0, QUOTED_LINES).join('\n'), 'text')}`,
      );
    return quotes.length === 0 ? [] : [`### ${prose(finding.title)}${onNode(finding.node, words)}`, ...quotes];
  });
  return [`## ${words.appendix}`, ...parts].join('\n\n');
}
