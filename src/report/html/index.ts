/**
 * The report as one HTML page for a ticket or for print: nothing is loaded, no script is needed, and the policy in its head
 * lets nothing run but the style and the script that are printed here. Same content as the Markdown, and pictures.
 */
import type { Report, ReportFinding } from '../../core/report.ts';
import { PRODUCTS, sentences, type Words, wordsFor } from '../words.ts';
import { citation, cites, quotations } from './evidence.ts';
import { isEmpty, join, type Markup, markup, NOTHING, printed, raw, sentence } from './markup.ts';
import { backlogPictures } from './pictures/backlog.ts';
import { segmentsPictures } from './pictures/segments.ts';
import { timelinePicture } from './pictures/timeline.ts';
import { topologyPicture } from './pictures/topology.ts';
import { volumesPicture } from './pictures/volumes.ts';
import { command, remedySections } from './remedies.ts';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE, STYLE_HASH } from './style.ts';

/** Lines not understood that are listed. */
const LISTED = 200;

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
  readonly entries?: readonly { readonly id: string; readonly title: Markup }[];
}

export function html(report: Report): string {
  const words = wordsFor(report);
  const asserted = report.findings.filter((finding) => finding.confidence !== 'possible');
  const open = asserted.filter((finding) => finding.status === 'active');
  const resolved = asserted.filter((finding) => finding.status === 'resolved');
  const possible = report.findings.filter((finding) => finding.confidence === 'possible');
  const numbers = new Map(report.findings.map((finding, index) => [finding.id, index + 1]));
  const remedies = remedySections(report, numbers, words);
  const sections = [
    { id: 'pictures', title: words.pictures, content: pictures(report, words) },
    findingSection('findings', words.findings, open, report, numbers, words),
    findingSection('resolved', words.resolvedFindings, resolved, report, numbers, words),
    findingSection('possible', words.possible, possible, report, numbers, words),
    { id: 'symptoms', title: words.symptoms, content: symptoms(report, numbers, words) },
    { id: 'remedies', title: words.remedies, content: join(remedies) },
    { id: 'collect', title: words.collectNext, content: collectNext(report, words) },
    { id: 'timeline', title: words.timeline, content: timeline(report, words) },
    { id: 'remarks', title: words.remarks, content: remarks(report, words) },
    { id: 'checked', title: words.checked, content: checked(report, words) },
    { id: 'nodes', title: words.nodes, content: nodes(report, words) },
    { id: 'read', title: words.read, content: coverage(report, words) },
    { id: 'defects', title: words.defects, content: defects(report) },
  ].filter((section) => !isEmpty(section.content));
  const verdict = verdictOf(open, words);
  return `${printed(markup`<!doctype html>
<html lang="${report.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="repmgr-doctor ${report.tool.version}">
<meta name="referrer" content="no-referrer">
<title>${words.title}${words.colon}${verdict.plain}</title>
<style>${raw(STYLE)}</style>
</head>
<body data-copy="${words.copy}" data-copied="${words.copied}">
<header class="top"><p class="tool">${words.title}</p><h1>${verdict.shown}</h1><p class="tool">${sentences.tool(report.lang, report.tool.version)}</p></header>
<main>
${glance(report, open, words)}
${contents(sections, words)}
${sections.map((section) => markup`<section id="${section.id}"><h2>${section.title}</h2>${section.content}</section>\n`)}
</main>
<footer>repmgr-doctor ${report.tool.version}</footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>`)}\n`;
}

const onNode = (node: string | null, words: Words): Markup =>
  node === null ? NOTHING : markup`${words.open}${words.onNode} <code>${node}</code>${words.close}`;

function verdictOf(open: readonly ReportFinding[], words: Words): { shown: Markup; plain: string } {
  const worst = open[0];
  if (worst === undefined) return { shown: markup`${words.healthy}`, plain: words.healthy };
  if (worst.severity === 'notice') return { shown: markup`${words.noticesOnly}`, plain: words.noticesOnly };
  const node = worst.node === null ? '' : `${words.open}${worst.node}${words.close}`;
  return { shown: markup`${sentence(worst.title)}${onNode(worst.node, words)}`, plain: `${worst.title}${node}` };
}

/** The first screen: what is broken, the questions a person at the console asks, the first command. */
function glance(report: Report, open: readonly ReportFinding[], words: Words): Markup {
  const broken = open.map(
    (finding) =>
      markup`<li class="${finding.severity}"><span class="level">${words.severity[finding.severity]}</span><a href="#${anchorOf(finding)}">${sentence(finding.title)}</a>${onNode(finding.node, words)}${words.colon}${sentence(finding.summary)}</li>`,
  );
  const answers = report.answers.map(
    (answer) =>
      markup`<p class="answer"><b>${sentence(answer.question)}</b> ${sentence(answer.answer)}${cites(answer.evidence, words)}</p>`,
  );
  const step = open.flatMap((finding) => finding.remedies.filter((remedy) => remedy.recommended).flatMap((remedy) => remedy.steps))[0];
  const ask = report.collectNext[0];
  const first = step ?? (ask === undefined ? null : { ...ask, runAs: null });
  const shown =
    first === null
      ? NOTHING
      : markup`<div class="first"><p><strong>${words.firstCommand}</strong>${words.open}${first.node === null ? markup`${words.onPlace}${('where' in first ? first.where : undefined) ?? words.anyNode}` : markup`${words.onNode} <code>${first.node}</code>`}${first.runAs === null ? NOTHING : markup`${words.comma}${words.as} <code>${first.runAs}</code>`}${words.close}</p>${command(first.command)}</div>`;
  const list = broken.length === 0 ? markup`<p>${words.healthyText}</p>` : markup`<ul class="verdict">${broken}</ul>`;
  return markup`<section id="glance">${list}${answers}${shown}</section>`;
}

function contents(sections: readonly Section[], words: Words): Markup {
  const entries = sections.map((section) => {
    const below = (section.entries ?? []).map((entry) => markup`<li><a href="#${entry.id}">${entry.title}</a></li>`);
    return markup`<li><a href="#${section.id}">${section.title}</a>${below.length === 0 ? NOTHING : markup`<ul>${below}</ul>`}</li>`;
  });
  return markup`<nav class="contents" aria-label="${words.contents}"><ul>${entries}</ul></nav>`;
}

function pictures(report: Report, words: Words): Markup {
  return join([
    topologyPicture(report, words),
    backlogPictures(report, words),
    segmentsPictures(report, words),
    volumesPicture(report, words),
    timelinePicture(report, words),
  ]);
}

/** An id of the page that any text can have. */
const anchorOf = (finding: ReportFinding): string => `finding-${finding.id.replace(/[^\w-]+/g, '-')}`;

function findingSection(
  id: string,
  title: string,
  findings: readonly ReportFinding[],
  report: Report,
  numbers: ReadonlyMap<string, number>,
  words: Words,
): Section {
  return {
    id,
    title,
    content: join(findings.map((finding) => one(finding, report, numbers, words))),
    entries: findings.map((finding) => ({
      id: anchorOf(finding),
      title: markup`${numbers.get(finding.id) ?? 0}. ${sentence(finding.title)}${onNode(finding.node, words)}`,
    })),
  };
}

function one(finding: ReportFinding, report: Report, numbers: ReadonlyMap<string, number>, words: Words): Markup {
  const facts = [
    markup`<span class="level">${words.severity[finding.severity]}</span>`,
    markup`${words.status[finding.status]}`,
    markup`${words.confidence}${words.colon}${words.sure[finding.confidence]}`,
    markup`<code>${finding.cause}</code>`,
  ];
  const roots = finding.causedBy.flatMap((root) => report.findings.filter((other) => other.id === root));
  const from =
    roots.length === 0
      ? NOTHING
      : markup`<p>${words.causedBy}${words.colon}${join(
          roots.map(
            (root) =>
              markup`<a href="#${anchorOf(root)}">${numbers.get(root.id) ?? 0}. ${sentence(root.title)}</a>${onNode(root.node, words)}`,
          ),
          '; ',
        )}</p>`;
  const ruledOut =
    finding.ruledOut.length === 0
      ? NOTHING
      : markup`<p><strong>${words.ruledOut}${words.colon}</strong></p><ul>${finding.ruledOut.map((item) => markup`<li><code>${item.cause}</code>${words.colon}${sentence(item.because)}${cites(item.evidence, words)}</li>`)}</ul>`;
  const wouldTell =
    finding.missing.length === 0 || finding.confidence === 'certain'
      ? NOTHING
      : markup`<p><strong>${words.wouldTell}${words.colon}</strong></p><ul>${finding.missing.map((item) => markup`<li>${sentence(item.what)}${onNode(item.node, words)}${words.colon}${sentence(item.why)}</li>`)}</ul>`;
  return markup`<article id="${anchorOf(finding)}" class="${finding.severity}"><h3>${numbers.get(finding.id) ?? 0}. ${sentence(finding.title)}${onNode(finding.node, words)}</h3><p class="facts">${join(facts, ' · ')}</p><p>${sentence(finding.summary)}</p>${from}<p><strong>${words.evidence}${words.colon}</strong></p>${quotations(finding.evidence, report, words)}${ruledOut}${wouldTell}</article>`;
}

function symptoms(report: Report, numbers: ReadonlyMap<string, number>, words: Words): Markup {
  if (report.symptoms.length === 0) return NOTHING;
  const rows = report.symptoms.map((symptom) => {
    const by = symptom.explainedBy.map((id) => `${words.finding} ${numbers.get(id) ?? '?'}`).join(', ');
    return markup`<li>${sentence(symptom.summary)}${cites(symptom.evidence, words)} — ${by === '' ? markup`<strong>${words.unexplained}</strong>` : `${words.explainedBy}${words.colon}${by}`}</li>`;
  });
  return markup`<ul>${rows}</ul>`;
}

function collectNext(report: Report, words: Words): Markup {
  return join(
    report.collectNext.map(
      (item, index) =>
        markup`<p><strong>${index + 1}. ${sentence(item.what)}</strong>${onNode(item.node, words)}${words.colon}${sentence(item.why)}</p>${command(item.command)}`,
    ),
  );
}

function table(heads: readonly string[], rows: readonly (readonly (Markup | string | number)[])[]): Markup {
  return markup`<div class="table"><table><thead><tr>${heads.map((head) => markup`<th>${head}</th>`)}</tr></thead><tbody>${rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

const code = (text: string | null): Markup => (text === null ? markup`–` : markup`<code>${text}</code>`);

function timeline(report: Report, words: Words): Markup {
  if (report.timeline.length === 0) return NOTHING;
  const rows = report.timeline.map((event) => [
    event.at ?? event.atText ?? (event.heading === null ? '–' : `§ ${event.heading}`),
    code(event.node),
    sentence(event.event),
    citation(event),
  ]);
  return table([words.time, words.node, words.what, words.where], rows);
}

function remarks(report: Report, words: Words): Markup {
  if (report.remarks.length === 0) return NOTHING;
  return markup`<ul>${report.remarks.map((remark) => markup`<li>${sentence(remark.text)}${cites(remark.evidence, words)}</li>`)}</ul>`;
}

/** What was looked for and is not asserted: a healthy report is worth as much as this list. */
function checked(report: Report, words: Words): Markup {
  if (report.checked.length === 0) return NOTHING;
  const rows = report.checked.map((item) => {
    const wanting = [...new Set(item.missing.map((ask) => ask.what))].join('; ');
    const why =
      item.because === null
        ? markup`${words.forWantOf}${words.colon}${sentence(wanting)}`
        : markup`${sentence(item.because)}${cites(item.evidence, words, 1)}`;
    return [
      code(item.cause),
      item.node === null ? words.cluster : code(item.node),
      item.result === 'absent' ? words.notThere : words.notTold,
      why,
    ];
  });
  return table([words.what, words.node, '', ''], rows);
}

function nodes(report: Report, words: Words): Markup {
  const { nodes: list } = report.cluster;
  if (list.length === 0) return NOTHING;
  const version = [PRODUCTS[report.cluster.flavour], report.cluster.version ?? words.versionUnknown].join(' ');
  const rows = list.map((node) => [
    code(node.name),
    node.id ?? '–',
    node.role === null ? words.unknown : words.roles[node.role],
    code(node.host === null ? null : node.port === null ? node.host : `${node.host}:${node.port}`),
    code(node.dataDir),
  ]);
  const told = list
    .flatMap((node) => node.identifiedBy)
    .map((item) => markup`<li>${sentence(item.said)}${words.open}${citation(item)}${words.close}</li>`);
  return markup`<p>${version}${report.cluster.repmgrVersion === null ? '' : `, repmgr ${report.cluster.repmgrVersion}`}</p>${table([words.node, 'ID', words.role, words.address, words.dataDir], rows)}${told.length === 0 ? NOTHING : markup`<p><strong>${words.identified}${words.colon}</strong></p><ul>${told}</ul>`}`;
}

function coverage(report: Report, words: Words): Markup {
  const { bundle } = report;
  const rows = bundle.sources.map((source) => {
    const problems = source.problems.map((problem) => problem.what).join('; ');
    return [code(source.path), source.lines, source.encoding, problems === '' ? words.none : sentence(problems)];
  });
  const listed = bundle.notUnderstood.slice(0, LISTED).map((line) => `${line.source}:${line.line}: ${line.text}`);
  const left = bundle.coverage.notUnderstood - listed.length;
  const strange =
    listed.length === 0
      ? NOTHING
      : markup`<p><strong>${words.notUnderstood}${words.colon}</strong></p><pre><code>${listed.join('\n')}</code></pre>${left > 0 ? markup`<p>${sentences.more(report.lang, left)}</p>` : NOTHING}`;
  return markup`<p>${sentences.coverage(report.lang, bundle.coverage)}</p>${table([words.source, words.lines, words.encoding, words.problems], rows)}${strange}`;
}

function defects(report: Report): Markup {
  if (report.defects.length === 0) return NOTHING;
  return markup`<ul>${report.defects.map((defect) => markup`<li>${defect.where}: ${defect.message}</li>`)}</ul>`;
}
