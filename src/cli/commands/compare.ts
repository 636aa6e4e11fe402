import type { Comparison } from '../../core/comparison.ts';
import { compare as compareReports } from '../../diagnosis/compare.ts';
import { comparisonMarkdown } from '../../report/markdown/comparison.ts';
import type { Format } from '../../report/render.ts';
import { reportOf } from '../load.ts';
import { langOf, onlyFormats, type ReportOptions } from '../options.ts';
import { checkRedact, deliver, redacted } from '../output.ts';
import { nothingRecognised } from '../recognised.ts';

const rendered = (comparison: Comparison, format: Format): string =>
  format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonMarkdown(comparison);

/** Two bundles of one cluster, or reports saved from them: what was resolved, what is new, what remains. */
export async function compare(before: string, after: string, options: ReportOptions, version: string): Promise<number> {
  onlyFormats('compare', ['md', 'json'], options);
  checkRedact(options);
  const lang = langOf(options.lang);
  const first = await reportOf([before], { ...options, lang, version });
  const second = await reportOf([after], { ...options, lang: lang === 'auto' && !after.endsWith('.json') ? first.lang : lang, version });
  for (const [name, report] of [
    [before, first],
    [after, second],
  ] as const) {
    const nothing = nothingRecognised(report);
    if (nothing === null) continue;
    process.stderr.write(`repmgr-doctor: ${name}: ${nothing}\n`);
    return 3;
  }
  const comparison = compareReports(first, second, { lang: second.lang, version, before, after });
  const shown = redacted(comparison, [first, second], options);
  deliver(options, (format) => rendered(shown, format));
  return first.defects.length + second.defects.length > 0 ? 70 : 0;
}
