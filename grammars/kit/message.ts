import type { Level, MessageBody } from '../../src/core/fact.ts';

/** A message with what most programs leave out filled in: no detail, no pid, seen once. */
export function messageBody(
  said: Pick<MessageBody, 'program' | 'level' | 'text'> & Partial<Omit<MessageBody, 'kind'>>,
  line: number,
): MessageBody {
  return {
    event: null,
    pid: null,
    count: 1,
    lastLine: line,
    lastAtText: null,
    detail: null,
    hint: null,
    values: {},
    ...said,
    kind: 'message',
  };
}

const LEVELS: Readonly<Record<string, Level>> = {
  DEBUG: 'debug',
  INFO: 'info',
  NOTICE: 'notice',
  LOG: 'log',
  WARNING: 'warning',
  WARN: 'warning',
  ERROR: 'error',
  CRIT: 'fatal',
  FATAL: 'fatal',
  ALERT: 'panic',
  EMERG: 'panic',
  PANIC: 'panic',
};

/** repmgr's and syslog's words for levels as the levels of facts. */
export const levelOf = (word: string): Level => LEVELS[word.toUpperCase()] ?? 'info';
