/** The `inspect` view: segments and lines not understood, as a plain table for a terminal. */
import stringWidth from 'string-width';
import type { Report } from '../core/report.ts';
import { visibleText } from './markdown/escape.ts';
import { sentences, wordsOf } from './words.ts';

/** Columns by display width: a Chinese character takes two. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

const short = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

export function inspection(report: Report): string {
  const words = wordsOf(report.lang);
  const out: string[] = [];
  for (const source of report.bundle.sources) {
    out.push(`${visibleText(source.path)}  ${source.lines} ${words.lines}, ${source.bytes} B, ${source.encoding}`);
    for (const problem of source.problems) out.push(`  ! ${problem.what}`);
    const rows = source.segments.map((segment) => [
      segment.line === segment.endLine ? String(segment.line) : `${segment.line}-${segment.endLine}`,
      segment.kind,
      segment.node ?? '–',
      short(visibleText(segment.command ?? '').replace(/\s+/g, ' '), 90),
    ]);
    const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? ''))));
    for (const row of rows)
      out.push(`  ${row.map((text, column) => (column < 3 ? padded(text, widths[column] ?? 0) : text)).join('  ')}`.trimEnd());
  }
  out.push('', sentences.coverage(report.lang, report.bundle.coverage));
  if (report.bundle.notUnderstood.length > 0) {
    out.push('', `${words.notUnderstood}:`);
    for (const line of report.bundle.notUnderstood) {
      out.push(
        `  ${visibleText(line.source)}:${line.line}: ${short(visibleText(line.text), 160)}${line.expected === null ? '' : `  (${line.expected})`}`,
      );
    }
  }
  return `${out.join('\n')}\n`;
}
