import type { Level, MessageBody } from '../../src/core/fact.ts';
import { maskSecrets } from '../../src/core/secrets.ts';

const masked = (text: string): string => maskSecrets(text).text;
const maskedOrNull = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : masked(text));

/** A message with what most programs leave out filled in: no detail, no pid, seen once. A password in it is masked (repmgr prints whole conninfos). */
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
    ...said,
    kind: 'message',
    text: masked(said.text),
    detail: maskedOrNull(said.detail),
    hint: maskedOrNull(said.hint),
    values: Object.fromEntries(Object.entries(said.values ?? {}).map(([name, value]) => [name, masked(value)])),
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
