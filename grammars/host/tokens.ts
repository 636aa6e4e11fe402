import { type CustomPatternMatcherFunc, createToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, described } from '../kit/tokens.ts';
import { SHAPES } from './shapes/index.ts';
import type { Shape } from './shapes/shape.ts';

/** The whole line but for the blanks at its ends, with the groups of the pattern as payload. */
function wholeLine({ name, pattern }: Shape): TokenType {
  let whole: RegExp | null = null;
  const match: CustomPatternMatcherFunc = (text, at) => {
    if (at > 0 && text.slice(0, at).trim() !== '') return null;
    whole ??= new RegExp(`(?:${pattern.source})[ \\t]*$`, 'y');
    whole.lastIndex = at;
    const found = whole.exec(text);
    return found === null || found[0] === '' ? null : Object.assign(found, { payload: found.groups ?? {} });
  };
  return createToken({ name, pattern: described(match, pattern), line_breaks: false });
}

export const SHAPE_TOKENS: readonly { readonly shape: Shape; readonly token: TokenType }[] = SHAPES.map((shape) => ({
  shape,
  token: wholeLine(shape),
}));
/** A line that only its command explains: `inactive`, `139`, `/usr/bin/repmgr`. */
export const Text = atLineStart('Text', /[!-\uFFFF][^\n]*/);

export const tokens: TokenType[] = [Blank, ...SHAPE_TOKENS.map(({ token }) => token), Text, Anything];
export const lexer = lexerOf(tokens);
