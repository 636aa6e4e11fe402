/** Evidence: the words it shows, the lines quoted, and on a click the same lines in their place. */
import type { Report, ReportEvidence } from '../../core/report.ts';
import { sentences, type Words } from '../words.ts';
import { join, type Markup, markup, NOTHING, sentence } from './markup.ts';

/** Lines of a quotation, and quotations of a finding, before they are cut. */
const QUOTED_LINES = 8;
const QUOTED = 12;

const placeOf = (item: { source: string; line: number; endLine?: number }): string =>
  `${item.source}:${item.line}${item.endLine !== undefined && item.endLine > item.line ? `-${item.endLine}` : ''}`;

export function citation(item: { source: string; line: number; endLine?: number }): Markup {
  return markup`<code>${placeOf(item)}</code>`;
}

/** Places in brackets after a sentence. */
export function cites(evidence: readonly ReportEvidence[], words: Words, count = 3): Markup {
  if (evidence.length === 0) return NOTHING;
  return markup`${words.open}${join(evidence.slice(0, count).map(citation), ', ')}${words.close}`;
}

export function quotations(evidence: readonly ReportEvidence[], report: Report, words: Words): Markup {
  const shown = evidence.slice(0, QUOTED).map((item) => quotation(item, report, words));
  const left = evidence.slice(QUOTED);
  const more = left.length === 0 ? NOTHING : markup`<p>${sentences.more(report.lang, left.length)}: ${join(left.map(citation), ', ')}</p>`;
  return markup`${shown}${more}`;
}

function quotation(item: ReportEvidence, report: Report, words: Words): Markup {
  const lines = item.text.split('\n');
  const text = lines.length > QUOTED_LINES ? [...lines.slice(0, QUOTED_LINES - 2), '…', ...lines.slice(-1)].join('\n') : item.text;
  return markup`<div class="evidence"><p>${citation(item)} — ${sentence(item.shows)}</p><pre><code>${text}</code></pre>${inPlace(item, report, words)}</div>`;
}

/** The lines around, numbered, those cited marked; nothing where the bundle's part holds no more than what is quoted. */
function inPlace(item: ReportEvidence, report: Report, words: Words): Markup {
  const run = report.bundle.quoted.find(
    (one) => one.source === item.source && one.line <= item.line && item.line < one.line + one.lines.length,
  );
  if (run === undefined || run.lines.length <= item.text.split('\n').length) return NOTHING;
  const before = 6;
  const first = Math.max(0, item.line - run.line - before);
  const last = Math.min(run.lines.length, item.endLine - run.line + 1 + before);
  const rows = run.lines.slice(first, last).map((text, index) => {
    const number = run.line + first + index;
    const cited = number >= item.line && number <= item.endLine;
    return markup`<span${cited ? markup` class="cited"` : NOTHING}><span class="n">${number}</span>${text}</span>`;
  });
  return markup`<details><summary>${words.around}</summary><pre class="lines">${rows}</pre></details>`;
}
