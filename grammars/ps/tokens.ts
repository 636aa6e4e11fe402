import { createToken, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, Integer, Word } from '../kit/tokens.ts';

/** `UID          PID    PPID  C STIME TTY          TIME CMD`: capitals only, the command last. */
export const Heading = atLineStart('Heading', /(?:[A-Z%][A-Z%+]*[ \t]+)+(?:CMD|COMMAND|ARGS)(?![ \t]*[!-\uFFFF])/);
/** `0.0`: shares of CPU and memory. */
export const Decimal = createToken({ name: 'Decimal', pattern: /\d+\.\d+(?![!-\uFFFF])/ });
/** `05:09`, `00:00:03`, `1-02:03:04`, `0:05.32`. */
export const Clock = createToken({ name: 'Clock', pattern: /(?:\d+-)?\d+:\d\d(?::\d\d)?(?:\.\d+)?(?![!-\uFFFF])/ });
/** A day instead of a time, for what runs longer: `Mar03`, `11月24`, `10月 09`. */
export const Day = createToken({
  name: 'Day',
  pattern: /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\d\d(?![!-\uFFFF])|\d{1,2}月(?:[ \t]?\d\d)?(?![!-\uFFFF])/,
});
/** Branches that `ps f` draws before the command. */
export const Branch = createToken({ name: 'Branch', pattern: /(?:\|[ \t]+)*\\_(?![!-\uFFFF])/ });

export const tokens: TokenType[] = [Blank, Heading, Decimal, Clock, Day, Branch, Integer, Word, Anything];
export const lexer = lexerOf(tokens);
