import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Space } from '../kit/tokens.ts';

export const Program = createToken({
  name: 'Program',
  pattern:
    /(?:pg|sys)_(?:rewind|basebackup|archivecleanup|verifybackup|isready|receivewal|checksums|resetwal|waldump|dumpall|dump|restore|upgrade)[:：][ \t]*/,
});
export const Level = createToken({
  name: 'Level',
  pattern: /(?:error|fatal|warning|info|detail|hint|错误|致命的|致命错误|警告|详细信息|提示)[:：][ \t]*/,
});
/**
 * pgBackRest and sys_rman: `2026-01-01 10:00:00.123 P00  ERROR: [050]: `, `ERROR: [103]: ` without a time on the console,
 * `ERROR [045]: : ` of version 1, `WARN: could not push …` in the file of the asynchronous process.
 */
export const BackRest = createToken({
  name: 'BackRest',
  pattern:
    /(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ )?(?:P\d\d +(?:ASSERT|ERROR|WARN|INFO|DETAIL|HINT): (?:\[\d+\]:)?|(?:P\d\d +)?(?:ASSERT|ERROR|WARN)(?:: \[\d{3}\]:?| \[\d+\]:(?: :)?)|WARN:(?= could not push ))[ \t]*/,
});
/** Barman: `2026-03-16 07:35:09,257 [20914] barman.wal_archiver ERROR: `. */
export const Barman = createToken({
  name: 'Barman',
  pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \[\d+\] (?:[\w.]+ )?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|EXCEPTION): ?/,
});
/** wal-g: `ERROR: 2025/01/22 04:03:17.402116 `, of old versions without a level. */
export const WalG = createToken({
  name: 'WalG',
  pattern: /(?:(?:DEBUG|INFO|WARNING|ERROR|FATAL): )?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?[ \t]+/,
});
/** Barman's `check`: `\tarchive_mode: FAILED (please set it to 'on')`. */
export const Checked = atLineStart('Checked', /[A-Za-z][\w ()/-]{1,60}: (?:OK|FAILED)(?= \(|\s*$)/);
/** What follows from an error in Go: its cause, and the stack. */
export const CausedBy = createToken({ name: 'CausedBy', pattern: /caused by:[ \t]*/ });
/** `/tmp:5432 - accepting connections` */
export const Address = createToken({
  name: 'Address',
  pattern: /[^ \t\n]*:\d{1,5} - /,
  start_chars_hint: [...'/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[.:_-'],
  line_breaks: false,
});
/** `24183/24183 kB (100%), 1/1 tablespace` */
export const Progress = createToken({ name: 'Progress', pattern: /\d+\/\d+ kB \(\d+%\)[^\n]*/ });
export const Text = createToken({ name: 'Text', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Space, Checked, Program, BackRest, Barman, WalG, CausedBy, Progress, Address, Level, Text, Anything];
export const lexer = lexerOf(tokens);
