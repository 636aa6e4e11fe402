/** A comparison as Markdown: what changed first, then settings and topology. */
import { CHANGES, type ComparedFinding, type Comparison } from '../../core/comparison.ts';
import { type Words, wordsOf } from '../words.ts';
import { cell, cellCode, citation, codeSpan, fenced, prose } from './escape.ts';
import { label, onNode } from './phrases.ts';

export function comparisonMarkdown(comparison: Comparison): string {
  const words = wordsOf(comparison.lang);
  const sections = [
    heading(comparison, words),
    ...CHANGES.map((change) =>
      list(
        words.changes[change],
        comparison.findings.filter((finding) => finding.change === change),
        words,
      ),
    ),
    settings(comparison, words),
    topology(comparison, words),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(comparison: Comparison, words: Words): string {
  const counts = CHANGES.flatMap((change) => {
    const count = comparison.findings.filter((finding) => finding.change === change).length;
    return count === 0 ? [] : [`${words.changes[change]} ${count}`];
  });
  const { onlyBefore, onlyAfter, both } = comparison.nodes;
  const lines = [
    `# ${words.comparison}${words.colon}${counts.length === 0 ? words.noChanges : counts.join(' · ')}`,
    '',
    `${words.before1}${words.colon}${codeSpan(comparison.before)} · ${words.after1}${words.colon}${codeSpan(comparison.after)}`,
  ];
  if (both.length === 0 && onlyBefore.length > 0 && onlyAfter.length > 0)
    lines.push('', `**${words.otherCluster}** ${[...onlyBefore, ...onlyAfter].map(codeSpan).join(words.listed)}`);
  return lines.join('\n');
}

function list(title: string, findings: readonly ComparedFinding[], words: Words): string {
  if (findings.length === 0) return '';
  return [`## ${title}`, ...findings.map((finding) => one(finding, words))].join('\n\n');
}

function one(finding: ComparedFinding, words: Words): string {
  const node = onNode(finding.node, words);
  const seen = finding.after ?? finding.before;
  const parts = [
    `### ${prose(finding.title)}${node}`,
    [
      codeSpan(finding.cause),
      ...(seen === null ? [] : [words.severity[seen.severity]]),
      prose(finding.because),
      ...finding.evidence.slice(0, 3).map(citation),
    ].join(' · '),
  ];
  if (seen !== null) parts.push(prose(seen.summary));
  for (const ask of finding.missing.slice(0, 3))
    parts.push(`${label(words.lacking, words)} ${prose(ask.what)}${onNode(ask.node, words)}`, fenced(ask.command, 'sh'));
  return parts.join('\n\n');
}

function settings(comparison: Comparison, words: Words): string {
  if (comparison.settings.length === 0) return '';
  const rows = comparison.settings.map(
    (item) =>
      `| ${cellCode(item.node)} | ${cellCode(item.name)} | ${value(item.before.value)} | ${value(item.after.value)} | ${cellCode(`${item.after.source}:${item.after.line}`)} |`,
  );
  return [
    `## ${words.settings}`,
    '',
    `| ${words.node} | ${words.setting} | ${words.before1} | ${words.after1} | ${words.where} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const value = (text: string): string => (text === '' ? '∅' : cellCode(text));

function topology(comparison: Comparison, words: Words): string {
  if (comparison.topology.length === 0) return '';
  const rows = comparison.topology.map(
    (item) => `| ${cellCode(item.node)} | ${words.topology[item.what]} | ${cell(item.before)} | ${cell(item.after)} |`,
  );
  return [
    `## ${words.rolesAndUpstreams}`,
    '',
    `| ${words.node} | ${words.what} | ${words.before1} | ${words.after1} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
