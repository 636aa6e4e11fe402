/** The `inspect` view: a row for each segment, then every line that was not understood with what was expected there. */
import type { Report } from '../core/report.ts';
import { columns, cut, type Look, oneLine, type Paint, PLAIN_LOOK, paintOf } from './terminal.ts';
import { sentences, type Words, wordsOf } from './words.ts';

type Source = Report['bundle']['sources'][number];

/** Files with one and the same problem that are named before the rest is counted. */
const NAMED = 5;

export function inspection(report: Report, look: Look = PLAIN_LOOK): string {
  const words = wordsOf(report.lang);
  const paint = paintOf(look);
  const { sources } = report.bundle;
  const read = sources.filter((source) => source.lines > 0 || source.problems.length === 0);
  const out = read.flatMap((source) => [...sourceLines(source, report, words, paint, look), '']);
  out.push(...unreadLines(sources, report, words, paint, look));
  out.push(sentences.coverage(report.lang, report.bundle.coverage));
  out.push(...strangeLines(report, words, paint, look));
  return `${out.join('\n')}\n`;
}

function sourceLines(source: Source, report: Report, words: Words, paint: Paint, look: Look): string[] {
  const facts = [sentences.linesOf(report.lang, source.lines), sizeOf(source.bytes), source.encoding];
  const out = [`${paint.bold(oneLine(source.path))}  ${paint.dim(facts.join(' · '))}`];
  for (const problem of source.problems) out.push(`  ${paint.yellow('!')} ${problem.what}`);
  if (source.segments.length === 0) {
    if (source.lines > 0) out.push(`  ${paint.dim(sentences.proseOnly(report.lang, source.coverage))}`);
    return out;
  }
  const rows = source.segments.map((segment) => [
    segment.line === segment.endLine ? String(segment.line) : `${segment.line}-${segment.endLine}`,
    segment.kind,
    segment.node ?? '–',
    `${segment.understood}/${segment.lines}`,
    oneLine(segment.command ?? ''),
  ]);
  const heads = [words.lines, words.what, words.node, words.understood, words.command];
  const [head = '', ...body] = columns([heads, ...rows], '  ', look, ['right', 'left', 'left', 'right']);
  out.push(paint.dim(head), ...body);
  return out;
}

/** What was not read at all, files of one reason together: a folder of pictures is one remark. */
function unreadLines(sources: readonly Source[], report: Report, words: Words, paint: Paint, look: Look): string[] {
  const reasons = new Map<string, string[]>();
  for (const source of sources) {
    if (source.lines > 0) continue;
    for (const { what } of source.problems) reasons.set(what, [...(reasons.get(what) ?? []), oneLine(source.path)]);
  }
  if (reasons.size === 0) return [];
  const out = [paint.bold(words.notRead)];
  for (const [reason, paths] of reasons) {
    out.push(`  ${paint.yellow('!')} ${reason}`);
    for (const path of paths.slice(0, NAMED)) out.push(cut(`      ${path}`, look.width));
    if (paths.length > NAMED) out.push(`      ${sentences.more(report.lang, paths.length - NAMED)}`);
  }
  return [...out, ''];
}

function strangeLines(report: Report, words: Words, paint: Paint, look: Look): string[] {
  const { notUnderstood, coverage } = report.bundle;
  if (notUnderstood.length === 0) return [];
  const out: string[] = [];
  let source = '';
  for (const line of notUnderstood) {
    if (line.source !== source) {
      source = line.source;
      out.push('', `${paint.bold(words.notUnderstood)} · ${oneLine(source)}`);
    }
    out.push(cut(`${String(line.line).padStart(7)}  ${oneLine(line.text)}`, look.width));
    if (line.expected !== null) out.push(paint.dim(cut(`${' '.repeat(9)}${words.expected}: ${oneLine(line.expected)}`, look.width)));
  }
  const left = coverage.notUnderstood - notUnderstood.length;
  return left > 0 ? [...out, '', sentences.more(report.lang, left)] : out;
}

function sizeOf(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
