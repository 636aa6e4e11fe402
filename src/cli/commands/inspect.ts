import { analyse } from '../../analyse.ts';
import { openInputs } from '../../input/open.ts';
import { inspection } from '../../report/inspection.ts';
import { forReading } from '../engine.ts';
import { langOf, onlyFormats, type ReportOptions } from '../options.ts';
import { checkRedact, print, redacted } from '../output.ts';
import { totalBytes, watched } from '../progress.ts';
import { nothingRecognised } from '../recognised.ts';
import { lookOf } from '../terminal.ts';

/** What was read and how it was understood: a row for each segment, and every line that was not understood. */
export async function inspect(inputs: readonly string[], options: ReportOptions, version: string): Promise<number> {
  onlyFormats('inspect', ['text', 'json'], options);
  checkRedact(options);
  forReading(totalBytes(inputs));
  const report = await analyse(watched(openInputs(inputs), inputs, options), { lang: langOf(options.lang), version });
  const shown = redacted(report, [report], options);
  print(options.format === 'json' ? `${JSON.stringify(shown.bundle, null, 2)}\n` : inspection(shown, lookOf(options)));
  const nothing = nothingRecognised(report);
  if (nothing === null) return 0;
  process.stderr.write(`repmgr-doctor: ${nothing}\n`);
  return 3;
}
