import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { processOf, titleOf } from '../kit/process-titles.ts';
import { guarded } from '../kit/starts.ts';
import { isPs, PsFold } from './facts.ts';
import { PsParser } from './parser.ts';
import { lexer } from './tokens.ts';

const HEADING = guarded(/^\s*(?:[A-Z%][A-Z%+]*\s+)*PID\s+(?:[A-Z%][A-Z%+]*\s+)*(?:CMD|COMMAND|ARGS)\s*$/);
const TTY = String.raw`(?:\?|-|pts\/\d+|tty\S*)`;
/** Rows of `ps -ef` and `ps aux` whose heading grep took away. */
const EF = guarded(new RegExp(String.raw`^\s*[\w.+-]+\s+\d+\s+\d+\s+\d+\s+\S+\s+${TTY}\s+(?:\d+-)?[\d:]+\s+\S`));
const AUX = guarded(
  new RegExp(String.raw`^\s*[\w.+-]+\s+\d+\s+\d+\.\d\s+\d+\.\d\s+\d+\s+\d+\s+${TTY}\s+[A-Za-z][\w<+]*\s+\S+\s+\d+:\d\d\s+\S`),
);
const PGREP = guarded(/^\s*\d+ +((?:\/\S*\/)?(?:postgres|postmaster|kingbase|repmgrd|kbha)\b.*)$/);
/** Columns that a person left out before a program's path. */
const ELIDED = guarded(/^\S+\s+\d+\s.*(?:\.\.\.|…)\s+\/\S*\/(?:postgres|postmaster|kingbase|repmgrd|kbha)\s/);
const TITLE = guarded(/(?:^|\s)((?:postgres|kingbase|edb-postgres): .+)$/);

export default defineGrammar({
  kind: 'ps',
  title: text({ en: 'Processes (ps, pgrep)', 'zh-CN': '进程 (ps, pgrep)' }),
  about: text({
    en: '`ps -ef`, `ps aux`, `ps -o …` with any columns, `ps f`, BusyBox, `pgrep -a`, also behind a grep that took the heading away. Process titles of PostgreSQL 9.x to 18 and of KingbaseES tell the archiver’s segment, positions of senders and receivers, what recovery waits for.',
    'zh-CN':
      '`ps -ef`、`ps aux`、任意列的 `ps -o …`、`ps f`、BusyBox、`pgrep -a`，以及 grep 后没有表头的行。由 PostgreSQL 9.x 至 18 与 KingbaseES 的进程标题得知归档进程的日志段、流复制位置、恢复进程在等待什么。',
  }),
  prints: (_command, producer) => isPs(producer),
  opens(line) {
    if (HEADING.test(line)) return 1;
    if (EF.test(line) || AUX.test(line)) return 0.9;
    if (ELIDED.test(line)) return 0.8;
    const title = TITLE.exec(line);
    if (title !== null && titleOf(title[1] ?? '') !== null && title.index < 60) return 0.8;
    const found = PGREP.exec(line)?.[1];
    return found !== undefined && processOf(found).role !== 'other' ? 0.7 : 0;
  },
  lexer,
  parser: () => new PsParser(),
  fold: (context) => new PsFold(context),
});
