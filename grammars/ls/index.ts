import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { counts, isLister } from './asked.ts';
import { directoryFold, isBranch } from './facts.ts';
import { areNested } from './names.ts';
import { LsParser, type LsRow, plainEntry } from './parser.ts';
import { lsLexer } from './tokens.ts';

const LONG = guarded(/^\s*(?:[\d.]+[KMGT]?\s+){0,2}[-dlcbps][-rwxsStT]{9}[.+@]?\s+\S/);
const TOTAL = guarded(/^\s*(?:total|总用量|总计|總計)[:：]?\s+\d[\d.,]*[KMGTP]?\s*$/);
const ERROR = guarded(
  /^(?:-?(?:ba)?sh: (?:line \d+: )?)?(?:ls|find|du|wc|stat|cat|head|tail|cd)[:：] .+(?:No such file|Permission denied|Not a directory|Input\/output error|没有那个文件或目录|权限不够|不是目录|输入\/输出错误)/,
);
const WAL_NAME = String.raw`(?:[\w.-]*/)*(?:[0-9A-F]{24}(?:[.-][\w.]+)?|[0-9A-F]{8}\.history(?:\.\w+)?)`;
/** Names only, divided by blanks: each blank ends one name, so that a long line is read once. */
const WAL_NAMES = guarded(new RegExp(String.raw`^\s*${WAL_NAME}(?:\s+${WAL_NAME})*\s*$`));

export default defineGrammar<LsRow>({
  kind: 'ls',
  title: text({ en: 'Directory listing', 'zh-CN': '目录列表' }),
  about: text({
    en: '`ls`, `ll`, `find`, `tree`, `du`, `wc -l` and `grep -c` over directories, in every time style, English and Chinese, BSD too; WAL segments, status files, archives with the suffixes of the usual tools are counted, never listed: a million rows are one fact.',
    'zh-CN':
      '对目录的 `ls`、`ll`、`find`、`tree`、`du`、`wc -l`、`grep -c`，各种时间格式，中英文及 BSD；WAL 段、状态文件和各种归档后缀只计数不罗列，百万行也只是一条事实。',
  }),
  prints: (command, producer) =>
    isLister(command) || command.program === 'find' || command.program === 'tree' || command.program === 'du' || counts(producer),
  opens(line, next) {
    const first = line.charCodeAt(0);
    if (LONG.test(line)) return 0.95;
    const following = next.find((candidate) => candidate.trim() !== '') ?? '';
    if (TOTAL.test(line)) return LONG.test(following) ? 0.95 : 0.6;
    if (ERROR.test(line)) return 0.8;
    if (isBranch(line)) return 0.9;
    if (isBranch(next[0] ?? '') && /^\S+\s*$/.test(line)) return 0.9;
    if (first === 47 || first === 46 || first === 32 || (first >= 48 && first <= 70)) {
      if (WAL_NAMES.test(line)) return 0.6;
      if (/^[./]\S*:\s*$/.test(line) && (TOTAL.test(following) || LONG.test(following) || WAL_NAMES.test(following))) return 0.9;
      if (/^\s+\d+ (?:ready|done)\s*$/.test(line)) return 0.8;
      if (/^\d+(?:\.\d+)?[KMGT]?\s+\/\S*\s*$/.test(line)) return 0.5;
      if (areNested(line, next)) return 0.8;
      // `du -sh *`: a size with its unit, a tab, a name
      if (/^\d+(?:\.\d)?[KMGT]\t\S+$/.test(line)) return 0.9;
    }
    return 0;
  },
  named: (fileName) => /(?:^|[_.-])(?:ls|ll|listing|dir)(?:[_.-]|$)|archive_status/i.test(fileName),
  lexer: lsLexer,
  parser: () => new LsParser(),
  fold: directoryFold,
  shortcut: plainEntry,
});
