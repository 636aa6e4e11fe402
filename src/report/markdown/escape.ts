/** Whatever a bundle holds stays text in Markdown: it opens no fence, no table cell, no link, no tag. */

/** Control and bidirectional characters made visible; tabs and newlines stay. */
export function visibleText(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A text as a code span: as many backticks as it needs, one line. */
export function codeSpan(text: string): string {
  const line = visibleText(text).replace(/\s*\n\s*/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A text as a fenced block, the fence longer than any inside. */
export function fenced(text: string, info = ''): string {
  const body = visibleText(text).replace(/\n+$/, '');
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${info}\n${body}\n${fence}`;
}

/** Plain words: every character that Markdown or HTML could take as markup is escaped. */
function words(text: string): string {
  return visibleText(text)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\*_[\]<>|~#]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : `\\${char}`))
    .replace(/&(?=#?\w+;)(?!lt;|gt;)/g, '&amp;');
}

/** A sentence of a report, whose only markup are code spans in single backticks. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.length >= 2 && part.startsWith('`') && part.endsWith('`') ? codeSpan(part.slice(1, -1)) : words(part)))
    .join('');
}

/** The same inside a table cell. */
export function cell(text: string): string {
  return prose(text).replace(/(?<!\\)\|/g, '\\|');
}

/** Inside a table cell, a code span must not hold a bare bar. */
export function cellCode(text: string): string {
  return codeSpan(text).replace(/\|/g, '\\|');
}

/** `file:line` or `file:line-line`. */
export function citation(item: { source: string; line: number; endLine?: number }): string {
  const end = item.endLine ?? item.line;
  return codeSpan(`${item.source}:${item.line}${end > item.line ? `-${end}` : ''}`);
}

/** When something happened, as far as the bundle tells: its time, else the heading under which it stands. */
export function timeCell(event: { readonly at: string | null; readonly atText: string | null; readonly heading: string | null }): string {
  return cell(event.at ?? event.atText ?? (event.heading === null ? '–' : `§ ${event.heading}`));
}
