import { createToken, type TokenType } from 'chevrotain';
import { LEVEL_WORDS } from '../kit/server-messages/levels.ts';
import { Anything, Blank } from '../kit/tokens.ts';

/** The first character of a line only: `\tIs the server running on that host …?`. A paste may have made the tab blanks. */
export const Indented = createToken({
  name: 'Indented',
  pattern: { exec: (text: string, offset: number) => (offset === 0 ? /^(?:\t| {4,})[^\n]*/.exec(text) : null) },
  start_chars_hint: ['\t', ' '],
  line_breaks: false,
});
/** The server never writes the full-width colon; a paste through a Chinese input method does. */
const LEVELLED = `(?:${LEVEL_WORDS})(?:：|:(?![!-\\uFFFF]))`;
/** A level word, its colon, and everything behind it. */
export const Levelled = createToken({ name: 'Levelled', pattern: new RegExp(`${LEVELLED}[\\u0000-\\u0009\\u000B-\\uFFFF]*`) });
/** `2026-11-23 05:09:06.909 UTC`, `2026-11-23T05:09:06.909123456Z`, `2019-04-03 13:29:04 CST`. */
export const Stamp = createToken({
  name: 'Stamp',
  pattern: /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d(?::?\d\d)?| [A-Z]{2,5}(?![A-Za-z0-9]|:(?![!-\uFFFF])))?/,
});
/** What a prefix sets around a time: `(2026-11-23 …)`, `time=2026-11-23 …`. */
export const Opening = createToken({ name: 'Opening', pattern: /(?:[A-Za-z]+[=:]|[([<{|])(?=\d{4}-\d\d-\d\d[ T]\d\d:\d\d)/ });
/** `Nov 23 05:09:06`, `11月 23 05:09:06`: syslog and journalctl give no year. */
export const SyslogTime = createToken({
  name: 'SyslogTime',
  pattern: /(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +|\d{1,2}月 *)\d{1,2}日? +\d\d:\d\d:\d\d(?:\.\d+)?/,
});
/** `postgres[41]:`, `systemd[1]:`, `kernel:`. */
export const Tag = createToken({ name: 'Tag', pattern: /(?:(?:kernel|systemd):|[A-Za-z][\w./@-]*\[\d+\]:)(?![!-\uFFFF])/ });
/** `[3-1]`: message and line of a syslog message. */
export const Chunk = createToken({ name: 'Chunk', pattern: /\[\d+-\d+\](?![!-\uFFFF])/ });
export const Pid = createToken({ name: 'Pid', pattern: /\[\d+\]:?(?![!-\uFFFF])/ });
/** `user=app,db=shop,app=psql,client=10.0.0.5`, `pid=41,`. */
export const Pairs = createToken({
  name: 'Pairs',
  pattern: /(?:user|db|app|client|host|pid|PID|p|u|d)=(?:(?!(?:LOG|ERROR|FATAL|WARNING|PANIC): )[!-\uFFFF])*/,
});
export const UserAtDatabase = createToken({ name: 'UserAtDatabase', pattern: /[\w.$[\]-]+@[\w.$[\]-]+(?![!-\uFFFF])/ });
/** Anything else of a prefix or of a line without one; ends where a level word with two blanks follows unseparated. */
export const Word = createToken({ name: 'Word', pattern: new RegExp(`[!-\\uFFFF](?:(?!(?:${LEVEL_WORDS}): {2})[!-\\uFFFF])*`) });

export const tokens: TokenType[] = [
  Indented,
  Blank,
  Levelled,
  Opening,
  Stamp,
  SyslogTime,
  Tag,
  Chunk,
  Pid,
  Pairs,
  UserAtDatabase,
  Word,
  Anything,
];
