import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { ANY_START } from '../kit/tokens.ts';

const MARKS = new Set(['ShellMark', 'TightMark', 'SqlMark']);

/** What was typed: the rest of the line, which only begins behind a prompt's closing mark. */
const typed: CustomPatternMatcherFunc = (text, at, matched) => (MARKS.has(matched.at(-1)?.tokenType.name ?? '') ? [text.slice(at)] : null);

export const Typed = createToken({ name: 'Typed', pattern: typed, start_chars_hint: [...ANY_START], line_breaks: false });
/** `(venv) `, `(base) ` of Python environments. */
export const Environment = createToken({ name: 'Environment', pattern: /\([\w.+-]+\)(?=[ \t])/, group: Lexer.SKIPPED });
/** A time in front, as PS1 or a terminal's log writes it: `[2022-03-01 13:12:23] `, `13:12:23 `. */
export const Stamp = createToken({
  name: 'Stamp',
  pattern:
    /\[\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?\]|\[\d\d:\d\d(?::\d\d)?\]|(?:\d{4}[-/]\d\d[-/]\d\d[ T])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?=[ \t])/,
  group: Lexer.SKIPPED,
});
/** Bitnami's images run without an entry in passwd. */
export const NoName = createToken({ name: 'NoName', pattern: /I have no name!(?=@)/ });
export const ShellName = createToken({ name: 'ShellName', pattern: /-?(?:ba|z|k|da|a)?sh(?:-\d+(?:\.\d+)+)?(?=\\?[$#%](?![!-\uFFFF]))/ });
/** psql: `=` ready, `-` `(` `'` … within a statement, `*` `!` in a transaction; `#` for a superuser. */
export const SqlMark = createToken({ name: 'SqlMark', pattern: /[=^!@*'"$(-][*!?]?[#>](?![!-\uFFFF])/ });
/** Rich editors escape brackets: `\[kingbase@ray23 data\]$`. */
export const LeftBracket = createToken({ name: 'LeftBracket', pattern: /\\?\[/ });
export const RightBracket = createToken({ name: 'RightBracket', pattern: /\\?\]/ });
export const AtSign = createToken({ name: 'AtSign', pattern: '@' });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
/** The closing mark; `>` is openSUSE's, behind a path only. */
export const ShellMark = createToken({ name: 'ShellMark', pattern: /\\?[$#%>](?![!-\uFFFF])/ });
/** Behind `]` and `~` the blank may be lost: `[root@node3 ~]#ls`. */
export const TightMark = createToken({ name: 'TightMark', pattern: /\\?[$#](?=[A-Za-z./~])/ });
export const Name = createToken({ name: 'Name', pattern: /[A-Za-z0-9_](?:[\w.-]*\w)?/ });
/** `~`, `/etc/repmgr`, `data`: up to a blank, a bracket, or the mark that closes the prompt. */
export const Path = createToken({ name: 'Path', pattern: /~(?=[$#][A-Za-z./])|\\?[~/](?:[^\s\][$#%>\\]|[$#%>\\](?=[!-\\^-\uFFFF]))*/ });
/** A directory whose name is no plain name: `下载`. */
export const OtherName = createToken({ name: 'OtherName', pattern: /[\u00A1-\u2FFF\u3001-\uFFFF][^\s\][$#]*/ });
export const Space = createToken({ name: 'Space', pattern: /[ \t]+/ });
export const Anything = createToken({ name: 'Anything', pattern: /[\u0000-\uFFFF]/, line_breaks: true });

export const promptTokens: TokenType[] = [
  Typed,
  Environment,
  Stamp,
  NoName,
  ShellName,
  SqlMark,
  LeftBracket,
  RightBracket,
  AtSign,
  Colon,
  ShellMark,
  TightMark,
  Name,
  Path,
  OtherName,
  Space,
  Anything,
];
export const promptLexer = lexerOf(promptTokens);
