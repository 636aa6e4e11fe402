import { render } from '../../report/render.ts';
import { PLAIN_LOOK } from '../../report/terminal.ts';
import { reportOf } from '../load.ts';
import { failOnOf, fails, formatOf, formatOfFile, langOf, type ReportOptions } from '../options.ts';
import { checkRedact, deliver, redacted } from '../output.ts';
import { nothingRecognised } from '../recognised.ts';
import { lookOf } from '../terminal.ts';

/** The main job. Gives the exit code: 0 analysed, 1 `--fail-on` met, 3 nothing recognised, 70 a defect of the program. */
export async function diagnose(inputs: readonly string[], options: ReportOptions, version: string): Promise<number> {
  const lang = langOf(options.lang);
  const failOn = failOnOf(options.failOn);
  for (const path of options.output) formatOfFile(path);
  formatOf(options.format);
  checkRedact(options);
  const report = await reportOf(inputs, { ...options, lang, version });
  const nothing = nothingRecognised(report);
  if (nothing !== null) {
    process.stderr.write(`repmgr-doctor: ${nothing}\n`);
    return 3;
  }
  const shown = redacted(report, [report], options);
  deliver(options, (format) => render(shown, format, { ...options, look: options.output.length > 0 ? PLAIN_LOOK : lookOf(options) }));
  for (const defect of report.defects)
    process.stderr.write(`repmgr-doctor: a defect in ${defect.where}: ${defect.message}; please report it with the file that shows it\n`);
  if (report.defects.length > 0) return 70;
  return fails(report, failOn) ? 1 : 0;
}
