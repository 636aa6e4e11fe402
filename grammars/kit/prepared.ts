/**
 * What follows from the grammars alone and takes a good part of a start to work out: the first characters of tokens, the look-ahead
 * of parsers, the words by which messages are looked up. `scripts/prepare.ts` works it out when the program is packed; the packed
 * program reads it, and whoever runs the sources works it out where it is needed, or does without. It is JSON by key; a key
 * names what its value follows from, and nothing else has that name.
 */

/** The table, set in the packed program: texts, each read when it is asked for. */
declare const PREPARED: Readonly<Record<string, string>> | undefined;
/** Set in the program that makes the table. */
declare const PREPARING: boolean | undefined;

/** What was asked for so far, where the table is made: values, and patterns that something is to be told of. */
export const asked: { readonly values: Map<string, string>; readonly patterns: Map<string, RegExp> } | null =
  typeof PREPARING !== 'undefined' && PREPARING ? { values: new Map(), patterns: new Map() } : null;

/** Whether there is a table. */
export const isPacked = typeof PREPARED !== 'undefined';

const table: Readonly<Record<string, string>> = typeof PREPARED === 'undefined' ? {} : PREPARED;

/** What was prepared under this key; undefined where nothing was. `workOut` gives it where the table is made. */
export function prepared<T>(key: string, workOut: () => T): T | undefined {
  if (asked !== null) {
    const value = JSON.stringify(workOut());
    if ((asked.values.get(key) ?? value) !== value) throw new Error(`two values are prepared as ${key}`);
    asked.values.set(key, value);
  }
  const value = table[key];
  return value === undefined ? undefined : JSON.parse(value);
}

/**
 * First characters, as pairs of characters whose codes are the first and the last of files in which Chevrotain's lexer keeps them (see
 * `starts.ts`); empty where any may be one.
 */
export type Starts = string;

/** What a text must have to match a pattern. */
export interface Needs {
  /** How it begins; empty of a pattern that may match further on. */
  readonly first: Starts;
  /** Behind blanks. */
  readonly indented: boolean;
  /** Texts of which it holds one; none where nothing is needed. */
  readonly words: readonly string[];
}

/** How the matches of a pattern begin; undefined where it was not prepared. */
export function startsOf(pattern: RegExp): Starts | undefined {
  return ofPattern(`starts ${pattern}`, pattern);
}

/** What a pattern needs; undefined where it was not prepared. */
export function needsOf(pattern: RegExp): Needs | undefined {
  const written = ofPattern(`needs ${pattern}`, pattern);
  return written === undefined ? undefined : JSON.parse(written);
}

function ofPattern(key: string, pattern: RegExp): string | undefined {
  asked?.patterns.set(key, pattern);
  return table[key];
}
