import { text } from '../../src/core/text.ts';
import { defineGrammar } from '../kit/define.ts';
import { guarded } from '../kit/starts.ts';
import { headingOf } from './columns.ts';
import { DfFold } from './facts.ts';
import { DfParser } from './parser.ts';
import { lexer } from './tokens.ts';

const HEADING = /^\s*(?:Filesystem|文件系统|檔案系統)\s+\S/;
/** A row whose heading is missing: `/dev/sda1  50G  41G  6.4G  87% /data`. */
const ROW = guarded(/^\S*\/\S*\s+(?:[a-z][\w.]*\s+)?(?:-?\d[\d.]*[KMGTP]?\s+){3}\d{1,3}%\s+\/\S*\s*$/);

export default defineGrammar({
  kind: 'df',
  title: text({ en: 'Volumes (df)', 'zh-CN': '磁盘空间 (df)' }),
  about: text({
    en: '`df` of GNU coreutils 8 and 9, BusyBox, BSD and macOS: plain, `-h`, `-P`, `-k`, `-BM`, `-i`, `-T`, `--output`, `--total`; names that are so long that the row is wrapped; English and Chinese; rows whose heading a grep took away; its errors.',
    'zh-CN':
      'GNU coreutils 8/9、BusyBox、BSD、macOS 的 `df`：默认、`-h`、`-P`、`-k`、`-BM`、`-i`、`-T`、`--output`、`--total`；设备名过长而折行；中英文；grep 后无表头的行；报错。',
  }),
  prints: ({ program }) => program === 'df',
  opens(line) {
    if (HEADING.test(line))
      return headingOf(
        line
          .replace(/Mounted on\s*$/, 'Mounted\u00A0on')
          .trim()
          .split(/[ \t]+/),
      ) === null
        ? 0
        : 1;
    if (/^(?:\/\S*\/)?df[:：] /.test(line)) return 0.96;
    return ROW.test(line) ? 0.9 : 0;
  },
  lexer,
  parser: () => new DfParser(),
  fold: (context) => new DfFold(context),
});
