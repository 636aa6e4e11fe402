/** The report as Markdown: what a person needs first on top, then findings, remedies, what to collect, what was read. */
import type { Report, ReportEvidence, ReportFinding } from '../../core/report.ts';
import { sentences, type Words, wordsOf } from '../words.ts';
import { cell, cellCode, codeSpan, fenced, prose } from './escape.ts';
import { remedySections } from './remedies.ts';

const PRODUCTS = { kingbasees: 'KingbaseES', postgresql: 'PostgreSQL' } as const;

/** Lines of a quotation, and quotations of a finding, before they are cut. */
const QUOTED_LINES = 8;
const QUOTED = 8;

export function markdown(report: Report): string {
  const words = wordsOf(report.lang);
  const asserted = report.findings.filter((finding) => finding.confidence !== 'possible');
  const open = asserted.filter((finding) => finding.status === 'active');
  const numbers = new Map(report.findings.map((finding, index) => [finding.id, index + 1]));
  const sections = [
    heading(report, open, words),
    glance(report, open, words),
    findingList(words.findings, open, report, numbers, words),
    findingList(
      words.resolvedFindings,
      asserted.filter((finding) => finding.status === 'resolved'),
      report,
      numbers,
      words,
    ),
    findingList(
      words.possible,
      report.findings.filter((finding) => finding.confidence === 'possible'),
      report,
      numbers,
      words,
    ),
    symptoms(report, numbers, words),
    remedySections(report, numbers, words),
    collectNext(report, words),
    timeline(report, words),
    remarks(report, words),
    nodes(report, words),
    coverage(report, words),
    defects(report, words),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(report: Report, open: readonly ReportFinding[], words: Words): string {
  const worst = open[0];
  const verdict =
    worst === undefined
      ? words.healthy
      : worst.severity === 'notice'
        ? words.noticesOnly
        : `${prose(worst.title)}${onNode(worst.node, words)}`;
  return `# ${words.title}: ${verdict}\n\n${sentences.tool(report.lang, report.tool.version)}`;
}

const onNode = (node: string | null, words: Words): string => (node === null ? '' : ` (${words.onNode} ${codeSpan(node)})`);

/** The first screen: what is broken, the questions a person at the console asks, the first command. */
function glance(report: Report, open: readonly ReportFinding[], words: Words): string {
  const lines = [`## ${words.glance}`, ''];
  if (open.length === 0) lines.push(words.healthyText);
  for (const finding of open)
    lines.push(
      `- **${words.severity[finding.severity]}** · ${prose(finding.title)}${onNode(finding.node, words)}: ${prose(finding.summary)}`,
    );
  for (const answer of report.answers) lines.push('', `**${prose(answer.question)}** ${prose(answer.answer)}${cites(answer.evidence)}`);
  const step = open.flatMap((finding) => finding.remedies.filter((remedy) => remedy.recommended).flatMap((remedy) => remedy.steps))[0];
  const ask = report.collectNext[0];
  const first =
    step !== undefined ? { command: step.command, node: step.node, runAs: step.runAs } : ask !== undefined ? { ...ask, runAs: null } : null;
  if (first !== null) {
    const where = `${words.onNode} ${first.node === null ? words.anyNode : codeSpan(first.node)}${first.runAs === null ? '' : `, ${words.as} ${codeSpan(first.runAs)}`}`;
    lines.push('', `**${words.firstCommand}** (${where}):`, '', fenced(first.command, 'sh'));
  }
  return lines.join('\n');
}

const cites = (evidence: readonly ReportEvidence[]): string =>
  evidence.length === 0 ? '' : ` (${evidence.slice(0, 3).map(citation).join(', ')})`;

/** `file:line` or `file:line-line`. */
function citation(item: { source: string; line: number; endLine?: number }): string {
  const end = item.endLine ?? item.line;
  return codeSpan(`${item.source}:${item.line}${end > item.line ? `-${end}` : ''}`);
}

function findingList(
  title: string,
  findings: readonly ReportFinding[],
  report: Report,
  numbers: ReadonlyMap<string, number>,
  words: Words,
): string {
  if (findings.length === 0) return '';
  return [`## ${title}`, ...findings.map((finding) => one(finding, report, numbers, words))].join('\n\n');
}

function one(finding: ReportFinding, report: Report, numbers: ReadonlyMap<string, number>, words: Words): string {
  const node = finding.node === null ? words.cluster : codeSpan(finding.node);
  const facts = [
    words.severity[finding.severity],
    words.status[finding.status],
    `${words.confidence}: ${words.sure[finding.confidence]}`,
    `${words.node}: ${node}`,
    codeSpan(finding.cause),
  ];
  const parts = [
    `### ${numbers.get(finding.id)}. ${prose(finding.title)}${onNode(finding.node, words)}`,
    facts.join(' · '),
    prose(finding.summary),
  ];
  const roots = finding.causedBy.map((id) => report.findings.find((other) => other.id === id)).filter((other) => other !== undefined);
  if (roots.length > 0)
    parts.push(
      `${words.causedBy}: ${roots.map((root) => `${numbers.get(root.id)}. ${prose(root.title)}${onNode(root.node, words)}`).join('; ')}`,
    );
  parts.push(`**${words.evidence}**`, ...quotations(finding.evidence, report, words));
  if (finding.ruledOut.length > 0) {
    parts.push(
      `**${words.ruledOut}**`,
      finding.ruledOut.map((item) => `- ${codeSpan(item.cause)}: ${prose(item.because)}${cites(item.evidence)}`).join('\n'),
    );
  }
  if (finding.missing.length > 0 && finding.confidence !== 'certain') {
    parts.push(
      `**${words.wouldTell}**`,
      finding.missing.map((item) => `- ${prose(item.what)}${onNode(item.node, words)}: ${prose(item.why)}`).join('\n'),
    );
  }
  return parts.join('\n\n');
}

function quotations(evidence: readonly ReportEvidence[], report: Report, _words: Words): string[] {
  const shown = evidence.slice(0, QUOTED).map((item) => {
    const lines = item.text.split('\n');
    const text = lines.length > QUOTED_LINES ? [...lines.slice(0, QUOTED_LINES - 2), '…', ...lines.slice(-1)].join('\n') : item.text;
    return `${citation(item)} — ${prose(item.shows)}\n\n${fenced(text, 'text')}`;
  });
  const left = evidence.length - shown.length;
  return left > 0 ? [...shown, `${sentences.more(report.lang, left)}: ${evidence.slice(QUOTED).map(citation).join(', ')}`] : shown;
}

function symptoms(report: Report, numbers: ReadonlyMap<string, number>, words: Words): string {
  if (report.symptoms.length === 0) return '';
  const rows = report.symptoms.map((symptom) => {
    const by = symptom.explainedBy.map((id) => `${words.finding} ${numbers.get(id) ?? '?'}`).join(', ');
    return `- ${prose(symptom.summary)}${cites(symptom.evidence)} — ${by === '' ? words.unexplained : `${words.explainedBy}: ${by}`}`;
  });
  return [`## ${words.symptoms}`, '', ...rows].join('\n');
}

function collectNext(report: Report, words: Words): string {
  if (report.collectNext.length === 0) return '';
  const items = report.collectNext.map(
    (item, index) =>
      `${index + 1}. ${prose(item.what)}${onNode(item.node, words)}: ${prose(item.why)}\n\n${indent(fenced(item.command, 'sh'))}`,
  );
  return [`## ${words.collectNext}`, ...items].join('\n\n');
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '   ');

function timeline(report: Report, words: Words): string {
  if (report.timeline.length === 0) return '';
  const rows = report.timeline.map(
    (event) =>
      `| ${cell(event.at ?? event.atText ?? '–')} | ${event.node === null ? '–' : cellCode(event.node)} | ${cell(event.event)} | ${cellCode(`${event.source}:${event.line}`)} |`,
  );
  return [
    `## ${words.timeline}`,
    '',
    `| ${words.time} | ${words.node} | ${words.what} | ${words.where} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function remarks(report: Report, words: Words): string {
  if (report.remarks.length === 0) return '';
  return [`## ${words.remarks}`, '', ...report.remarks.map((remark) => `- ${prose(remark.text)}${cites(remark.evidence)}`)].join('\n');
}

function nodes(report: Report, words: Words): string {
  const { nodes: list } = report.cluster;
  if (list.length === 0) return '';
  const version = [PRODUCTS[report.cluster.flavour], report.cluster.version ?? words.unknown].join(' ');
  const rows = list.map((node) => {
    const address = node.host === null ? '–' : cellCode(node.port === null ? node.host : `${node.host}:${node.port}`);
    const role = node.role === null ? words.unknown : words.roles[node.role];
    return `| ${node.name === null ? '–' : cellCode(node.name)} | ${node.id ?? '–'} | ${role} | ${address} | ${node.dataDir === null ? '–' : cellCode(node.dataDir)} |`;
  });
  const told = list.flatMap((node) => node.identifiedBy).map((item) => `- ${prose(item.said)} (${citation(item)})`);
  return [
    `## ${words.nodes}`,
    '',
    prose(`${version}${report.cluster.repmgrVersion === null ? '' : `, repmgr ${report.cluster.repmgrVersion}`}`),
    '',
    `| ${words.node} | ID | ${words.role} | ${words.address} | ${words.dataDir} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(told.length === 0 ? [] : ['', `**${words.identified}**`, '', ...told]),
  ].join('\n');
}

/** Lines not understood that are listed. */
const LISTED = 40;

function coverage(report: Report, words: Words): string {
  const { bundle } = report;
  const rows = bundle.sources.map((source) => {
    const problems = source.problems.map((problem) => problem.what).join('; ');
    return `| ${cellCode(source.path)} | ${source.lines} | ${cell(source.encoding)} | ${problems === '' ? words.none : cell(problems)} |`;
  });
  const parts = [
    `## ${words.read}`,
    '',
    sentences.coverage(report.lang, bundle.coverage),
    '',
    `| ${words.source} | ${words.lines} | ${words.encoding} | ${words.problems} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ];
  if (bundle.notUnderstood.length > 0) {
    const listed = bundle.notUnderstood.slice(0, LISTED).map((line) => `${line.source}:${line.line}: ${line.text}`);
    const left = bundle.coverage.notUnderstood - listed.length;
    parts.push('', `**${words.notUnderstood}**`, '', fenced(listed.join('\n'), 'text'));
    if (left > 0) parts.push('', sentences.more(report.lang, left));
  }
  return parts.join('\n');
}

function defects(report: Report, words: Words): string {
  if (report.defects.length === 0) return '';
  return [`## ${words.defects}`, '', ...report.defects.map((defect) => `- ${prose(defect.where)}: ${prose(defect.message)}`)].join('\n');
}
