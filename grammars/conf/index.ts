import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { ConfFold } from './facts.ts';
import { isConfFile, ownerOf } from './files.ts';
import { confidenceIn } from './looks.ts';
import { ConfParser } from './parser.ts';
import { lexer } from './tokens.ts';

const PRINTERS = /^(?:cat|tac|nl|grep|egrep|fgrep|zgrep|rg|sed|awk|gawk|head|tail|more|less|sort|uniq|cut|tr|strings|bat)$/;

export default defineGrammar({
  kind: 'conf',
  title: text({ en: 'Configuration files (name = value)', 'zh-CN': '配置文件（name = value）' }),
  prints: ({ program, args }) => PRINTERS.test(program ?? '') && args.some((arg) => !arg.startsWith('-') && isConfFile(arg)),
  opens: confidenceIn,
  named: (fileName) => ownerOf(fileName) !== null,
  lexer,
  parser: () => new ConfParser(),
  fold: (context) => new ConfFold(context),
});
