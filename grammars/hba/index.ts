import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { HbaFold, isRule } from './facts.ts';
import { HbaParser } from './parser.ts';
import { METHOD } from './rule.ts';
import { lexer } from './tokens.ts';

const FILE = /(?:hba|ident)[\w.-]*\.conf/;
const PRINTERS = guarded(/^(?:cat|tac|nl|grep|egrep|fgrep|sed|awk|head|tail|more|less)$/);

export default defineGrammar({
  kind: 'hba',
  title: text({ en: 'Access rules (pg_hba.conf, sys_hba.conf)', 'zh-CN': '访问规则（pg_hba.conf、sys_hba.conf）' }),
  about: text({
    en: '`pg_hba.conf` and `sys_hba.conf`: every type, quoted names, options, includes; comments as comments.',
    'zh-CN': '`pg_hba.conf` 与 `sys_hba.conf`：所有类型、带引号的名称、选项、include；注释按注释处理。',
  }),
  prints: ({ program, args }) => PRINTERS.test(program ?? '') && args.some((arg) => !arg.startsWith('-') && FILE.test(arg)),
  opens(line) {
    if (/^#\s*TYPE\s+DATABASE\s+USER/.test(line)) return 0.95;
    if (/^\s*#/.test(line)) return 0;
    return isRule(line) && line.split(/\s+/).some((word) => METHOD.test(word)) ? 0.93 : 0;
  },
  named: (fileName) => /^(?:pg|sys)_(?:hba|ident)[\w.-]*\.conf|(?:^|[._-])hba\.conf/.test(fileName),
  lexer,
  parser: () => new HbaParser(),
  fold: (context) => new HbaFold(context),
});
