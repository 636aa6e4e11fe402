import type { Level } from '../../../src/core/fact.ts';

/** What a line behind a message adds to it. */
export type Part = 'detail' | 'hint' | 'context' | 'statement' | 'query' | 'location';

/**
 * The level words that open a message: src/backend/utils/error/elog.c and its zh_CN catalogue.
 * A server whose catalogue is Chinese writes `日志:  …`; some KingbaseES builds keep `LOG:  ` before a Chinese text.
 */
export const LEVELS: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['DEBUG', 'debug'],
  ['DEBUG1', 'debug'],
  ['DEBUG2', 'debug'],
  ['DEBUG3', 'debug'],
  ['DEBUG4', 'debug'],
  ['DEBUG5', 'debug'],
  ['LOG', 'log'],
  ['INFO', 'info'],
  ['NOTICE', 'notice'],
  ['WARNING', 'warning'],
  ['ERROR', 'error'],
  ['FATAL', 'fatal'],
  ['PANIC', 'panic'],
  ['调试', 'debug'],
  ['日志', 'log'],
  ['信息', 'info'],
  ['注意', 'notice'],
  ['警告', 'warning'],
  ['错误', 'error'],
  ['致命错误', 'fatal'],
  ['比致命错误还过分的错误', 'panic'],
]);

/** `提示` is also NOTICE in some KingbaseES builds: only its place behind a message of the same process makes it a hint. */
export const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['DETAIL', 'detail'],
  ['HINT', 'hint'],
  ['CONTEXT', 'context'],
  ['STATEMENT', 'statement'],
  ['QUERY', 'query'],
  ['LOCATION', 'location'],
  ['BACKTRACE', 'location'],
  ['详细信息', 'detail'],
  ['详细', 'detail'],
  ['提示', 'hint'],
  ['上下文', 'context'],
  ['语句', 'statement'],
  ['查询', 'query'],
  ['位置', 'location'],
]);

/** All words, for a pattern; a longer word stands before its own ending (`致命错误` before `错误`). */
export const LEVEL_WORDS = [...LEVELS.keys(), ...PARTS.keys()].sort((a, b) => b.length - a.length).join('|');

const RANK: Readonly<Record<Level, number>> = { debug: 0, info: 1, notice: 2, log: 2, warning: 3, error: 4, fatal: 5, panic: 6 };

/** Whether a message is at least a warning. */
export function isSevere(level: Level): boolean {
  return RANK[level] >= RANK.warning;
}
