/** One screen for a terminal: the verdict, each finding with its place, the first command, what is missing. */

import type { Report, ReportFinding } from '../core/report.ts';
import { widthOf } from '../core/width.ts';
import { cut, type Look, oneLine, type Paint, PLAIN_LOOK, padded, paintOf, wrapped } from './terminal.ts';
import { PRODUCTS, sentences, unexplainedOf, type Words, wordsFor } from './words.ts';

/** As much as a screen holds: findings, places of the first and of the others, asks. */
const FINDINGS = 8;
const PLACES = 2;
const ASKS = 3;
const REMARKS = 2;

export function text(report: Report, look: Look = PLAIN_LOOK): string {
  const words = wordsFor(report);
  const paint = paintOf(look);
  const open = report.findings.filter((finding) => finding.status === 'active' && finding.confidence !== 'possible');
  const possible = report.findings.filter((finding) => finding.confidence === 'possible');
  const out = [verdict(open, words, paint), cut(cluster(report, words), look.width), ''];
  if (open.length === 0) {
    out.push(...wrapped(words.healthyText, look.width), '');
    for (const symptom of unexplainedOf(report).slice(0, FINDINGS))
      out.push(...labelled(words.symptoms, plain(symptom.summary), words, look, paint.bold));
  }
  const shown = open.slice(0, FINDINGS);
  const grave = shown.filter((finding) => finding.severity !== 'notice');
  const slight = shown.filter((finding) => finding.severity === 'notice');
  for (const finding of grave) out.push(...findingLines(finding, finding === open[0] ? PLACES : 1, words, paint, look), '');
  // a notice beside something grave is one line
  if (grave.length > 0) out.push(...slight.map((finding) => cut(titleOf(finding, words, paint), look.width)), '');
  else for (const finding of slight) out.push(...findingLines(finding, 1, words, paint, look), '');
  if (open.length > FINDINGS) out.push(sentences.more(report.lang, open.length - FINDINGS), '');
  for (const finding of possible)
    out.push(
      ...labelled(
        words.possible,
        `${plain(finding.title)}${onNode(finding.node)}${words.colon}${plain(finding.summary)}`,
        words,
        look,
        paint.dim,
      ),
    );
  // where there is no fault to tell, what was noticed may say why: another manager, a paste's own doing
  if (open.length === 0)
    for (const remark of report.remarks.slice(0, REMARKS)) out.push(...labelled(words.remarks, plain(remark.text), words, look, paint.dim));
  for (const answer of report.answers.filter((one) => one.id === 'may-switch-over'))
    out.push(...labelled(plain(answer.question), plain(answer.answer), words, look, paint.bold));
  out.push(...firstCommand(open, words, paint), ...asks(report, words, look), ...reading(report, paint, look));
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** The only markup of a report's texts are code spans. */
const plain = (markup: string): string => oneLine(markup.replace(/`/g, ''));

const onNode = (node: string | null): string => (node === null ? '' : ` (${oneLine(node)})`);

function verdict(open: readonly ReportFinding[], words: Words, paint: Paint): string {
  const worst = open[0];
  if (worst === undefined)
    return words.healthy === words.unexplainedOnly ? paint.yellow(paint.bold(words.healthy)) : paint.green(paint.bold(words.healthy));
  const line = `${plain(worst.title)}${onNode(worst.node)}`;
  return worst.severity === 'notice' ? paint.bold(words.noticesOnly) : colourOf(worst, paint)(paint.bold(line));
}

function cluster(report: Report, words: Words): string {
  const { flavour, version, nodes } = report.cluster;
  const members = nodes.map((node) => `${node.name ?? '–'} ${node.role === null ? '?' : words.roles[node.role]}`);
  return oneLine([`${PRODUCTS[flavour]}${version === null ? '' : ` ${version}`}`, ...members].join(' · '));
}

const colourOf = (finding: ReportFinding, paint: Paint): ((line: string) => string) =>
  finding.severity === 'critical' ? paint.red : finding.severity === 'warning' ? paint.yellow : paint.cyan;

function titleOf(finding: ReportFinding, words: Words, paint: Paint): string {
  return `${colourOf(finding, paint)(words.severity[finding.severity])}  ${plain(finding.title)}${onNode(finding.node)} · ${words.sure[finding.confidence]}`;
}

function findingLines(finding: ReportFinding, most: number, words: Words, paint: Paint, look: Look): string[] {
  const label = words.severity[finding.severity];
  const indent = ' '.repeat(widthOf(label) + 2);
  const rest = look.width - indent.length;
  const [title = '', ...more] = wrapped(`${plain(finding.title)}${onNode(finding.node)} · ${words.sure[finding.confidence]}`, rest);
  const out = [`${colourOf(finding, paint)(paint.bold(label))}  ${paint.bold(title)}`, ...more.map((line) => indent + paint.bold(line))];
  for (const line of wrapped(plain(finding.summary), rest)) out.push(indent + line);
  const places = finding.evidence
    .slice(0, most)
    .map((item) => ({ place: `${oneLine(item.source)}:${item.line}`, shows: plain(item.shows) }));
  const width = Math.min(rest - 20, Math.max(0, ...places.map((item) => widthOf(item.place))));
  for (const { place, shows } of places) out.push(indent + paint.dim(cut(`${padded(place, width)}  ${shows}`, rest)));
  return out;
}

/** `What it is about: the rest`, wrapped under its first line. */
function labelled(label: string, said: string, words: Words, look: Look, paint: (text: string) => string): string[] {
  const [first = '', ...more] = wrapped(/[?？]$/.test(label) ? `${label} ${said}` : `${label}${words.colon}${said}`, look.width);
  return [paint(first.slice(0, label.length)) + first.slice(label.length), ...more.map((line) => `  ${line}`), ''];
}

function firstCommand(open: readonly ReportFinding[], words: Words, paint: Paint): string[] {
  const step = open.flatMap((finding) => finding.remedies.filter((remedy) => remedy.recommended).flatMap((remedy) => remedy.steps))[0];
  if (step === undefined) return [];
  const where = step.node === null ? `${words.onPlace}${step.where ?? words.anyNode}` : `${words.onNode} ${oneLine(step.node)}`;
  const user = step.runAs === null ? '' : `${words.comma}${words.as} ${oneLine(step.runAs)}`;
  const command = step.command.split('\n').map((line) => `  ${line}`);
  return [
    `${paint.bold(words.firstCommand)}${words.open}${where}${user}${words.close}${words.colon.trim()}`,
    ...command.map((line) => paint.cyan(line)),
    '',
  ];
}

function asks(report: Report, words: Words, look: Look): string[] {
  const shown = report.collectNext
    .slice(0, ASKS)
    .map((item) => cut(`  - ${plain(item.what)}${onNode(item.node)}${words.colon}${plain(item.why)}`, look.width));
  const left = report.collectNext.length - shown.length;
  if (shown.length === 0) return [];
  return [`${words.collectNext}${words.colon.trim()}`, ...shown, ...(left > 0 ? [`  ${sentences.more(report.lang, left)}`] : []), ''];
}

/** What was read, and whether anything was not. */
function reading(report: Report, paint: Paint, look: Look): string[] {
  const { sources, coverage } = report.bundle;
  const kept = sources.filter((source) => source.problems.length > 0);
  const out = [paint.dim(cut(sentences.coverage(report.lang, coverage), look.width))];
  for (const source of kept.slice(0, ASKS))
    out.push(paint.yellow(cut(`! ${oneLine(source.path)}: ${source.problems.map((one) => one.what).join('; ')}`, look.width)));
  if (kept.length > ASKS) out.push(sentences.more(report.lang, kept.length - ASKS));
  return out;
}
