import { guarded } from '../kit/starts.ts';
import { isKnown, isRepmgrParameter } from './files.ts';

/** Behind what `grep` and `cat -n` print, a name and what follows it. */
const ASSIGNMENT = guarded(
  /^(?:[^\s:'"=#]+\.(?:conf|done)[\w.~-]*[:-])?(?:[ \t]*\d{1,6}[:\t -])?\s*#{0,2}\s*([A-Za-z_][\w.-]*)\s*=\s*([^\s#'"][^#]*?)?\s*(?:['"#]|$)/,
);
/** Keywords of a connection string that are settings, too: a line of them is no file. */
const CONNINFO = guarded(/^(?:host|hostaddr|port|user|dbname|password|application_name|options)$/i);

/** Parameters whose names are words that other programs use, too: by themselves they open no file. */
const COMMON = guarded(/^(?:cluster|node|recovery|location|priority|synchronous|ssl|jit)$/i);

/** Whether a line reads `name = value` with a name that the server or repmgr knows; commented-out ones count. */
export function looksLikeAssignment(line: string): boolean {
  const [, name, bare = ''] = ASSIGNMENT.exec(line) ?? [];
  return name !== undefined && isKnown(name) && !isSentence(name, bare);
}

/** `max_connections = 200 is a lower setting than on the primary`, `wal_level = replica of course`. */
const isSentence = (name: string, bare: string): boolean => /\s/.test(bare) && !isRepmgrParameter(name);

/** How surely a file begins with this line, by content alone. */
export function confidenceIn(line: string, next: readonly string[]): number {
  const match = ASSIGNMENT.exec(line);
  if (match?.[1] === undefined) return /^\s*\[[\w:-]+\]\s*$/.test(line) && /^\s*[a-z][\w-]*\s*=/.test(next[0] ?? '') ? 0.6 : 0;
  const name = match[1];
  if (/^\s*#/.test(line)) return next.some(looksLikeAssignment) && isKnown(name) ? 0.6 : 0;
  if (!isKnown(name) || isSentence(name, match[2] ?? '')) return 0;
  if (CONNINFO.test(name) || COMMON.test(name)) return next.slice(0, 2).some(looksLikeAssignment) ? 0.6 : 0;
  return name.includes('_') ? 0.92 : 0.7;
}
