import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from 'chevrotain';
import { startHints } from './starts.ts';

/**
 * Tokens that several grammars share. "Not blank" is written `[!-\uFFFF]`, so that Chevrotain's first-character
 * optimisation works; the input stage has made odd blanks (U+00A0, U+3000) regular before.
 */
export const Blank = createToken({ name: 'Blank', pattern: /[ \t]+/, group: Lexer.SKIPPED, line_breaks: false });
/** Blanks that matter (columns, indentation). */
export const Space = createToken({ name: 'Space', pattern: /[ \t]+/ });
export const Integer = createToken({ name: 'Integer', pattern: /\d+(?![!-\uFFFF])/ });
export const Word = createToken({ name: 'Word', pattern: /[!-\uFFFF]+/ });
/** The rest of the line, whatever it holds. Written without a complement set, which would switch the first-character optimisation off. */
export const Rest = createToken({ name: 'Rest', pattern: /[\u0000-\u0009\u000B-\uFFFF]+/, line_breaks: false });
/** One character that nothing else took; keeps a lexer from ever failing. */
export const Anything = createToken({ name: 'Anything', pattern: /[\u0000-\u0009\u000B-\uFFFF]/, line_breaks: false });
export const Lsn = createToken({ name: 'Lsn', pattern: /[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}(?![0-9A-Za-z/])/ });
export const WalFile = createToken({ name: 'WalFile', pattern: /[0-9A-F]{24}(?![0-9A-Za-z])/ });

/**
 * First characters of a token that may begin with anything but a line's end, for `start_chars_hint`: every one below 256, and above
 * it one of each block of 255, which is how Chevrotain files them.
 */
export const ANY_START: readonly number[] = [
  ...Array.from({ length: 256 }, (_none, code) => code).filter((code) => code !== 10 && code !== 13),
  256,
  ...Array.from({ length: 256 }, (_none, block) => (block + 2) * 255),
];

/** A pattern of one's own, with what it matches for the generated pages: in words, or as a pattern of which it takes some matches. */
export function described(match: CustomPatternMatcherFunc, shown: string | RegExp): CustomPatternMatcherFunc {
  return Object.assign(match, typeof shown === 'string' ? { shown } : { shown: shown.source, begins: shown });
}

/** Tells Chevrotain what a token may begin with, where that was prepared or nothing else tells. */
export function begun(token: TokenType): TokenType {
  if (token.START_CHARS_HINT !== undefined) return token;
  const { PATTERN: pattern } = token;
  const own = typeof pattern === 'function';
  const begins = own && 'begins' in pattern ? pattern.begins : pattern;
  const starts = (begins instanceof RegExp ? startHints(begins) : undefined) ?? (own ? [...ANY_START] : undefined);
  if (starts !== undefined) token.START_CHARS_HINT = starts;
  return token;
}

/** A token's pattern as its page shows it; null for a function that does not tell. */
export function patternShown({ PATTERN: pattern }: TokenType): string | null {
  if (pattern instanceof RegExp) return pattern.source;
  if (typeof pattern === 'string') return pattern;
  return typeof pattern === 'function' && 'shown' in pattern && typeof pattern.shown === 'string' ? pattern.shown : null;
}

/** A token that stands at the start of its line only, blanks before it left aside: a label, a prefix, a heading. */
export function atLineStart(name: string, pattern: RegExp): TokenType {
  let sticky: RegExp | null = null;
  const match: CustomPatternMatcherFunc = (text, at) => {
    if (at > 0 && text.slice(0, at).trim() !== '') return null;
    sticky ??= new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    return found === null || found[0] === '' ? null : found;
  };
  return createToken({ name, pattern: described(match, pattern), line_breaks: false });
}

/** Everything up to the line's end behind one of these tokens, from the first character that is no blank. */
export function restBehind(name: string, ...before: readonly TokenType[]): TokenType {
  const match: CustomPatternMatcherFunc = (text, at, matched) => {
    const last = matched.at(-1)?.tokenType;
    return last !== undefined && before.includes(last) && text.charAt(at).trim() !== '' ? [text.slice(at)] : null;
  };
  return createToken({
    name,
    pattern: described(match, `… behind ${before.map((token) => token.name).join(', ')}`),
    line_breaks: false,
  });
}
