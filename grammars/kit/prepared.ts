/**
 * What follows from the grammars alone and takes a good part of a start to work out: the first characters of tokens, the look-ahead
 * of parsers, the words by which messages are looked up. `scripts/prepare.ts` works it out when the program is packed; the packed
 * program reads it, and whoever runs the sources works it out where it is needed. It is JSON by key; a key names what its value follows
 * from, and nothing else has that name.
 */

/** The table as JSON, set in the packed program. */
declare const PREPARED: string | undefined;
/** Set in the program that makes the table. */
declare const PREPARING: boolean | undefined;

/** What was asked for so far, where the table is made. */
export const worked: Record<string, unknown> | null = typeof PREPARING !== 'undefined' && PREPARING ? {} : null;

const table: Readonly<Record<string, unknown>> = typeof PREPARED === 'undefined' ? {} : JSON.parse(PREPARED);

/** What was prepared under this key; undefined where nothing was. `workOut` gives it where the table is made. */
export function prepared<T>(key: string, workOut: () => T): T | undefined {
  if (worked !== null) {
    const value = workOut();
    if (key in worked && JSON.stringify(worked[key]) !== JSON.stringify(value)) throw new Error(`two values are prepared as ${key}`);
    worked[key] = value;
  }
  // the table was made by `workOut` of the same source
  return table[key] as T | undefined;
}
