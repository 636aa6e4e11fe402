import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { ConfFold } from './facts.ts';
import { isConfFile, ownerOf } from './files.ts';
import { confidenceIn } from './looks.ts';
import { ConfParser } from './parser.ts';
import { lexer } from './tokens.ts';

const PRINTERS = guarded(/^(?:cat|tac|nl|grep|egrep|fgrep|zgrep|rg|sed|awk|gawk|head|tail|more|less|sort|uniq|cut|tr|strings|bat)$/);

export default defineGrammar({
  kind: 'conf',
  title: text({ en: 'Configuration files (name = value)', 'zh-CN': '配置文件（name = value）' }),
  about: text({
    en: '`name = value` files: postgresql.conf, postgresql.auto.conf, recovery.conf, kingbase.conf, es_rep.conf, repmgr.conf, whole, in excerpts, or as grep prints them; PostgreSQL 9.x to 18, repmgr 3 to 5.5, KingbaseES V8R3 to V9.',
    'zh-CN':
      '`name = value` 形式的配置文件：postgresql.conf、postgresql.auto.conf、recovery.conf、kingbase.conf、es_rep.conf、repmgr.conf，可为整文件、片段或 grep 结果；PostgreSQL 9.x 至 18，repmgr 3 至 5.5，KingbaseES V8R3 至 V9。',
  }),
  prints: ({ program, args }) => PRINTERS.test(program ?? '') && args.some((arg) => !arg.startsWith('-') && isConfFile(arg)),
  opens: confidenceIn,
  named: (fileName) => ownerOf(fileName) !== null,
  lexer,
  parser: () => new ConfParser(),
  fold: (context) => new ConfFold(context),
});
