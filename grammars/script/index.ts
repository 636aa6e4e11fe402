import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { isNamed, isShown, ScriptFold } from './facts.ts';
import { ScriptParser } from './parser.ts';
import { lexer } from './tokens.ts';

const SHEBANG = guarded(/^#![ \t]*\/\S*\b(?:ba|da|k|z)?sh\b|^#![ \t]*\/usr\/bin\/env +(?:ba|k|z)?sh\b/);
/** A line of a cron table: a star among the fields, and something that can be run behind them. */
const JOB = guarded(
  /^\s*(?=[^a-zA-Z]*\*)(?:[\d*/,-]+[ \t]+){3}(?:[\d*/,-]+|[A-Za-z]{3})[ \t]+(?:[\d*/,-]+|[A-Za-z]{3}(?:-[A-Za-z]{3})?)[ \t]+[A-Za-z/$.(]/,
);
const NAMED = guarded(/^\s*@(?:reboot|daily|hourly|weekly|monthly|midnight)[ \t]+\S/);

export default defineGrammar({
  kind: 'script',
  title: text({ en: 'Shell scripts and cron tables', 'zh-CN': 'Shell 脚本与 crontab' }),
  about: text({
    en: 'Shell scripts by their first line, their name, or `cat x.sh`; `crontab -l`, /etc/crontab, cron.d. Variables that the text itself sets are put in, so that `$BIN/sys_archivecleanup $DATA/sys_wal` is known for what it does.',
    'zh-CN':
      'Shell 脚本（按首行、文件名或 `cat x.sh` 识别）；`crontab -l`、/etc/crontab、cron.d。文本自身设置的变量会代入，从而看清 `$BIN/sys_archivecleanup $DATA/sys_wal` 实际做什么。',
  }),
  prints: (_command, producer) => isShown(producer),
  opens(line) {
    if (SHEBANG.test(line)) return 1;
    if (JOB.test(line) || NAMED.test(line)) return 0.95;
    return /^(?:crontab: )?no crontab for \S+$/.test(line) ? 0.95 : 0;
  },
  named: isNamed,
  lexer,
  parser: () => new ScriptParser(),
  fold: (context) => new ScriptFold(context),
});
