import { MASK } from '../../src/core/secrets.ts';
import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import type { SegmentContext } from '../kit/grammar.ts';
import { guarded } from '../kit/starts.ts';
import { PassfileParser, type PassfileRow } from './parser.ts';
import { lexer } from './tokens.ts';

const FILE = guarded(/(?:^|\/)\.?(?:pgpass|kbpass|encpwd)(?:\.conf)?$/);
const ENTRY = guarded(/^(?:[^\s:\\]|\\[:\\])+:(?:\d{2,5}|\*):(?:[^\s:\\]|\\[:\\])+:(?:[^\s:\\]|\\[:\\])+:\S+$/);

export default defineGrammar<PassfileRow>({
  kind: 'passfile',
  title: text({ en: 'Password files (.pgpass, .kbpass, .encpwd)', 'zh-CN': '口令文件（.pgpass、.kbpass、.encpwd）' }),
  about: text({
    en: 'Password files `.pgpass`, `.kbpass`, `.encpwd`: for whom there is an entry. The passwords are struck out before anything reads the line.',
    'zh-CN': '口令文件 `.pgpass`、`.kbpass`、`.encpwd`：为哪些连接保存了口令。口令在读取之前即被抹去。',
  }),
  prints: ({ program, args }) => /^(?:cat|grep|head|tail|more|less)$/.test(program ?? '') && args.some((arg) => FILE.test(arg)),
  // the session has struck the password out before
  opens: (line) => (line.endsWith(MASK) && ENTRY.test(line) ? 0.95 : 0),
  named: (fileName) => FILE.test(fileName),
  lexer,
  parser: () => new PassfileParser(),
  fold: (context: SegmentContext) => ({
    claims: (row) => (row.row === 'other' ? 'no' : 'yes'),
    take(row, line) {
      if (row.row !== 'entry') return;
      const { host, port, database, user } = row;
      const excerpt = `${host}:${port}:${database}:${user}:${MASK}`;
      context.emit({ kind: 'note', topic: 'passfile-entry', values: { host, port, database, user } }, { line: line.number, excerpt });
    },
  }),
});
