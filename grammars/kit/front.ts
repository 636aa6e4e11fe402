import { type CustomPatternMatcherReturn, createToken, type IToken, type TokenType } from 'chevrotain';

/** What `grep` and `cat -n` put in front of a line of a file. */
export interface Front {
  readonly file: string | null;
  readonly number: number | null;
}

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

/** The name that a `File` token holds, the number of a `LineNumber`. */
export const fileName = (image: string): string => image.slice(0, -1);
export const lineNumber = (image: string): number => Number.parseInt(image.trim(), 10);
