import type { About, Level } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { levelOf, named, standardHeader } from '../kit/server-messages/header.ts';
import { PARTS, type Part } from '../kit/server-messages/levels.ts';
import { ServerMessages } from '../kit/server-messages/messages.ts';
import type { JsonRow, Members } from './parser.ts';

/** What the forms call the same thing: PostgreSQL 15's jsonlog and CloudNativePG's record. */
const NAMES = {
  time: ['timestamp', 'log_time'],
  user: ['user', 'user_name'],
  database: ['dbname', 'database_name'],
  pid: ['pid', 'process_id'],
  client: ['remote_host', 'connection_from'],
  severity: ['error_severity'],
  sqlstate: ['state_code', 'sql_state_code'],
  message: ['message'],
  detail: ['detail'],
  hint: ['hint'],
  context: ['context'],
  statement: ['statement', 'query'],
  application: ['application_name'],
} as const;

const TOOL_LEVELS: Readonly<Record<string, Level>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  warning: 'warning',
  error: 'error',
  fatal: 'fatal',
  panic: 'panic',
};

export function jsonFold(context: SegmentContext): Fold<JsonRow> {
  const messages = new ServerMessages((body, at) => context.emit(body, at));
  return {
    claims: (row): Claim => (row.row === 'quiet' || (row.row === 'object' && formOf(row.members) !== null) ? 'yes' : 'no'),
    take(row, line) {
      if (row.row === 'quiet') messages.quiet(line.number);
      if (row.row !== 'object') return;
      const { members } = row;
      switch (formOf(members)) {
        case 'record':
          record(messages, members, line, null, null);
          break;
        case 'wrapped':
          wrapped(messages, members, line);
          break;
        case 'tool':
          tool(messages, members, line);
          break;
        case 'container':
          container(messages, members, line);
          break;
        case null:
      }
    },
    end: () => messages.end(),
  };
}

const text = (members: Members, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = members[name];
    if (typeof value === 'string') return value;
  }
  return null;
};

/** Which of the known forms an object has; null: none of them. */
function formOf(members: Members): 'record' | 'wrapped' | 'tool' | 'container' | null {
  if (typeof members['error_severity'] === 'string') return 'record';
  const inner = members['record'];
  if (inner !== null && typeof inner === 'object' && typeof inner['error_severity'] === 'string') return 'wrapped';
  if (text(members, 'msg', 'message') !== null && text(members, 'level', 'severity') !== null) return 'tool';
  if (text(members, 'log', 'MESSAGE') !== null) return 'container';
  return null;
}

/** PostgreSQL's own object; `stamp` and `about` come from what is wrapped around it. */
function record(messages: ServerMessages, members: Members, line: Line, stamp: string | null, about: About | null): void {
  const field = (name: keyof typeof NAMES): string | null => text(members, ...NAMES[name]);
  const level = levelOf(field('severity') ?? '');
  if (level === null) return;
  const parts: Partial<Record<Part, string>> = {};
  for (const part of ['detail', 'hint', 'context', 'statement'] as const) {
    const value = field(part);
    if (value !== null && value !== '') parts[part] = value;
  }
  const head = {
    level,
    pid: field('pid'),
    stamp: stamp ?? field('time'),
    about,
    sqlstate: field('sqlstate'),
    user: named(field('user')),
    database: named(field('database')),
    application: named(field('application')),
    client: named(field('client')),
  };
  messages.message(head, field('message') ?? '', line.number, line.text, parts);
}

/** CloudNativePG: `{"level":"info","ts":"…Z","logger":"postgres","msg":"record","logging_pod":"x-2","record":{…}}`; ts is UTC, log_time may be CET. */
function wrapped(messages: ServerMessages, members: Members, line: Line): void {
  const inner = members['record'];
  if (inner !== null && typeof inner === 'object') record(messages, inner, line, text(members, 'ts'), pod(members));
}

/** A line of a program beside the server: `{"level":"info","logger":"wal-archive","msg":"…"}`. */
function tool(messages: ServerMessages, members: Members, line: Line): void {
  const logger = text(members, 'logger', 'component');
  const said = [text(members, 'msg', 'message'), text(members, 'error', 'err')].filter((one) => one !== null && one !== '').join(': ');
  const level = TOOL_LEVELS[(text(members, 'level', 'severity') ?? '').toLowerCase()] ?? 'info';
  const head = { level, pid: null, stamp: text(members, 'ts', 'time', 'timestamp'), about: pod(members) };
  messages.program(logger === null ? said : `${logger}: ${said}`, line.number, head);
}

/** A line that a container runtime or the journal wrapped: `{"log":"2026-… LOG:  …\n","stream":"stderr","time":"…"}`. */
function container(messages: ServerMessages, members: Members, line: Line): void {
  const said = (text(members, 'log', 'MESSAGE') ?? '').replace(/\n$/, '');
  const host = text(members, '_HOSTNAME');
  const about = host === null ? pod(members) : { host };
  const stamp = text(members, 'time');
  const row = standardHeader(said);
  const bare = /^(\S+): {2}(\S.*)$/s.exec(said);
  const word = row?.word ?? bare?.[1] ?? '';
  const what = row?.text ?? bare?.[2] ?? '';
  const pid = row?.pid ?? text(members, '_PID');
  const part = PARTS.get(word);
  const level = levelOf(word);
  if (part !== undefined) messages.part(part, what, pid, line.number, line.text);
  else if (level !== null) {
    const head = {
      level,
      pid,
      stamp: stamp ?? row?.stamps.at(-1) ?? null,
      about,
      user: row?.user ?? null,
      database: row?.database ?? null,
    };
    messages.message(head, what, line.number, line.text);
  } else if (/^(?:\t| {4})/.test(said)) messages.more(said.trim(), line.number, line.text);
  else messages.program(said, line.number);
}

function pod(members: Members): About | null {
  const name = text(members, 'logging_pod', 'pod', 'instance');
  return name === null ? null : { name };
}
