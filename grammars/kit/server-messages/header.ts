import type { Level } from '../../../src/core/fact.ts';
import type { Row } from '../config.ts';
import { LEVEL_WORDS, LEVELS } from './levels.ts';

/** A line with a level word: whatever stands in front of it is the prefix (`log_line_prefix`, syslog, a container runtime). */
export interface LoggedRow extends Row {
  readonly row: 'logged';
  /** As printed: `LOG`, `致命错误`. */
  readonly word: string;
  readonly text: string;
  /** Two blanks follow the colon, as only the server writes it. */
  readonly wide: boolean;
  /** The timestamps of the prefix as printed; the last is the server's own. */
  readonly stamps: readonly string[];
  /** The month-and-day time of syslog, which knows no year. */
  readonly syslogTime: string | null;
  readonly host: string | null;
  readonly pid: string | null;
  readonly user: string | null;
  readonly database: string | null;
}

/** A line of the standard prefix that reports nothing: most of a big log. It is understood and passed over. */
export interface QuietRow extends Row {
  readonly row: 'quiet';
}

/** Beginnings of frequent LOG messages that report nothing here: statements, sessions, vacuum, lock waits. `#`: a number. */
export const NOTHING: readonly string[] = (
  'duration: |statement: |execute |parse |bind |connection received|connection authenticated|connection authorized|' +
  'replication connection authorized|disconnection: |checkpoint starting|restartpoint starting|automatic |temporary file: |' +
  'process # |AUDIT: |received replication command: |已接收到连接|已授权连接|断开连接|语句: |执行 '
).split('|');
/** The same message inside a field of csvlog or a member of jsonlog. */
export const QUIET_FIELD = NOTHING.map((text) => text.replace('#', '\\d+')).join('|');
export const QUIET = new RegExp(`^(?:${QUIET_FIELD})`);
const PREFIX = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)`;
const PASSED_OVER = new RegExp(String.raw`^${PREFIX} \[\d+\] (?:[^\s@]+@\S+ )?(?:LOG|日志):  (?:${QUIET_FIELD})`);
export const PASSED: QuietRow = { row: 'quiet' };

const STANDARD = new RegExp(
  String.raw`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)) \[(\d+)\] (?:([^\s@]+)@(\S+) )?(${LEVEL_WORDS}|\?{2,12}):  (\S.*)$`,
);
/**
 * The shortcut for the prefixes of nearly every server, `%m [%p] ` and Debian's `%m [%p] %q%u@%d `: the same row as the
 * grammar of server-log gives, ten times as fast. Null for any other line.
 */
export function standardLine(text: string): LoggedRow | QuietRow | null {
  return PASSED_OVER.test(text) ? PASSED : standardHeader(text);
}

/** The same without passing anything over, for a line that is wrapped in something else. */
export function standardHeader(text: string): LoggedRow | null {
  const match = STANDARD.exec(text);
  if (match === null) return null;
  const [, stamp = '', pid = null, user = null, database = null, word = '', rest = ''] = match;
  return {
    row: 'logged',
    word,
    text: rest,
    wide: true,
    stamps: [stamp],
    syslogTime: null,
    host: null,
    pid,
    user: named(user),
    database: named(database),
  };
}

/** `[unknown]` stands for what a session has not said yet. */
export function named(value: string | null | undefined): string | null {
  return value === undefined || value === null || value === '' || value === '[unknown]' ? null : value;
}

export function levelOf(word: string): Level | null {
  return LEVELS.get(word) ?? (isLost(word) ? (LOST.get(word.length) ?? 'log') : null);
}

/** A level whose Chinese characters were each written as `?`: the server started in a locale without them. Its length tells some. */
export const isLost = (word: string): boolean => word.startsWith('??');
const LOST: ReadonlyMap<number, Level> = new Map<number, Level>([
  [4, 'fatal'],
  [11, 'panic'],
]);
