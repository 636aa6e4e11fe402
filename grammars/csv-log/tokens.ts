import { createToken, type TokenType } from 'chevrotain';
import { Anything } from '../kit/tokens.ts';

/** `"…"` with doubled quotes inside; a field may hold newlines. */
export const Quoted = createToken({ name: 'Quoted', pattern: /"(?:[\u0000-!#-\uFFFF]|"")*"(?!")/, line_breaks: true });
/** A field whose quote is still open where the text ends. */
export const Open = createToken({ name: 'Open', pattern: /"(?:[\u0000-!#-\uFFFF]|"")*/, line_breaks: true });
/** The first field: `2026-11-23 05:09:06.909 UTC`. */
export const LogTime = createToken({ name: 'LogTime', pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Za-z0-9+:-]{1,9}(?=,)/ });
export const Plain = createToken({ name: 'Plain', pattern: /[\u0000-\u0009\u000B-!#-+\--\uFFFF]+/, line_breaks: false });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });

export const tokens: TokenType[] = [LogTime, Quoted, Open, Comma, Plain, Anything];
