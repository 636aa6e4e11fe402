import type { Line } from '../../../src/core/source.ts';
import type { Claim } from '../../kit/grammar.ts';
import { displayColumns } from '../layout.ts';
import type { TableRow } from '../parser.ts';

/** What a line means to an open result, and what happens if it is given the line. */
export interface Plan {
  readonly claim: Claim;
  act(): void;
}

/** One way to print a result: knows which lines are rows. */
export interface Shape {
  weigh(row: TableRow, line: Line, next: readonly string[]): Plan | null;
  /** The result has all that it can have, and the next line is none of its rows. */
  readonly done?: boolean;
  /** The result ends, `count` rows by its footer. */
  close(count: number | null, line: number): void;
}

export const nothing = (claim: Claim): Plan => ({ claim, act: () => undefined });

/** Offsets of a line's bars; where a Markdown editor has escaped them all, those with a backslash. */
export function barsOf(text: string, escaped = false): number[] {
  const out: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character !== '|' && character !== '│' && character !== '║') continue;
    if (!escaped && text[index - 1] === '\\') continue;
    out.push(index);
  }
  return out;
}

export const displayWidth = (text: string): number => displayColumns(text).at(-1) ?? 0;

/** Brings a line back to the width at which it was wrapped: blanks at its end are gone. */
export const padded = (text: string, width: number | null): string => (width === null ? text : text.padEnd(width));
