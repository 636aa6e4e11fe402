import { analyse } from '../../analyse.ts';
import { UsageError } from '../../core/errors.ts';
import { openInputs } from '../../input/open.ts';
import { render } from '../../report/render.ts';
import { failOnOf, fails, langOf, type ReportOptions } from '../options.ts';
import { redacted, writeWhole } from '../output.ts';
import { nothingRecognised } from '../recognised.ts';
import { type IndexLine, lineOf, lineWithout } from './index-line.ts';

/** One bundle of many, as a worker gets it. */
export interface Task {
  /** As the index names it. */
  readonly bundle: string;
  readonly input: string;
  /** Files to write, by their formats. */
  readonly reports: readonly { readonly path: string; readonly format: Parameters<typeof render>[1] }[];
  readonly options: ReportOptions;
  readonly version: string;
}

/** Diagnoses it. Whatever goes wrong is told in its line, so that the others go on. */
export async function one({ bundle, input, reports, options, version }: Task): Promise<IndexLine> {
  const started = performance.now();
  const seconds = (): number => Math.round(performance.now() - started) / 1000;
  try {
    const report = await analyse(openInputs([input]), { lang: langOf(options.lang), version });
    const nothing = nothingRecognised(report);
    if (nothing !== null) return lineWithout(bundle, seconds(), 'nothing-recognised', 3, nothing);
    const shown = redacted(report, [report], options);
    for (const { path, format } of reports) writeWhole(path, render(shown, format, options));
    const exit = report.defects.length > 0 ? 70 : fails(report, failOnOf(options.failOn)) ? 1 : 0;
    const written = reports.map(({ path }) => path);
    return lineOf(bundle, seconds(), exit, shown, written);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return lineWithout(bundle, seconds(), 'failed', error instanceof UsageError ? 2 : 70, message);
  }
}
