import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { File, LineNumber } from '../kit/front.ts';
import { Anything, Space } from '../kit/tokens.ts';

export const Comment = createToken({ name: 'Comment', pattern: /#[^\n]*/ });
/** `'…'` with `''` and `\'` inside. */
export const Quoted = createToken({ name: 'Quoted', pattern: /'(?:[^'\\\n]|''|\\[^\n])*'/ });
export const DoubleQuoted = createToken({ name: 'DoubleQuoted', pattern: /"[^"\n]*"/ });
/** A quote that nothing closes on this line. */
export const Open = createToken({ name: 'Open', pattern: /['"][^\n]*/ });
/** A value that begins with a typographic quote, of a rich editor. */
export const Curly = createToken({ name: 'Curly', pattern: /[\u2018\u2019\u201C\u201D][^\n]*/ });
export const Section = createToken({ name: 'Section', pattern: /\[[\w:.@/-]+\]/ });
export const Equals = createToken({ name: 'Equals', pattern: /=/ });
export const Include = createToken({ name: 'Include', pattern: /include(?:_if_exists|_dir)?(?=[ \t=])/i });
export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_][\w.$-]*/ });
export const Bare = createToken({ name: 'Bare', pattern: /[!-\uFFFF][^ \t\n'"#=]*/ });

export const tokens = [File, LineNumber, Space, Comment, Quoted, DoubleQuoted, Open, Curly, Section, Equals, Include, Name, Bare, Anything];
export const lexer = lexerOf(tokens);
