import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { html } from './html/index.ts';
import { briefMarkdown, markdown } from './markdown/index.ts';
import { sarif } from './sarif.ts';
import type { Look } from './terminal.ts';
import { text } from './text.ts';

/** Formats that this version writes. */
export const FORMATS = ['md', 'html', 'json', 'text', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  /** Markdown: cause, evidence and first command only. */
  readonly brief?: boolean;
  /** Markdown: topology and timeline as Mermaid diagrams, too. */
  readonly mermaid?: boolean;
  /** Text: the terminal it is for. */
  readonly look?: Look;
}

/** A report in one format, ending in a newline. */
export function render(report: Report, format: Format, options: RenderOptions = {}): string {
  switch (format) {
    case 'md':
      return options.brief ? briefMarkdown(report) : markdown(report, options);
    case 'html':
      return html(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return sarif(report);
    case 'text':
      return text(report, options.look);
    default:
      throw new UsageError(`unknown format: ${String(format)}; one of ${FORMATS.join(', ')}`);
  }
}
