/** Remedies as numbered steps: node, user, risk, command, expectation, undo. */
import type { Report, ReportFinding, ReportRemedy, ReportStep } from '../../core/report.ts';
import type { Words } from '../words.ts';
import { emphasis, join, type Markup, markup, NOTHING, sentence } from './markup.ts';

export function command(text: string): Markup {
  return markup`<pre data-copy><code>${text}</code></pre>`;
}

export function remedySections(report: Report, numbers: ReadonlyMap<string, number>, words: Words): Markup[] {
  const printed = new Map<string, string>();
  return report.findings
    .filter((finding) => finding.remedies.length > 0 && finding.confidence !== 'possible')
    .map((finding) => ofFinding(finding, numbers.get(finding.id) ?? 0, printed, words));
}

function ofFinding(finding: ReportFinding, number: number, printed: Map<string, string>, words: Words): Markup {
  const node = finding.node === null ? NOTHING : markup`${words.open}${words.onNode} <code>${finding.node}</code>${words.close}`;
  const parts = finding.remedies.map((remedy, index) => {
    const name = `${number}${'ABCDEFGHIJ'[index] ?? index}`;
    const key = JSON.stringify(remedy.steps);
    const before = printed.get(key);
    const title = markup`<h4 id="remedy-${name}">${name}. ${sentence(remedy.title)}${words.open}${kindOf(remedy, words)}${words.close}</h4>`;
    if (before !== undefined) return markup`${title}<p>${words.sameRemedy} <a href="#remedy-${before}">${before}</a></p>`;
    printed.set(key, name);
    return markup`${title}${body(remedy, words)}`;
  });
  return markup`<section><h3>${number}. ${sentence(finding.title)}${node}</h3>${parts}</section>`;
}

const isDestructive = (remedy: ReportRemedy): boolean => remedy.steps.some((step) => step.risk === 'destructive');

function kindOf(remedy: ReportRemedy, words: Words): string {
  if (remedy.recommended) return words.recommended;
  return isDestructive(remedy) ? words.lastResort : words.alternative;
}

function body(remedy: ReportRemedy, words: Words): Markup {
  const placeholders = new Map(
    remedy.steps.flatMap((step) => step.placeholders).map((placeholder) => [placeholder.name, placeholder.find]),
  );
  const caution =
    remedy.caution === null
      ? NOTHING
      : markup`<p class="caution${isDestructive(remedy) ? ' destructive' : ''}"><strong>${words.before}${words.colon}</strong>${sentence(remedy.caution)}</p>`;
  const exports =
    placeholders.size === 0
      ? NOTHING
      : markup`<p>${words.exports}${words.colon}</p>${command([...placeholders.keys()].map((name) => `export ${name}=`).join('\n'))}<ul>${[
          ...placeholders,
        ].map(([name, find]) => markup`<li><code>${name}</code>${words.colon}${sentence(find)}</li>`)}</ul>`;
  const steps = remedy.steps.map((step, index) => oneStep(step, index + 1, remedy.steps.length, words));
  return markup`${caution}<p class="note">${sentence(remedy.verification)}</p>${exports}${steps}`;
}

function oneStep(step: ReportStep, number: number, count: number, words: Words): Markup {
  const facts = [
    step.node === null ? markup`${words.onPlace}${step.where ?? words.anyNode}` : markup`${words.onNode} <code>${step.node}</code>`,
    step.runAs === null ? markup`${words.asServer}` : markup`${words.as} <code>${step.runAs}</code>`,
    markup`${words.risk}${words.colon}${emphasis(words.risks[step.risk])}`,
  ];
  const undo = step.undo === null ? NOTHING : markup`<p>${words.undo}${words.colon}${sentence(step.undo)}</p>`;
  return markup`<div class="step ${step.kind} ${step.risk}"><p><strong>${number}/${count} ${words[step.kind]}${words.colon}${sentence(step.title)}</strong></p><p class="facts">${join(facts, ' · ')}</p>${command(step.command)}<p>${words.expect}${words.colon}${sentence(step.expect)}</p>${undo}</div>`;
}
