/** The lines around everything that a report cites, in runs, so that a reader can open evidence in its place. */
import type { Evidence } from '../core/finding.ts';
import type { Report } from '../core/report.ts';

export function quotedLines(all: readonly Evidence[]): Report['bundle']['quoted'] {
  const sources = new Map<string, Map<number, string>>();
  for (const item of all) {
    const lines = sources.get(item.source) ?? new Map<number, string>();
    sources.set(item.source, lines);
    for (const [number, text] of numbered(item)) lines.set(number, text);
  }
  return [...sources].flatMap(([source, lines]) => runs(lines).map((run) => ({ source, line: run.line, lines: run.lines })));
}

/** The lines of one citation with their numbers; an excerpt that was shortened has its first and its last ones. */
function* numbered(item: Evidence): Iterable<[number, string]> {
  const before = item.around?.before ?? [];
  for (const [index, text] of before.entries()) yield [item.line - before.length + index, text];
  const text = item.text.split('\n');
  const cut = text.indexOf('…');
  const shortened = cut >= 0 && text.length < item.endLine - item.line + 1;
  if (text.length === item.endLine - item.line + 1) for (const [index, line] of text.entries()) yield [item.line + index, line];
  else if (shortened) {
    for (const [index, line] of text.slice(0, cut).entries()) yield [item.line + index, line];
    const last = text.slice(cut + 1);
    for (const [index, line] of last.entries()) yield [item.endLine - last.length + 1 + index, line];
  }
  for (const [index, line] of (item.around?.after ?? []).entries()) yield [item.endLine + 1 + index, line];
}

function runs(lines: ReadonlyMap<number, string>): { line: number; lines: string[] }[] {
  const out: { line: number; lines: string[] }[] = [];
  for (const number of [...lines.keys()].sort((a, b) => a - b)) {
    const last = out.at(-1);
    const text = lines.get(number) ?? '';
    if (last !== undefined && last.line + last.lines.length === number) last.lines.push(text);
    else out.push({ line: number, lines: [text] });
  }
  return out;
}
