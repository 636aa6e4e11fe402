import type { TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, restBehind } from '../kit/tokens.ts';

/** `Nov 23 05:20:00 db1 kernel: `, `2026-11-23T05:20:00.12+00:00 db1 systemd[1]: `, `11月 23 05:20:00 …`: time, host, program. */
export const Head = atLineStart(
  'Head',
  /(?:(?:[A-Za-zéûäč]{3,4}\.?|\d{1,2}月) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?) [\w.-]+ [A-Za-z][\w.@()/-]*(?:\[\d+\])?:/,
);
/** dmesg's time since boot, or with `-T` the clock's. */
export const KernelTime = atLineStart(
  'KernelTime',
  /\[ *\d+\.\d{6}\]|\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4}\]/,
);
/** What journalctl says of itself (`-- Logs begin at …`, `-- Reboot --`), and with `-x` of an entry. */
export const Remark = atLineStart('Remark', /--(?= |$)[^\n]*/);
/** What may open its output. */
export const KNOWN_REMARK = /^-- (?:Logs begin|Journal begins|Boot [0-9a-f]|Reboot --|No entries --)/;
/** Programs whose lines other grammars read. */
export const OTHERS = /^(?:postgres|kingbase|repmgrd?|kbha)/;
export const Said = restBehind('Said', Head, KernelTime);
export const Text = atLineStart('Text', /[!-\uFFFF][^\n]*/);

export const tokens: TokenType[] = [Blank, Said, Remark, Head, KernelTime, Text, Anything];
export const lexer = lexerOf(tokens);
