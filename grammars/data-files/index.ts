import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { DataFileFold, HISTORY_FILE, LABEL_FILE, PID_FILE } from './facts.ts';
import { DataFileParser } from './parser.ts';
import { lexer } from './tokens.ts';

const isDataFile = (name: string): boolean => HISTORY_FILE.test(name) || LABEL_FILE.test(name) || PID_FILE.test(name);
const HISTORY_LINE = guarded(
  /^\d{1,10}\t[0-9A-F]{1,8}\/[0-9A-F]{1,8}\t|^\d{1,10}\s+[0-9A-F]{1,8}\/[0-9A-F]{1,8}\s+no recovery target specified/,
);

export default defineGrammar({
  kind: 'data-files',
  title: text({ en: 'Timeline histories, backup labels, postmaster.pid', 'zh-CN': '时间线历史文件、备份标签、postmaster.pid' }),
  about: text({
    en: 'Small files of a data directory and of an archive: `00000002.history`, `backup_label` and `.backup`, `postmaster.pid` / `kingbase.pid`.',
    'zh-CN': '数据目录与归档中的小文件：`00000002.history`、`backup_label` 与 `.backup`、`postmaster.pid` / `kingbase.pid`。',
  }),
  prints: ({ program, args }) => /^(?:cat|head|tail|more|less|grep)$/.test(program ?? '') && args.some(isDataFile),
  opens: (line) => (HISTORY_LINE.test(line) || /^(?:START|STOP) WAL LOCATION: /.test(line) ? 0.95 : 0),
  named: isDataFile,
  lexer,
  parser: () => new DataFileParser(),
  fold: (context) => new DataFileFold(context),
});
