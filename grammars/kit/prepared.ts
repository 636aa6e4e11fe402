/**
 * What follows from the grammars alone and takes a good part of a start to work out: the first characters of tokens, the look-ahead
 * of parsers, the words by which messages are looked up. `scripts/prepare.ts` works it out when the program is packed; the packed
 * program reads it, and whoever runs the sources works it out where it is needed, or does without. It is JSON by key; a key names
 * what its value follows from, and nothing else has that name.
 */

/** The table as JSON, set in the packed program. */
declare const PREPARED: string | undefined;
/** Set in the program that makes the table. */
declare const PREPARING: boolean | undefined;

/** What was asked for so far, where the table is made: values, and patterns that something is to be told of. */
export const asked: { readonly values: Map<string, unknown>; readonly patterns: Map<string, RegExp> } | null =
  typeof PREPARING !== 'undefined' && PREPARING ? { values: new Map(), patterns: new Map() } : null;

const table: Readonly<Record<string, unknown>> = typeof PREPARED === 'undefined' ? {} : JSON.parse(PREPARED);

/** What was prepared under this key; undefined where nothing was. `workOut` gives it where the table is made. */
export function prepared<T>(key: string, workOut: () => T): T | undefined {
  if (asked !== null) {
    const value = workOut();
    if (asked.values.has(key) && JSON.stringify(asked.values.get(key)) !== JSON.stringify(value)) {
      throw new Error(`two values are prepared as ${key}`);
    }
    asked.values.set(key, value);
  }
  // the table was made by `workOut` of the same source
  return table[key] as T | undefined;
}

/**
 * First characters, by the files in which Chevrotain's lexer keeps them (see `starts.ts`): from each even entry up to the odd one
 * behind it; null where any may be one.
 */
export type Starts = readonly number[] | null;

/** What a text must have to match a pattern. */
export interface Needs {
  /** How it begins, behind blanks where it is `indented`; null of a pattern that may match further on. */
  readonly first: { readonly starts: Exclude<Starts, null>; readonly indented: boolean } | null;
  /** Texts of which it holds one; null where there are none. */
  readonly words: readonly string[] | null;
}

/** How the matches of a pattern begin; undefined where it was not prepared. */
export function startsOf(pattern: RegExp): Starts | undefined {
  return ofPattern(`starts ${pattern}`, pattern) as Starts | undefined;
}

/** What a pattern needs; undefined where it was not prepared. */
export function needsOf(pattern: RegExp): Needs | undefined {
  return ofPattern(`needs ${pattern}`, pattern) as Needs | undefined;
}

function ofPattern(key: string, pattern: RegExp): unknown {
  asked?.patterns.set(key, pattern);
  return table[key];
}
