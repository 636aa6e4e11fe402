import { createToken, type TokenType } from 'chevrotain';
import { Anything, Blank } from '../kit/tokens.ts';

export const OpenBrace = createToken({ name: 'OpenBrace', pattern: /\{/ });
export const CloseBrace = createToken({ name: 'CloseBrace', pattern: /\}/ });
export const OpenBracket = createToken({ name: 'OpenBracket', pattern: /\[/ });
export const CloseBracket = createToken({ name: 'CloseBracket', pattern: /\]/ });
export const Colon = createToken({ name: 'Colon', pattern: /:/ });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });
export const Text = createToken({ name: 'Text', pattern: /"(?:[ !#-[\]-\uFFFF]|\\["\\/bfnrtu])*"/ });
export const Literal = createToken({ name: 'Literal', pattern: /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/ });

export const tokens: TokenType[] = [Blank, OpenBrace, CloseBrace, OpenBracket, CloseBracket, Colon, Comma, Text, Literal, Anything];
