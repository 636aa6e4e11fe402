import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, restBehind, Space } from '../kit/tokens.ts';

/** `teal2 (now primary):`, `node1：`: whose setting follows. */
export const Owner = atLineStart('Owner', /[A-Za-z][\w.-]{0,40}(?:[ \t]*[(（][^()（）|]{1,40}[)）])?(?:：|:(?=[ \t]))/);
export const Name = createToken({ name: 'Name', pattern: /[a-z][a-z_]+(?=[ \t]*[|=])/ });
/** With the blanks behind it, so that the rest of the line is the value. */
export const Bar = createToken({ name: 'Bar', pattern: /\|[ \t]*/ });
export const Equals = createToken({ name: 'Equals', pattern: /=[ \t]*/ });
export const Value = restBehind('Value', Bar, Equals);

export const tokens = [Owner, Value, Name, Bar, Equals, Space, Anything];
export const lexer = lexerOf(tokens);
