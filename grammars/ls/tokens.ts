import { type CustomPatternMatcherFunc, createToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { ANY_START, Anything, Blank, Word } from '../kit/tokens.ts';

/** `-rw-------`, behind it `.` (SELinux), `+` (ACL) or `@` (macOS). */
export const Mode = createToken({ name: 'Mode', pattern: /[-dlcbpsD][-rwxsStT?]{9}[.+@]?(?![!-\uFFFF])/ });

/**
 * A time column of any `--time-style` in English and Chinese: `Nov 23 05:09`, `23 Nov  2021`, `5月 16 08:23`, `11月23日 05:08`,
 * `11月  5 2021`, `2026-11-23 08:53:17.187765906 +0000`, `11-23 05:09`, `20261123 05:09`.
 */
export const When = createToken({
  name: 'When',
  pattern:
    /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} {1,2}(?:\d{1,2}:\d\d(?::\d\d \d{4})?|\d{4})(?![!-\uFFFF])|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(?:\d{1,2}:\d\d|\d{4})(?![!-\uFFFF])|(?:\d{4}年 ?)?\d{1,2}月 {0,2}\d{1,2}日?(?: {1,2}(?:\d{1,2}:\d\d|\d{4}年?))?(?![!-\uFFFF])|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: [+-]\d{4})?)?(?![!-\uFFFF])|\d\d-\d\d \d\d:\d\d(?![!-\uFFFF])|\d{4}\/\d\d\/\d\d(?: \d\d:\d\d(?::\d\d)?)?(?![!-\uFFFF])|20\d{6} \d\d:\d\d(?::\d\d)?(?![!-\uFFFF])/,
});

const EPOCH =
  /1\d{9}(?:\.\d+)?(?= (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) |\d{1,2} [A-Z][a-z]{2} |\d{1,4}(?:年|月)|\d{4}[-/]\d\d|\d\d-\d\d |20\d{6} |1\d{9}(?:\.\d+)? )\S)/y;
const behindMode: CustomPatternMatcherFunc = (text, at, matched) => {
  if (!matched.some(({ tokenType }) => tokenType === Mode)) return null;
  EPOCH.lastIndex = at;
  return EPOCH.exec(text);
};
/** Seconds of the epoch in front of the name (`--time-style=+%s`). */
export const Epoch = createToken({ name: 'Epoch', pattern: behindMode, start_chars_hint: ['1'], line_breaks: false });

const behindTime: CustomPatternMatcherFunc = (text, at, matched) => {
  const before = matched.at(-1)?.tokenType;
  return before === When || before === Epoch ? [text.slice(at)] : null;
};
/** Everything behind the time is the name, blanks and ` -> target` included. */
export const Name = createToken({ name: 'Name', pattern: behindTime, start_chars_hint: [...ANY_START], line_breaks: false });

/** A size or a count: `16777216`, `16,777,216`, `2.2G`, `8.0K`. */
export const Amount = createToken({
  name: 'Amount',
  pattern: /(?:\d{1,3}(?:,\d{3})+|\d{1,19}(?:\.\d+)?)[KMGTPEkmgt]?(?:i?B)?(?![!-\uFFFF])/,
});
export const Total = createToken({ name: 'Total', pattern: /(?:total|总用量|总计|總計|总数|合计)[:：]?(?![!-\uFFFF])/ });
/** `/data/sys_wal:` alone on its line, above the entries of that directory. */
export const Heading = createToken({ name: 'Heading', pattern: /[!-\uFFFF][^\n]*:(?![ \t]*[!-\uFFFF])/ });
/** The program that complains; bash names itself before `cd`. */
export const Complainer = createToken({
  name: 'Complainer',
  pattern: /(?:-?(?:ba)?sh: (?:line \d+: |第 ?\d+ ?行[:：] ?)?)?(?:\/[\w/]*\/)?(?:ls|find|du|wc|stat|cat|head|tail|cd|file|readlink)[:：] /,
});
export const Failing = createToken({
  name: 'Failing',
  pattern:
    /(?:cannot (?:access|open directory|open|stat|read|read directory)|reading directory|failed to access)(?![!-\uFFFF])|无法(?:访问|打开目录|打开|读取目录|获取|读取)/,
});
export const Reason = createToken({
  name: 'Reason',
  pattern:
    /No such file or directory|Permission denied|Not a directory|Is a directory|Input\/output error|Stale (?:NFS )?file handle|Transport endpoint is not connected|Structure needs cleaning|Too many levels of symbolic links|Operation not permitted|没有那个文件或目录|权限不够|权限不足|拒绝访问|不是目录|是一个目录|不允许的操作|输入\/输出错误|过旧的文件控柄|陈旧的文件控柄/,
});
/** A branch of `tree`, of its lines or of ASCII: four columns a level. */
export const Branch = createToken({
  name: 'Branch',
  pattern: /(?:[│|] {3}| {4})*(?:[├└]── |[|`]-- )/,
  start_chars_hint: [...'│| ├└`'],
  line_breaks: false,
});
/** `tree -pugsD`: mode, owner, group, size, time. */
export const Bracket = createToken({ name: 'Bracket', pattern: /\[[^\]\n]+\] {1,2}/ });
export const TreeEnd = createToken({
  name: 'TreeEnd',
  pattern:
    /(?:\d[\d.]*[KMGT]? (?:bytes )?used in )?\d+ (?:director(?:y|ies)(?:, \d+ files?)?|个?目录(?:[，,] ?\d+ 个?文件)?)(?![ \t]*[!-\uFFFF])/,
});
export const Quoted = createToken({ name: 'Quoted', pattern: /'[^'\n]*'(?![!-\uFFFF])|"(?:[^"\\\n]|\\.)*"(?![!-\uFFFF])/ });
/** A segment in a bare list is no number, whatever its digits. */
export const WalEntry = createToken({
  name: 'WalEntry',
  pattern: /[0-9A-F]{24}(?:[.-][!-\uFFFF]*)?(?![!-\uFFFF])|[0-9A-F]{8}\.history[!-\uFFFF]*/,
});

export const lsTokens: TokenType[] = [
  Name,
  Branch,
  Blank,
  Bracket,
  TreeEnd,
  Mode,
  Complainer,
  Heading,
  When,
  Epoch,
  WalEntry,
  Amount,
  Total,
  Failing,
  Reason,
  Quoted,
  Word,
  Anything,
];
export const lsLexer = lexerOf(lsTokens);
export { Anything, Word };
