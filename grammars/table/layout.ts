import { widthOf } from '../../src/core/width.ts';

/** Where the columns of an aligned table stand, read off its rule. */
export interface Layout {
  /** `bars`: divided by `|`; `blanks`: `\pset border 0`, columns are where the dashes stand. */
  readonly style: 'bars' | 'blanks';
  /** A bar at both ends of each row: `\pset border 2`, Markdown. */
  readonly framed: boolean;
  /** Display columns of the inner separators; for `blanks` the first column of each field but the first. */
  readonly separators: readonly number[];
  /** Display width of the rule. */
  readonly width: number;
}

const ASCII = /^[ -~\t]*$/;

/** The display column at which each character of a line begins (a CJK character fills two columns), and the width at the end. */
export function displayColumns(text: string): number[] {
  const columns: number[] = new Array<number>(text.length + 1);
  if (ASCII.test(text)) {
    for (let index = 0; index <= text.length; index++) columns[index] = index;
    return columns;
  }
  let column = 0;
  let offset = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) columns[offset + unit] = column;
    offset += character.length;
    column += character <= '~' ? 1 : widthOf(character);
  }
  columns[text.length] = column;
  return columns;
}

const JOINT = /[+|±┼┬┴╪╬╦╩╤╧╥╨╫]/g;

/** Reads a rule: `----+---`, `----±---`, `+---+---+`, `|---|---|`, `├──┼──┤`, `---- ---`. */
export function layoutOf(rule: string): Layout {
  const text = rule.trimEnd();
  const start = text.length - text.trimStart().length;
  const framed = /^[ \t]*[|+├┌╔╠╟╞]/.test(text) && /[|+┤┐╗╣╢╡]$/.test(text);
  const joints: number[] = [];
  for (const match of text.matchAll(JOINT)) {
    if (framed && (match.index === start || match.index === text.length - 1)) continue;
    joints.push(match.index);
  }
  if (joints.length === 0 && /[-─] +[-─]/.test(text)) {
    const begins = [...text.matchAll(/ (?=[-─])/g)].map((match) => match.index + 1).filter((begin) => begin > start);
    return { style: 'blanks', framed: false, separators: begins, width: text.length };
  }
  return { style: 'bars', framed, separators: joints, width: text.length };
}

/** Offsets of the bars that divide a row's cells, the frame's own bars left out. */
function innerBars(
  text: string,
  bars: readonly number[],
  framed: boolean,
): { readonly from: number; readonly to: number; readonly bars: number[] } {
  const first = bars[0];
  if (!framed || first === undefined || text.slice(0, first).trim() !== '') return { from: 0, to: text.length, bars: [...bars] };
  const last = bars.at(-1) ?? first;
  const closed = bars.length > 1 && text.slice(last + 1).trim() === '';
  return { from: first + 1, to: closed ? last : text.length, bars: bars.slice(1, closed ? -1 : undefined) };
}

/** The pieces of a row between all its bars, as they stand there, blanks included. */
export function pieces(text: string, bars: readonly number[], framed: boolean): string[] {
  const inner = innerBars(text, bars, framed);
  const out: string[] = [];
  let from = inner.from;
  for (const bar of inner.bars) {
    out.push(text.slice(from, bar));
    from = bar + 1;
  }
  out.push(text.slice(from, inner.to));
  return out;
}

/**
 * A row's cells by the rule's columns: a value may hold a bar itself (`cp %p /a | tee log`), and then only the bars below
 * the rule's joints divide. Null where the row does not keep to the rule (squeezed, shifted).
 */
export function cutAtRule(text: string, bars: readonly number[], layout: Layout): string[] | null {
  const columns = displayColumns(text);
  const wanted = new Set(layout.separators);
  const dividing = bars.filter((offset) => wanted.has(columns[offset] ?? -1));
  if (dividing.length !== layout.separators.length) return null;
  const all = innerBars(text, bars, layout.framed);
  return pieces(
    text.slice(0, all.to),
    layout.framed && all.from > 0 ? [all.from - 1, ...dividing] : dividing,
    layout.framed && all.from > 0,
  );
}

/** The fields of a row without bars, by the places of the dashes; squeezed rows by their blanks where the count fits. */
export function cutAtBlanks(text: string, layout: Layout): string[] | null {
  const columns = displayColumns(text);
  const out: string[] = [];
  let from = 0;
  for (const begin of layout.separators) {
    const offset = columns.indexOf(begin);
    if (offset === -1) {
      out.push(text.slice(from));
      from = text.length;
      continue;
    }
    if (offset > 0 && text[offset - 1] !== ' ') {
      const words = text.trim().split(/ +/);
      return words.length === layout.separators.length + 1 ? words : null;
    }
    out.push(text.slice(from, offset));
    from = offset;
  }
  out.push(text.slice(from));
  return out;
}

/** Brings pieces to the number of columns: what is too many is joined again in the column that may hold bars. */
export function joinSurplus(parts: readonly string[], count: number, freeColumn: number, separator = '|'): string[] {
  const surplus = parts.length - count;
  if (surplus <= 0) return [...parts];
  const at = Math.min(Math.max(freeColumn, 0), count - 1);
  return [...parts.slice(0, at), parts.slice(at, at + surplus + 1).join(separator), ...parts.slice(at + surplus + 1)];
}
