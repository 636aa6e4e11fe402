import { recognise } from './match.ts';

/** What a program that the server ran wrote into the server's log. */
export interface Told {
  readonly program: string | null;
  readonly event: string | null;
  readonly values: Readonly<Record<string, string>>;
}

const PROGRAM = /^(?:[\w.-]*\/)*([A-Za-z][\w.+-]*)(?:\[\d+\])?: (?=\S)/;
const QUOTED = /'([^']+)'|"([^"]+)"|‘([^’]+)’|`([^']+)'/g;
const PATH = /(?<![\w.~-])((?:~|\.{1,2})?(?:\/[\w.@%+~-]+)+\/?|pg_wal\/\w+|sys_wal\/\w+)/;
/** Words of the system and of programs: anything else in the catalogue is the server's own and no tool says it. */
const TOOLS = /^(?:os|net|ssh|shell|rsync|backup-tool|libpq|tool)\./;

/** A script of the house says of a segment that it is there: `arch.sh: 0000…D7 already exists on vault1, refusing to overwrite`. */
const EXISTS =
  /(?<![0-9A-F])(?:[0-9A-F]{24}|[0-9A-F]{8}\.history).*(?:already (?:exists|archived|there|present)|exists already|已存在|已归档)/;

/**
 * Reads a line that has no prefix: `cp: error writing '/archive/0000…': No space left on device`,
 * `sh: 1: rsync: not found`, `rsync: [receiver] mkstemp "/x" failed: Permission denied (13)`.
 */
export function toldBy(text: string): Told {
  const line = text.trim().replace(/^(\S+?)：/, '$1: ');
  const program = PROGRAM.exec(line)?.[1] ?? null;
  const known = recognise(line);
  const values: Record<string, string> = {};
  if (program !== null) values['program'] = program;
  const quoted = [...line.matchAll(QUOTED)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
    .filter((path) => path !== '');
  const path = quoted[0] ?? PATH.exec(program === null ? line : line.slice(line.indexOf(':') + 1))?.[1];
  if (path !== undefined) values['path'] = path;
  if (quoted[1] !== undefined) values['target'] = quoted[1];
  if (known === null || !TOOLS.test(known.event)) return { program, event: EXISTS.test(line) ? 'backup-tool.file-exists' : null, values };
  for (const [name, value] of Object.entries(known.values)) values[name] ??= value;
  const remote = /\bhost (\S+) port (\d+)/.exec(line);
  if (remote?.[1] !== undefined) values['host'] ??= remote[1];
  if (remote?.[2] !== undefined) values['port'] ??= remote[2];
  const command = values['command'];
  // `/bin/sh: line 1: rsync: command not found`: the last word before the reason is what was not found.
  if (command !== undefined) values['command'] = command.split(': ').at(-1)?.trim() ?? command;
  return { program, event: known.event, values };
}

/** Programs whose complaint has no name in front: `@ERROR: auth failed on module wal`, `rsync error: …`, `upload failed: pg_wal/… to s3://…`. */
const COMPLAINT = /^(?:@ERROR|An error occurred \(|(?:[a-z]+ )?(?:error|failed|fatal error)(?: \(|: ))/;

/** `cp: …`, `/bin/sh: 1: …`: the shape of a program's complaint. */
export function looksTold(text: string): boolean {
  return PROGRAM.test(text) || COMPLAINT.test(text) || /^[\w./-]+：/.test(text);
}
