import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';

/** Nesting of `"$("$(…` that is followed; deeper text is read as ordinary characters. */
const MAX_NESTING = 40;

/** Index behind the quote that closes the one at `from`, or -1. `"$(cat "x")"` is one string: substitutions nest. */
function doubleQuoteEnd(text: string, from: number, depth = 0): number {
  if (depth > MAX_NESTING) return -1;
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '"') return at + 1;
    else if (char === '$' && text[at + 1] === '(') {
      const end = parenthesisEnd(text, at + 1, depth + 1);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}

/** Index behind the parenthesis that closes the one at `from`, or -1. */
function parenthesisEnd(text: string, from: number, depth = 0): number {
  if (depth > MAX_NESTING) return -1;
  let open = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '(') open++;
    else if (char === ')') {
      open--;
      if (open === 0) return at + 1;
    } else if (char === '"' || char === "'") {
      const end = char === '"' ? doubleQuoteEnd(text, at, depth + 1) : text.indexOf("'", at + 1) + 1;
      if (end <= 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}

const upTo = (text: string, from: number, end: number): [string] | null => (end < 0 ? null : [text.slice(from, end)]);

const wholeString: CustomPatternMatcherFunc = (text, at) => (text[at] === '"' ? upTo(text, at, doubleQuoteEnd(text, at)) : null);

const substitution: CustomPatternMatcherFunc = (text, at) =>
  text.startsWith('$(', at) ? upTo(text, at, parenthesisEnd(text, at + 1)) : null;

/** `#` begins a comment only where a word could begin: not in `a#b`, nor in `'a'#b`. */
const comment: CustomPatternMatcherFunc = (text, at) => {
  if (text[at] !== '#' || (at > 0 && !/[\s;&|()]/.test(text.charAt(at - 1)))) return null;
  const end = text.indexOf('\n', at);
  return upTo(text, at, end < 0 ? text.length : end);
};

/** The word that ends a here-document opened on the current line, or null. */
function delimiterOf(matched: readonly IToken[]): string | null {
  for (let index = matched.length - 1; index >= 0; index--) {
    const token = matched[index];
    if (token === undefined || token.tokenType === Newline) return null;
    if (token.tokenType === Redirect && /^\d*<<-?$/.test(token.image)) {
      const word = matched[index + 1]?.tokenType === Space ? matched[index + 2] : matched[index + 1];
      return word === undefined ? null : word.image.replace(/^['"\\]|['"]$/g, '');
    }
  }
  return null;
}

/** A line's end; behind `<<EOF` it swallows the body, which is data and no command. */
const lineEnd: CustomPatternMatcherFunc = (text, at, matched) => {
  if (text[at] !== '\n') return null;
  const delimiter = delimiterOf(matched);
  if (delimiter === null) return ['\n'];
  let start = at + 1;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (line.trim() === delimiter) return upTo(text, at, end < 0 ? text.length : end);
    if (end < 0) break;
    start = end + 1;
  }
  return upTo(text, at, text.length);
};

/** A line that goes on behind a backslash: the two halves of a word belong together. */
export const Continuation = createToken({ name: 'Continuation', pattern: /\\\r?\n/, group: Lexer.SKIPPED, line_breaks: true });
export const Space = createToken({ name: 'Space', pattern: /[ \t\r]+/ });
export const Newline = createToken({ name: 'Newline', pattern: lineEnd, start_chars_hint: ['\n'], line_breaks: true });
export const Comment = createToken({ name: 'Comment', pattern: comment, start_chars_hint: ['#'], line_breaks: false });
export const Duplicate = createToken({ name: 'Duplicate', pattern: /\d*[<>]&(?:\d+-?|-)(?![!-\uFFFF])|\d*[<>]&(?:\d+-?|-)(?=[;|&)])/ });
export const Redirect = createToken({ name: 'Redirect', pattern: /&>>?|\d*(?:>>|>\||>&|>|<<<|<<-|<<|<&|<>|<)/ });
export const Connector = createToken({ name: 'Connector', pattern: /&&|\|\||;;&?|;|\|&|\||&/ });
export const Open = createToken({ name: 'Open', pattern: '(' });
export const Close = createToken({ name: 'Close', pattern: ')' });
export const SingleQuoted = createToken({ name: 'SingleQuoted', pattern: /'[^']*'/, line_breaks: true });
export const AnsiQuoted = createToken({ name: 'AnsiQuoted', pattern: /\$'(?:[^'\\]|\\[\s\S])*'/, line_breaks: true });
export const DoubleQuoted = createToken({ name: 'DoubleQuoted', pattern: wholeString, start_chars_hint: ['"'], line_breaks: true });
/** A quote that nothing closes takes the rest of the text. */
export const OpenQuote = createToken({ name: 'OpenQuote', pattern: /['"][\s\S]*/, line_breaks: true });
export const Escaped = createToken({ name: 'Escaped', pattern: /\\[\s\S]/, line_breaks: true });
export const Substitution = createToken({ name: 'Substitution', pattern: substitution, start_chars_hint: ['$'], line_breaks: true });
export const Backquoted = createToken({ name: 'Backquoted', pattern: /`(?:[^`\\]|\\[\s\S])*`/, line_breaks: true });
export const Variable = createToken({ name: 'Variable', pattern: /\$(?:\{[^}]*\}|[A-Za-z_]\w*|[0-9@*#?$!-])/, line_breaks: true });
/** Ordinary characters; typographic quotes are ordinary, the shell does not know them. */
export const Plain = createToken({
  name: 'Plain',
  pattern: /[!%*+,\-./0-9:=?@A-Z[\]^_a-z{}~\u007F-\uFFFF][!#%*+,\-./0-9:=?@A-Z[\]^_a-z{}~\u007F-\uFFFF]*/,
});
/** What nothing else took: a lone `$`, a backslash at the end, a control character. */
export const Odd = createToken({ name: 'Odd', pattern: /[\u0000-\uFFFF]/, line_breaks: true });

export const shellTokens: TokenType[] = [
  Continuation,
  Space,
  Newline,
  Comment,
  Duplicate,
  Redirect,
  Connector,
  Open,
  Close,
  SingleQuoted,
  AnsiQuoted,
  DoubleQuoted,
  OpenQuote,
  Escaped,
  Substitution,
  Backquoted,
  Variable,
  Plain,
  Odd,
];
export const shellLexer = lexerOf(shellTokens);
