import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { CtlFold, ctl } from './facts.ts';
import { CtlParser } from './parser.ts';
import { lexer } from './tokens.ts';

/** Whole lines only: `server started` inside a sentence is a sentence. */
const LINES = guarded(
  /^\s*(?:(?:pg|sys)_ctl[:：]|waiting for server to |(?:正在)?等待服务器|server (?:started|stopped|promoted|starting|promoting|shutting down|signaled)\s*$|服务器(?:进程(?:已经启动|已经关闭|发出信号)|加载完毕)\s*$|没有服务器进程正在运行|Examine the log output|检查日志输出)/,
);

export default defineGrammar({
  kind: 'pg-ctl',
  title: text({ en: 'pg_ctl / sys_ctl', 'zh-CN': 'pg_ctl / sys_ctl 输出' }),
  about: text({
    en: '`pg_ctl`, `pg_ctlcluster` and `sys_ctl`, English and Chinese (catalogues of 9.6 to 17), with the shell’s error where the log file cannot be written.',
    'zh-CN': '`pg_ctl`、`pg_ctlcluster` 与 `sys_ctl` 的中英文输出（9.6 至 17），含日志文件不可写时 shell 的报错。',
  }),
  prints: ({ program }) => /^(?:(?:pg|sys)_ctl|pg_ctlcluster)$/.test(program ?? ''),
  opens(line) {
    // the rest of `waiting for server to start....` where server messages came between
    if (/^(?: |[.…]+ )(?:done|stopped waiting|完成|已停止等待)\s*$/.test(line)) return 0.6;
    if (!LINES.test(line)) return 0;
    return ctl.recognise(line) === null ? 0.6 : 0.95;
  },
  lexer,
  parser: () => new CtlParser(),
  fold: (context) => new CtlFold(context),
});
