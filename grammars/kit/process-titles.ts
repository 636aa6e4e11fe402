import type { ProcessBody } from '../../src/core/fact.ts';

type Role = ProcessBody['role'];

/** `postgres: ` / `kingbase: ` in front of a title; behind it may stand cluster_name or Debian's `15/main`. */
const TITLE = /^(?:postgres|kingbase|edb-postgres|postmaster):\s+(.*)$/;

/** Titles of 9.x to 18 and of KingbaseES V8R3 to V9: `archiver`, before 11 `archiver process`. What stands behind is the activity. */
const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^archiver(?: process)?(?: +(.*))?$/, 'archiver'],
  [/^(?:walsender|wal sender process)(?: +(.*))?$/, 'walsender'],
  [/^(?:walreceiver|wal receiver process)(?: +(.*))?$/, 'walreceiver'],
  [/^startup(?: process)?(?: +(.*))?$/, 'startup'],
  [
    /^(?:checkpointer|background writer|writer|wal ?writer|autovacuum launcher|stats collector|logger|syslogger|walsummarizer|io worker|slotsync worker)(?: process)?(?: +(.*))?$/,
    'background',
  ],
  [/^(?:autovacuum worker|parallel worker|bgworker|logical replication)\b/, 'background'],
  [/^\S+ \S+ (?:\S+\(\d+\)|\[local\])(?: (.*))?$/, 'backend'],
];

const PROGRAMS: Readonly<Record<string, Role>> = {
  postgres: 'postmaster',
  postmaster: 'postmaster',
  kingbase: 'postmaster',
  'edb-postgres': 'postmaster',
  repmgrd: 'repmgrd',
  kbha: 'kbha',
  repmgr: 'repmgr',
};

const activityOf = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim());

/** What a server process's title says; null where it is no title of one that is known. */
export function titleOf(command: string): Pick<ProcessBody, 'role' | 'activity'> | null {
  const title = TITLE.exec(command.trim())?.[1]?.trim();
  if (title === undefined) return null;
  const behindName = /^[\w./-]+: +(.*)$/.exec(title)?.[1];
  for (const text of behindName === undefined ? [title] : [title, behindName]) {
    for (const [pattern, role] of ROLES) {
      const match = pattern.exec(text);
      if (match !== null) return { role, activity: activityOf(match[1]) };
    }
  }
  return null;
}

/** The role of a process by its title, else by its program. A shell that runs a program is not that program. */
export function processOf(command: string): Pick<ProcessBody, 'role' | 'activity'> {
  const titled = titleOf(command);
  if (titled !== null) return titled;
  const program = /^(\S+)/.exec(command.trim())?.[1] ?? '';
  return { role: PROGRAMS[program.slice(program.lastIndexOf('/') + 1)] ?? 'other', activity: null };
}
