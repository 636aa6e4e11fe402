/** The report as Markdown: what a person needs first on top, then findings, remedies, what to collect, what was read. */
import type { Report, ReportEvidence, ReportFinding } from '../../core/report.ts';
import { PRODUCTS, sentences, unexplainedOf, type Words, wordsFor } from '../words.ts';
import { cell, cellCode, citation, codeSpan, fenced, prose, timeCell } from './escape.ts';
import { timelineDiagram, topologyDiagram } from './mermaid.ts';
import { cites, label, onNode } from './phrases.ts';
import { remedySections } from './remedies.ts';

/** A report with more lines gets a table of contents. */
const LONG = 150;

/** Lines of a quotation, and quotations of a finding, before they are cut. */
const QUOTED_LINES = 8;
const QUOTED = 8;

export function markdown(report: Report, options: { readonly mermaid?: boolean } = {}): string {
  const words = wordsFor(report);
  const asserted = report.findings.filter((finding) => finding.confidence !== 'possible');
  const open = asserted.filter((finding) => finding.status === 'active');
  const numbers = new Map(report.findings.map((finding, index) => [finding.id, index + 1]));
  const top = [heading(report, open, words), glance(report, open, words)];
  const sections = [
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
    timeline(report, words, options.mermaid === true),
    remarks(report, words),
    checked(report, words),
    nodes(report, words, options.mermaid === true),
    coverage(report, words),
    defects(report, words),
  ].filter((section) => section !== '');
  const contents = sections.join('\n').split('\n').length > LONG ? [tableOfContents(sections, words)] : [];
  return `${[...top, ...contents, ...sections].join('\n\n')}\n`;
}

/** A chat message: for each open finding the cause, its first evidence and its first command; the answer to "may I switch over". */
export function briefMarkdown(report: Report): string {
  const words = wordsFor(report);
  const open = report.findings.filter((finding) => finding.confidence !== 'possible' && finding.status === 'active');
  const said = new Map<string, string>();
  const parts = open
    .filter((finding) => finding.severity !== 'notice' || open[0]?.severity === 'notice')
    .map((finding) => inBrief(finding, said, report.lang, words));
  if (open.length === 0) {
    parts.push(`**${words.healthy}**${words.colon}${words.healthyText}`);
    parts.push(
      ...unexplainedOf(report).map(
        (symptom) => `**${words.symptoms}**${words.colon}${prose(symptom.summary)}${cites(symptom.evidence, words)}`,
      ),
    );
  }
  const answer = report.answers.find((one) => one.id === 'may-switch-over');
  if (answer !== undefined) parts.push(`**${prose(answer.question)}** ${prose(answer.answer)}${cites(answer.evidence, words)}`);
  return `${parts.join('\n\n')}\n`;
}

/** `said`: the commands that stand above, and for which finding; what follows from a cause often begins with the same one. */
function inBrief(finding: ReportFinding, said: Map<string, string>, lang: Report['lang'], words: Words): string {
  const first = finding.evidence[0];
  const parts = [
    `**${words.severity[finding.severity]}${words.colon}${prose(finding.title)}**${onNode(finding.node, words)} — ${prose(finding.summary)}`,
  ];
  if (first !== undefined) parts.push(`${words.evidence}${words.colon}${citation(first)} — ${prose(first.shows)}`);
  const step = finding.remedies.find((remedy) => remedy.recommended)?.steps[0];
  if (step !== undefined) {
    const label = `${words.firstCommand}${placeOf(step, words)}${words.colon}`;
    const before = said.get(label + step.command);
    if (before === undefined) said.set(label + step.command, prose(finding.title));
    parts.push(...(before === undefined ? [label.trim(), fenced(step.command, 'sh')] : [`${label}${sentences.sameAs(lang, before)}`]));
  }
  return parts.join('\n\n');
}

function placeOf(
  step: { readonly node: string | null; readonly where?: string | undefined; readonly runAs?: string | null },
  words: Words,
): string {
  const user = step.runAs == null ? '' : `${words.comma}${words.as} ${codeSpan(step.runAs)}`;
  const where = step.node === null ? `${words.onPlace}${step.where ?? words.anyNode}` : `${words.onNode} ${codeSpan(step.node)}`;
  return `${words.open}${where}${user}${words.close}`;
}

/** Links to the sections and to what stands in those that hold findings and remedies. */
function tableOfContents(sections: readonly string[], words: Words): string {
  const seen = new Map<string, number>();
  const lines: string[] = [];
  for (const section of sections) {
    let fence = '';
    for (const line of section.split('\n')) {
      const ticks = /^`{3,}/.exec(line)?.[0] ?? '';
      if (fence === '' ? ticks !== '' : line === fence) fence = fence === '' ? ticks : '';
      const heading = fence === '' ? /^(#{2,4}) (.+)$/.exec(line) : null;
      if (heading?.[1] === undefined || heading[2] === undefined) continue;
      const anchor = anchorOf(heading[2], seen);
      if (heading[1].length < 4) lines.push(`${heading[1].length === 3 ? '  ' : ''}- [${heading[2]}](#${anchor})`);
    }
  }
  return `${label(words.contents, words)}\n\n${lines.join('\n')}`;
}

/** GitHub's and GitLab's anchor of a heading: letters, digits, hyphens; a second one of the same text gets `-1`. */
function anchorOf(title: string, seen: Map<string, number>): string {
  const plain = title
    .replace(/`/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
    .replace(/ /g, '-');
  const before = seen.get(plain);
  seen.set(plain, (before ?? -1) + 1);
  return before === undefined ? plain : `${plain}-${before + 1}`;
}

function heading(report: Report, open: readonly ReportFinding[], words: Words): string {
  const worst = open[0];
  const verdict =
    worst === undefined
      ? words.healthy
      : worst.severity === 'notice'
        ? words.noticesOnly
        : `${prose(worst.title)}${onNode(worst.node, words)}`;
  return `# ${words.title}${words.colon}${verdict}\n\n${sentences.tool(report.lang, report.tool.version)}`;
}

/** The first screen: what is broken, the questions a person at the console asks, the first command. */
function glance(report: Report, open: readonly ReportFinding[], words: Words): string {
  const lines = [`## ${words.glance}`, ''];
  if (open.length === 0) lines.push(words.healthyText);
  for (const finding of open)
    lines.push(
      `- **${words.severity[finding.severity]}** · ${prose(finding.title)}${onNode(finding.node, words)}${words.colon}${prose(finding.summary)}`,
    );
  for (const answer of report.answers)
    lines.push('', `**${prose(answer.question)}** ${prose(answer.answer)}${cites(answer.evidence, words)}`);
  const step = open.flatMap((finding) => finding.remedies.filter((remedy) => remedy.recommended).flatMap((remedy) => remedy.steps))[0];
  const ask = report.collectNext[0];
  const first = step ?? (ask === undefined ? null : { ...ask, runAs: null });
  if (first !== null)
    lines.push('', `**${words.firstCommand}**${placeOf(first, words)}${words.colon.trim()}`, '', fenced(first.command, 'sh'));
  return lines.join('\n');
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
    `${words.confidence}${words.colon}${words.sure[finding.confidence]}`,
    `${words.node}${words.colon}${node}`,
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
      `${words.causedBy}${words.colon}${roots.map((root) => `${numbers.get(root.id)}. ${prose(root.title)}${onNode(root.node, words)}`).join('; ')}`,
    );
  parts.push(label(words.evidence, words), ...quotations(finding.evidence, report, words));
  if (finding.ruledOut.length > 0) {
    parts.push(
      label(words.ruledOut, words),
      finding.ruledOut
        .map((item) => `- ${codeSpan(item.cause)}${words.colon}${prose(item.because)}${cites(item.evidence, words)}`)
        .join('\n'),
    );
  }
  if (finding.missing.length > 0 && finding.confidence !== 'certain') {
    parts.push(
      label(words.wouldTell, words),
      finding.missing.map((item) => `- ${prose(item.what)}${onNode(item.node, words)}${words.colon}${prose(item.why)}`).join('\n'),
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
    return `- ${prose(symptom.summary)}${cites(symptom.evidence, words)} — ${by === '' ? words.unexplained : `${words.explainedBy}${words.colon}${by}`}`;
  });
  return [`## ${words.symptoms}`, '', ...rows].join('\n');
}

function collectNext(report: Report, words: Words): string {
  if (report.collectNext.length === 0) return '';
  const items = report.collectNext.map(
    (item, index) =>
      `**${index + 1}. ${prose(item.what)}**${onNode(item.node, words)}${words.colon}${prose(item.why)}\n\n${fenced(item.command, 'sh')}`,
  );
  return [`## ${words.collectNext}`, ...items].join('\n\n');
}

/** A diagram as a Mermaid fence; nothing where there is nothing to draw. */
const drawn = (wanted: boolean, diagram: string): string[] => (wanted && diagram !== '' ? [fenced(diagram, 'mermaid'), ''] : []);

function timeline(report: Report, words: Words, mermaid: boolean): string {
  if (report.timeline.length === 0) return '';
  const rows = report.timeline.map(
    (event) =>
      `| ${timeCell(event)} | ${event.node === null ? '–' : cellCode(event.node)} | ${cell(event.event)} | ${cellCode(`${event.source}:${event.line}`)} |`,
  );
  return [
    `## ${words.timeline}`,
    '',
    ...drawn(mermaid, timelineDiagram(report, words)),
    `| ${words.time} | ${words.node} | ${words.what} | ${words.where} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function remarks(report: Report, words: Words): string {
  if (report.remarks.length === 0) return '';
  return [`## ${words.remarks}`, '', ...report.remarks.map((remark) => `- ${prose(remark.text)}${cites(remark.evidence, words)}`)].join(
    '\n',
  );
}

/** What was looked for and is not asserted: a healthy report is worth as much as this list. */
function checked(report: Report, words: Words): string {
  if (report.checked.length === 0) return '';
  const rows = report.checked.map((item) => {
    const wanting = [...new Set(item.missing.map((ask) => ask.what))].join('; ');
    const why =
      item.because === null
        ? `${words.forWantOf}${words.colon}${prose(wanting)}`
        : `${prose(item.because)}${cites(item.evidence.slice(0, 1), words)}`;
    const node = item.node === null ? words.cluster : codeSpan(item.node);
    return `- ${codeSpan(item.cause)}${words.open}${node}${words.close}${words.colon}${item.result === 'absent' ? words.notThere : words.notTold} — ${why}`;
  });
  return [`## ${words.checked}`, '', ...new Set(rows)].join('\n');
}

function nodes(report: Report, words: Words, mermaid: boolean): string {
  const { nodes: list } = report.cluster;
  if (list.length === 0) return '';
  const version = [PRODUCTS[report.cluster.flavour], report.cluster.version ?? words.versionUnknown].join(' ');
  const rows = list.map((node) => {
    const address = node.host === null ? '–' : cellCode(node.port === null ? node.host : `${node.host}:${node.port}`);
    const role = node.role === null ? words.unknown : words.roles[node.role];
    return `| ${node.name === null ? '–' : cellCode(node.name)} | ${node.id ?? '–'} | ${role} | ${address} | ${node.dataDir === null ? '–' : cellCode(node.dataDir)} |`;
  });
  const told = list.flatMap((node) => node.identifiedBy).map((item) => `- ${prose(item.said)} (${citation(item)})`);
  return [
    `## ${words.nodes}`,
    '',
    ...drawn(mermaid, topologyDiagram(report, words)),
    prose(`${version}${report.cluster.repmgrVersion === null ? '' : `, repmgr ${report.cluster.repmgrVersion}`}`),
    '',
    `| ${words.node} | ID | ${words.role} | ${words.address} | ${words.dataDir} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(told.length === 0 ? [] : ['', label(words.identified, words), '', ...told]),
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
    parts.push('', label(words.notUnderstood, words), '', fenced(listed.join('\n'), 'text'));
    if (left > 0) parts.push('', sentences.more(report.lang, left));
  }
  return parts.join('\n');
}

function defects(report: Report, words: Words): string {
  if (report.defects.length === 0) return '';
  return [`## ${words.defects}`, '', ...report.defects.map((defect) => `- ${prose(defect.where)}: ${prose(defect.message)}`)].join('\n');
}
