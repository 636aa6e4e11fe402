import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { File, LineNumber } from '../kit/front.ts';
import { Anything, Blank } from '../kit/tokens.ts';

export const Comment = createToken({ name: 'Comment', pattern: /#[^\n]*/ });
/** One field: a word, a quoted word, several of them with commas between. */
export const Field = createToken({
  name: 'Field',
  pattern: /(?:"[^"\n]*"|[!-\uFFFF])(?:"[^"\n]*"|[^\s",#])*(?:[ \t]*,[ \t]*(?:"[^"\n]*"|[^\s",#])+)*/,
  start_chars_hint: Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index)),
  line_breaks: false,
});

export const tokens = [File, LineNumber, Blank, Comment, Field, Anything];
export const lexer = lexerOf(tokens);
