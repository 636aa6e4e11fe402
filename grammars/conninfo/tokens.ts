import { type CustomPatternMatcherFunc, createToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';

/** Keyword/value form. An unquoted value may hold `=` and quotes: `options=-csearch_path=x`. */
export const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n]+/, line_breaks: true });
export const Equals = createToken({ name: 'Equals', pattern: '=' });
export const Quoted = createToken({ name: 'Quoted', pattern: /'(?:[^'\\]|\\[\s\S])*'/, line_breaks: true });
export const OpenQuote = createToken({ name: 'OpenQuote', pattern: /'[\s\S]*/, line_breaks: true });
export const Bare = createToken({ name: 'Bare', pattern: /[!-&(-<>-\uFFFF](?:[^\s='\\]|\\[\s\S])*/, line_breaks: true });
export const Control = createToken({ name: 'Control', pattern: /[\u0000-\u001F]/, line_breaks: true });
export const keywordTokens: TokenType[] = [Blank, Equals, Quoted, OpenQuote, Bare, Control];
export const keywordLexer = lexerOf(keywordTokens);

/** `user:password@` stands right behind the scheme only; an `@` further on belongs to a parameter. */
const userInfo: CustomPatternMatcherFunc = (text, at, matched) => {
  if (matched.length !== 1) return null;
  const end = text.slice(at).search(/[@/]/);
  return end < 0 || text[at + end] !== '@' ? null : [text.slice(at, at + end + 1)];
};

/** URI form: `postgresql://user:password@h1:5432,h2/dbname?sslmode=require`. */
export const Scheme = createToken({ name: 'Scheme', pattern: /(?:postgres(?:ql)?|kingbase(?:es)?8?):\/\// });
export const UserInfo = createToken({
  name: 'UserInfo',
  pattern: userInfo,
  start_chars_hint: [...Array.from({ length: 94 }, (_none, index) => index + 33)],
  line_breaks: true,
});
export const Ipv6 = createToken({ name: 'Ipv6', pattern: /\[[^\]\s]*\]/ });
export const Slash = createToken({ name: 'Slash', pattern: '/' });
export const Question = createToken({ name: 'Question', pattern: '?' });
export const Ampersand = createToken({ name: 'Ampersand', pattern: '&' });
export const Comma = createToken({ name: 'Comma', pattern: ',' });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
export const Text = createToken({ name: 'Text', pattern: /[\u0000-\uFFFF]/, line_breaks: true });
export const uriTokens: TokenType[] = [Scheme, UserInfo, Ipv6, Slash, Question, Ampersand, Comma, Colon, Equals, Text];
export const uriLexer = lexerOf(uriTokens);
