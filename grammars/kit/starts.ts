import { asked, isPacked, type Needs, needsOf, type Starts, startsOf } from './prepared.ts';

/** Chevrotain files characters by their codes, those from 256 on in blocks of 255. */
const fileOf = (code: number): number => (code < 256 ? code : 255 + Math.floor(code / 255));
/** A character of each file. */
const codeIn = (file: number): number => (file < 256 ? file : Math.max(256, (file - 255) * 255));

/** One character of each file that a match of this pattern may begin with, for `start_chars_hint`; undefined where nothing tells. */
export function startHints(pattern: RegExp): number[] | undefined {
  const starts = startsOf(pattern) ?? '';
  return starts === '' ? undefined : filesIn(starts).map(codeIn);
}

/** Whether a text begins so, or goes on so from `at`. */
export function begins(starts: Starts, text: string, at = 0): boolean {
  const file = fileOf(text.charCodeAt(at));
  for (let pair = 0; pair < starts.length; pair += 2) {
    if (file >= starts.charCodeAt(pair) && file <= starts.charCodeAt(pair + 1)) return true;
  }
  return false;
}

function filesIn(starts: Starts): number[] {
  const all: number[] = [];
  for (let at = 0; at < starts.length; at += 2) {
    for (let file = starts.charCodeAt(at); file <= starts.charCodeAt(at + 1); file++) all.push(file);
  }
  return all;
}

/** A pattern that is looked for. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
  exec(text: string): RegExpExecArray | null;
}

/**
 * A pattern that is compiled only for a text that may match it: most of those that a line is compared with are met by no line of
 * a bundle, and V8 compiles a pattern at its first text, and again at the first with a character beyond Latin-1. Not for patterns that
 * remember where they ended.
 */
export function guarded(pattern: RegExp): Pattern {
  // the table that is made tells of every pattern, whatever text is met
  if (asked !== null) needsOf(pattern);
  return isPacked ? guardedBy(pattern, () => needsOf(pattern) ?? NONE) : pattern;
}

/** The same for what is known of the pattern, which is asked when the first text comes. */
export function guardedBy(pattern: RegExp, needs: () => Needs): Pattern {
  let known: Needs | null = null;
  const may = (text: string): boolean => {
    known ??= needs();
    const { first, indented, words } = known;
    if (first !== '' && !begins(first, text, indented ? text.search(/\S/) : 0)) return false;
    return words.length === 0 || words.some((word) => text.includes(word));
  };
  return {
    get source() {
      return pattern.source;
    },
    test: (text) => may(text) && pattern.test(text),
    exec: (text) => (may(text) ? pattern.exec(text) : null),
  };
}

const NONE: Needs = { first: '', indented: false, words: [] };
