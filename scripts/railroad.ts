// Railroad diagrams of a grammar's rules as one static SVG: no script, no font, no network; GitHub and any browser show it.
import type { Production, Rule } from '../grammars/kit/ebnf.ts';

/** A drawn part: enters and leaves at height `line` below its top. */
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly line: number;
  draw(x: number, y: number): string;
}

const CHAR = 7.2;
const BOX = 22;
const GAP = 10;
const ROW = 8;
const RADIUS = 8;

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const track = (d: string): string => `<path d="${d}"/>`;
const flat = (x: number, y: number, width: number): string => (width <= 0 ? '' : track(`M${x} ${y}h${width}`));

function box(text: string, rule: boolean): Drawing {
  const width = Math.round(text.length * CHAR) + 16;
  return {
    width,
    height: BOX,
    line: BOX / 2,
    draw: (x, y) => {
      const shape = `<rect x="${x}" y="${y}" width="${width}" height="${BOX}"${rule ? '' : ` rx="${BOX / 2}"`} class="${rule ? 'r' : 't'}"/>`;
      const label = `<text x="${x + width / 2}" y="${y + BOX / 2 + 4}">${xml(text)}</text>`;
      return rule ? `<a href="#${xml(text)}">${shape}${label}</a>` : shape + label;
    },
  };
}

const NOTHING: Drawing = { width: GAP, height: 2, line: 1, draw: (x, y) => flat(x, y + 1, GAP) };

function inRow(parts: readonly Drawing[]): Drawing {
  if (parts.length === 0) return NOTHING;
  const line = Math.max(...parts.map((part) => part.line));
  const below = Math.max(...parts.map((part) => part.height - part.line));
  return {
    width: parts.reduce((sum, part) => sum + part.width, 0) + GAP * (parts.length - 1),
    height: line + below,
    line,
    draw: (x, y) => {
      let at = x;
      return parts
        .map((part, index) => {
          const link = index === 0 ? '' : flat(at, y + line, GAP);
          if (index > 0) at += GAP;
          const drawn = part.draw(at, y + line - part.line);
          at += part.width;
          return link + drawn;
        })
        .join('');
    },
  };
}

/** Tracks one below the other, the first on the line; each leaves the line at the left and joins it again at the right. */
function stacked(parts: readonly Drawing[], arrowsBack: readonly boolean[] = []): Drawing {
  const inner = Math.max(...parts.map((part) => part.width));
  const width = inner + 4 * RADIUS;
  const tops: number[] = [];
  let height = 0;
  for (const part of parts) {
    tops.push(height);
    height += part.height + ROW;
  }
  height -= ROW;
  const first = parts[0] ?? NOTHING;
  return {
    width,
    height,
    line: first.line,
    draw: (x, y) =>
      parts
        .map((part, index) => {
          const top = y + (tops[index] ?? 0);
          const level = top + part.line;
          const left = x + 2 * RADIUS;
          const body = part.draw(left, top) + flat(left + part.width, level, inner - part.width);
          if (index === 0) return flat(x, level, 2 * RADIUS) + body + flat(left + inner, level, 2 * RADIUS);
          const line = y + first.line;
          const drop = level - line - 2 * RADIUS;
          const back = arrowsBack[index] === true;
          // a way back turns outward on both sides, a branch inward
          const leftTurn = back
            ? `M${left} ${level}h${-RADIUS}a${RADIUS} ${RADIUS} 0 0 1 ${-RADIUS} ${-RADIUS}v${-drop}a${RADIUS} ${RADIUS} 0 0 1 ${RADIUS} ${-RADIUS}h${RADIUS}`
            : `M${x} ${line}a${RADIUS} ${RADIUS} 0 0 1 ${RADIUS} ${RADIUS}v${drop}a${RADIUS} ${RADIUS} 0 0 0 ${RADIUS} ${RADIUS}`;
          const right = left + inner;
          const rightTurn = back
            ? `M${right} ${level}h${RADIUS}a${RADIUS} ${RADIUS} 0 0 0 ${RADIUS} ${-RADIUS}v${-drop}a${RADIUS} ${RADIUS} 0 0 0 ${-RADIUS} ${-RADIUS}h${-RADIUS}`
            : `M${right} ${level}a${RADIUS} ${RADIUS} 0 0 0 ${RADIUS} ${-RADIUS}v${-drop}a${RADIUS} ${RADIUS} 0 0 1 ${RADIUS} ${-RADIUS}`;
          return body + track(leftTurn) + track(rightTurn);
        })
        .join(''),
  };
}

function drawingOf(production: Production): Drawing {
  switch (production.is) {
    case 'token':
      return box(production.name, false);
    case 'rule':
      return box(production.name, true);
    case 'sequence':
      return inRow(production.of.map(drawingOf));
    case 'choice':
      return stacked(production.of.map(drawingOf));
    case 'optional':
      return stacked([NOTHING, drawingOf(production.of)]);
    case 'several':
      return stacked([drawingOf(production.of), NOTHING], [false, true]);
    case 'repeated':
      return stacked([NOTHING, stacked([drawingOf(production.of), NOTHING], [false, true])]);
  }
}

const STYLE =
  'path{fill:none;stroke:#57606a;stroke-width:1.5}rect{stroke:#57606a;stroke-width:1.5}.t{fill:#ddf4ff}.r{fill:#fff8c5}text{font:12px monospace;text-anchor:middle;fill:#1f2328}.n{font-weight:bold;text-anchor:start}.b{fill:#fff;stroke:none}';

/** One diagram below the other, a rule each; boxes with corners are rules and lead to theirs, round ones are tokens. */
export function railroad(title: string, rules: readonly Rule[]): string {
  const margin = 16;
  let y = margin;
  let width = 0;
  const drawn = rules.map(({ name, production }) => {
    const drawing = drawingOf(production);
    const line = y + 18 + drawing.line;
    const begin = `<circle cx="${margin + 4}" cy="${line}" r="4" class="r" stroke="#57606a"/>`;
    const end = `<circle cx="${margin + drawing.width + 36}" cy="${line}" r="4" class="r" stroke="#57606a"/>`;
    const text =
      `<g id="${xml(name)}"><text x="${margin}" y="${y + 8}" class="n">${xml(name)}</text>${begin}${flat(margin + 8, line, 12)}` +
      `${drawing.draw(margin + 20, y + 18)}${flat(margin + 20 + drawing.width, line, 12)}${end}</g>`;
    y += 18 + drawing.height + 24;
    width = Math.max(width, drawing.width + 2 * margin + 44);
    return text;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img">` +
    `<title>${xml(title)}</title><style>${STYLE}</style><rect width="${width}" height="${y}" class="b"/>\n${drawn.join('\n')}\n</svg>\n`
  );
}
