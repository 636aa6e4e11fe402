import type { Comparison } from '../../core/comparison.ts';
import { UsageError } from '../../core/errors.ts';
import { compare as compareReports } from '../../diagnosis/compare.ts';
import { comparisonMarkdown } from '../../report/markdown/comparison.ts';
import type { Format } from '../../report/render.ts';
import { reportOf } from '../load.ts';
import { langOf, type ReportOptions } from '../options.ts';
import { deliver } from '../output.ts';
import { nothingRecognised } from '../recognised.ts';

function rendered(comparison: Comparison, format: Format): string {
  switch (format) {
    case 'md':
      return comparisonMarkdown(comparison);
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
    default:
      throw new UsageError(`compare writes md and json, not ${format}`);
  }
}

/** Two bundles of one cluster, or reports saved from them: what was resolved, what is new, what remains. */
export async function compare(before: string, after: string, options: ReportOptions, version: string): Promise<number> {
  const lang = langOf(options.lang);
  const first = await reportOf([before], { ...options, lang, version });
  const second = await reportOf([after], { ...options, lang: lang === 'auto' ? first.lang : lang, version });
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
  deliver(options, (format) => rendered(comparison, format));
  return first.defects.length + second.defects.length > 0 ? 70 : 0;
}
