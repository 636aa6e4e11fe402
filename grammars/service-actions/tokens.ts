import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank } from '../kit/tokens.ts';

export const Heading = atLineStart('Heading', /\s*Following commands would be executed for each action:/);
/** `  start: `, right-aligned. */
export const Action = atLineStart('Action', /\s*(?:start|stop|restart|reload|promote): (?=")/);
export const Quoted = createToken({ name: 'Quoted', pattern: /"[^\n]*"/ });

export const tokens = [Heading, Action, Quoted, Blank, Anything];
export const lexer = lexerOf(tokens);
