import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { LEVEL_WORDS } from '../kit/server-messages/levels.ts';
import { guarded } from '../kit/starts.ts';
import { csvFold } from './facts.ts';
import { CsvLogParser, type CsvRow, lexer, quickly } from './parser.ts';

const READERS = new Set('cat tail head less more zcat grep egrep zgrep'.split(' '));
/** The twelfth field is the level, the thirteenth the SQLSTATE; fields before them may be quoted. */
const RECORD = guarded(
  new RegExp(
    String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Za-z0-9+:-]{1,9},(?:"(?:[^"]|"")*"|[^,"]*)(?:,(?:"(?:[^"]|"")*"|[^,"]*)){9},(?:${LEVEL_WORDS}),[0-9A-Z]{5},`,
  ),
);

/** `log_destination = csvlog`: what KingbaseES's installer sets, and the server's collector writes. */
export default defineGrammar<CsvRow>({
  kind: 'csv-log',
  title: text({ en: 'Server log (CSV)', 'zh-CN': '数据库服务器日志（CSV）' }),
  about: text({
    en: '`log_destination = csvlog` of PostgreSQL 9.x to 18 (23 to 26 columns) and KingbaseES, with fields over several lines; levels in English and Chinese.',
    'zh-CN': 'PostgreSQL 9.x 至 18（23 至 26 列）与 KingbaseES 的 `csvlog`，字段可跨行；级别为中文或英文。',
  }),
  prints: ({ program, args }) =>
    program !== null && READERS.has(program) && args.some((arg) => /(?:log|postgres|kingbase)[^\s]*\.csv$/i.test(arg)),
  opens: (line) => (/^\d{4}-\d\d-/.test(line) && RECORD.test(line) ? 1 : 0),
  named: (fileName) => /(?:log|postgres|kingbase).*\.csv$/i.test(fileName),
  shortcut: quickly,
  lexer,
  parser: () => new CsvLogParser(),
  fold: csvFold,
});
