import { type Needs, needsOf, startsOf } from './prepared.ts';

/** Chevrotain files characters by their codes, those from 256 on in blocks of 255. */
const fileOf = (code: number): number => (code < 256 ? code : 255 + Math.floor(code / 255));
/** A character of each file. */
const codeIn = (file: number): number => (file < 256 ? file : Math.max(256, (file - 255) * 255));

/** One character of each file that a match of this pattern may begin with, for `start_chars_hint`; undefined where nothing tells. */
export function startHints(pattern: RegExp): number[] | undefined {
  const starts = startsOf(pattern) ?? null;
  return starts === null ? undefined : filesIn(starts).map(codeIn);
}

/** Whether a text begins so. */
export const begins = (starts: readonly number[], text: string): boolean => filesIn(starts).includes(fileOf(text.charCodeAt(0)));

function filesIn(ranges: readonly number[]): number[] {
  const all: number[] = [];
  for (let at = 0; at < ranges.length; at += 2) for (let file = ranges[at] ?? 0; file <= (ranges[at + 1] ?? -1); file++) all.push(file);
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
  const needs = needsOf(pattern);
  return needs === undefined || (needs.first === null && needs.words === null) ? pattern : new Guarded(pattern, needs);
}

export class Guarded implements Pattern {
  readonly #pattern: RegExp;
  readonly #words: Needs['words'];
  readonly #files: ReadonlySet<number> | null;
  readonly #indented: boolean;

  constructor(pattern: RegExp, { first, words }: Needs) {
    this.#pattern = pattern;
    this.#words = words;
    this.#files = first === null ? null : new Set(filesIn(first.starts));
    this.#indented = first?.indented ?? false;
  }

  get source(): string {
    return this.#pattern.source;
  }

  test(text: string): boolean {
    return this.#may(text) && this.#pattern.test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.#may(text) ? this.#pattern.exec(text) : null;
  }

  #may(text: string): boolean {
    if (this.#files !== null && !this.#files.has(fileOf(text.charCodeAt(this.#indented ? text.search(/\S/) : 0)))) return false;
    return this.#words === null || this.#words.some((word) => text.includes(word));
  }
}
