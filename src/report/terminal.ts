/** Plain text for a terminal: widths in columns, since a Chinese character takes two. */
import pc from 'picocolors';
import { widthOf } from '../core/width.ts';
import { visibleText } from './markdown/escape.ts';

export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

export const PLAIN_LOOK: Look = { width: 100, colour: false };

export type Paint = ReturnType<typeof pc.createColors>;

export const paintOf = (look: Look): Paint => pc.createColors(look.colour);

/** What comes from a bundle, on one line. */
export const oneLine = (text: string): string => visibleText(text).replace(/\s+/g, ' ').trim();

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cut to so many columns, with a mark where something is left out. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const char of text) {
    used += widthOf(char);
    if (used >= width) break;
    kept += char;
  }
  return `${kept}…`;
}

/** No line begins with these (避头). */
const CLOSING = /^[，。；：、！？）】》」』”’,.;:!?)\]}%]/;

/** A sentence in lines of at most `width` columns. Chinese may break between any two characters, other writing at blanks. */
export function wrapped(text: string, width: number): string[] {
  const pieces = text.match(/[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]|[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+|\s+/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (widthOf(line + piece.trimEnd()) > width && line.trim() !== '' && !CLOSING.test(piece)) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Rows in columns; the last column has no width of its own and is cut at the terminal's edge. */
export function columns(
  rows: readonly (readonly string[])[],
  indent: string,
  look: Look,
  align: readonly ('left' | 'right')[] = [],
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) => {
    const cells = widths.map((width, column) => {
      const text = row[column] ?? '';
      return align[column] === 'right' ? ' '.repeat(width - widthOf(text)) + text : padded(text, width);
    });
    return cut(`${indent}${[...cells, row[count - 1] ?? ''].join('  ')}`.trimEnd(), look.width);
  });
}
