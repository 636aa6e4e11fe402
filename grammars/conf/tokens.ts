import { type CustomPatternMatcherReturn, createToken, type IToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Space } from '../kit/tokens.ts';

/** A pattern that counts only where the line begins, or right behind the file's name that `grep` put in front of it. */
const inFront =
  (pattern: RegExp) =>
  (text: string, offset: number, before: readonly IToken[]): CustomPatternMatcherReturn | null => {
    if (offset > 0 && (before.length !== 1 || before[0]?.tokenType !== File)) return null;
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    return found === undefined ? null : [found];
  };
const PRINTABLE = Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) => String.fromCharCode(0x20 + index));

/** `postgresql.auto.conf:`, `/data/es_rep.conf-`, `repmgr.conf:12:`: what `grep` prints in front. */
export const File: TokenType = createToken({
  name: 'File',
  pattern: inFront(/[^\s:'"=#]+\.(?:conf|ini|done|sample|bak|orig)(?:\.[\w~-]+)?[:-](?!\/)/y),
  start_chars_hint: PRINTABLE,
  line_breaks: false,
});
/** `12:` of `grep -n`, `    12<tab>` of `cat -n`, `  12  ` of `less -N`. */
export const LineNumber = createToken({
  name: 'LineNumber',
  pattern: inFront(/[ \t]*\d{1,6}(?:[:-]|[ \t])[ \t]*(?=[A-Za-z_#[]|$)/y),
  start_chars_hint: PRINTABLE.concat('\t'),
  line_breaks: false,
});
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
