import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Blank } from '../kit/tokens.ts';

export const Comment = createToken({ name: 'Comment', pattern: /#[^\n]*/ });
export const Colon = createToken({ name: 'Colon', pattern: /:/ });
/** A part between colons; `\:` and `\\` belong to it. */
export const Part = createToken({ name: 'Part', pattern: /(?:\\[:\\]|[!-9;-[\]-\uFFFF])(?:\\[:\\]|[^\s:\\])*/ });

export const tokens = [Blank, Comment, Colon, Part, Anything];
export const lexer = lexerOf(tokens);
