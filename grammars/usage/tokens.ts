import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart } from '../kit/tokens.ts';

/** `Usage: psql [OPTION]...`, `用法:`; BusyBox's comes behind its name. */
export const Usage = atLineStart('Usage', /(?:Usage|usage|USAGE|用法|使用方法|使用)[:：][^\n]*/);
/** An option with what it does, or more of it; headings and calls are moved in as well. */
export const Indented = atLineStart('Indented', /[ \t]+[!-\uFFFF][^\n]*/);
/** `General options:`, `选项:`, `NODE STATUS` */
export const Heading = atLineStart('Heading', /(?:[!-\uFFFF][^\n]*[:：]|[A-Z]{3,}(?: [A-Z]{3,})*)[ \t]*(?![^\n])/);
/** Where to report bugs, where the program lives. */
export const Foot = atLineStart(
  'Foot',
  /(?:Report bugs to|Email bug reports|[!-\uFFFF]+ home page[:：]|[!-\uFFFF]+ ?主页[:：]|臭虫报告|错误报告|报告错误|请将错误|For (?:more|complete|detailed) )[^\n]*/,
);
export const Sentence = createToken({ name: 'Sentence', pattern: /[!-\uFFFF][^\n]*[.。)）][ \t]*(?![^\n])/ });

export const tokens = [Usage, Indented, Foot, Heading, Sentence, Anything];
export const lexer = lexerOf(tokens);
