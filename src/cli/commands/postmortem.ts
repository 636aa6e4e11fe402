import { postmortemMarkdown } from '../../report/markdown/postmortem.ts';
import { render } from '../../report/render.ts';
import { reportOf } from '../load.ts';
import { langOf, onlyFormats, type ReportOptions } from '../options.ts';
import { checkRedact, deliver, redacted } from '../output.ts';
import { nothingRecognised } from '../recognised.ts';

/** The same facts as a write-up: what happened, why, what was done, what is left. */
export async function postmortem(inputs: readonly string[], options: ReportOptions, version: string): Promise<number> {
  onlyFormats('postmortem', ['md', 'json'], options);
  checkRedact(options);
  const report = await reportOf(inputs, { ...options, lang: langOf(options.lang), version });
  const nothing = nothingRecognised(report);
  if (nothing !== null) {
    process.stderr.write(`repmgr-doctor: ${nothing}\n`);
    return 3;
  }
  const shown = redacted(report, [report], options);
  deliver(options, (format) => (format === 'json' ? render(shown, 'json') : postmortemMarkdown(shown)));
  return report.defects.length > 0 ? 70 : 0;
}
