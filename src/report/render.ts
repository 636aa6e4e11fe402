import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { markdown } from './markdown/index.ts';

/** Formats that this version writes. */
export const FORMATS = ['md', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** A report in one format, ending in a newline. */
export function render(report: Report, format: Format): string {
  switch (format) {
    case 'md':
      return markdown(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    default:
      throw new UsageError(`unknown format: ${String(format)}; one of ${FORMATS.join(', ')}`);
  }
}
