import { createToken, Lexer } from 'chevrotain';

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
