/** What the pictures share: a figure with its caption and text alternative, text that fits, a scale. */
import { widthOf } from '../../../core/width.ts';
import { cut, oneLine } from '../../terminal.ts';
import { type Markup, markup } from '../markup.ts';

/** Width of every picture, in its own units; narrower screens scroll it. */
export const WIDTH = 760;

/** Units that one column of text takes at the pictures' 12-unit type; a Chinese character has two columns. */
const COLUMN = 6.6;

export const columnsOf = (units: number): number => Math.max(4, Math.floor(units / COLUMN));
export const unitsOf = (text: string): number => widthOf(text) * COLUMN;

/** A text on one line, cut to what fits; the whole of it is the tooltip. */
export function label(x: number, y: number, text: string, room: number, kind = 'label'): Markup {
  const whole = oneLine(text);
  const short = cut(whole, columnsOf(room));
  const title = short === whole ? null : markup`<title>${whole}</title>`;
  return markup`<text x="${round(x)}" y="${round(y)}" class="${kind}">${title ?? markup``}${short}</text>`;
}

export const round = (value: number): number => Math.round(value * 10) / 10;

/** A picture under its title, with what it shows told in words for those who cannot see it. */
export function figure(title: string, told: string, height: number, content: readonly Markup[], note: string | null = null): Markup {
  return markup`<figure><figcaption>${title}</figcaption><div class="picture" tabindex="0" role="group" aria-label="${title}"><svg viewBox="0 0 ${WIDTH} ${round(height)}" width="${WIDTH}" height="${round(height)}" role="img" aria-label="${told}">${content}</svg></div>${note === null ? markup`` : markup`<p class="note">${note}</p>`}</figure>`;
}

/** Maps values onto units. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from;
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start));
}
