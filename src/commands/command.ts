/**
 * Commands are built, not pasted: `sh` and `query` are the only makers of a `Command`. Whatever is put in is quoted for the
 * shell (and for SQL); a value that the bundle does not hold enters as a placeholder that refuses while it is not set.
 */
import { quoteForShell } from '../../grammars/shell/quote.ts';
import type { Command, Placeholder } from '../core/finding.ts';
import type { Message } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';

/** A value that has to be found by the reader of the report: an environment variable, always used quoted. */
export interface Hole {
  readonly hole: string;
  /** Shown by the shell where it is not set; English, since it is part of the command. */
  readonly refusal: string;
  readonly find: Message;
}

/** Text that is shell syntax already; made by `raw` from literals only. */
interface Raw {
  readonly raw: string;
  readonly placeholders: readonly Placeholder[];
}

export type Part = string | number | Hole | Raw | Command;

/** `hole('ARCHIVE_DIR', 'a directory on another volume', said.findArchiveDir())` */
export function hole(name: string, refusal: string, find: Message): Hole {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new Error(`not a name for an environment variable: ${name}`);
  return { hole: name, refusal, find };
}

/** Shell syntax that comes from the program's own source, never from a bundle. */
export function raw(literal: string): Raw {
  return { raw: literal, placeholders: [] };
}

const refuses = (placeholder: { hole: string; refusal: string }): string =>
  `: "\${${placeholder.hole}:?${placeholder.refusal.replace(/["$`\\}]/g, ' ')}}"`;

/**
 * A command for a POSIX shell. Strings and numbers are quoted as one word each, holes become `"$NAME"` with a line in front that
 * refuses while the variable is not set, `raw` and other commands are put in as they are.
 */
export function sh(strings: TemplateStringsArray, ...parts: readonly Part[]): Command {
  const holes = new Map<string, Hole>();
  const placeholders = new Map<string, Placeholder>();
  let text = '';
  strings.forEach((literal, index) => {
    text += literal;
    const part = parts[index];
    if (part === undefined) return;
    if (typeof part === 'string' || typeof part === 'number') text += quoteForShell(String(part));
    else if ('hole' in part) {
      holes.set(part.hole, part);
      placeholders.set(part.hole, { name: part.hole, find: part.find });
      text += `"$${part.hole}"`;
    } else {
      for (const placeholder of part.placeholders) placeholders.set(placeholder.name, placeholder);
      text += 'raw' in part ? part.raw : part.text;
    }
  });
  const guards = [...holes.values()].map(refuses);
  return { text: [...guards, text].join('\n'), placeholders: [...placeholders.values()] };
}

/** Several commands, one after the other on lines of their own; the guards of all come first, each once. */
export function lines(...commands: readonly Command[]): Command {
  const guards = new Set<string>();
  const rest: string[] = [];
  const placeholders = new Map<string, Placeholder>();
  for (const command of commands) {
    for (const line of command.text.split('\n')) line.startsWith(': "${') ? guards.add(line) : rest.push(line);
    for (const placeholder of command.placeholders) placeholders.set(placeholder.name, placeholder);
  }
  return { text: [...guards, ...rest].join('\n'), placeholders: [...placeholders.values()] };
}

/**
 * A command of several lines in a subshell that stops at the first failure: pasted into a login shell, a guard that refuses ends
 * neither the session nor lets the lines behind it run.
 */
export function contained(command: Command): Command {
  return command.text.includes('\n') ? { ...command, text: `(\nset -eu\n${command.text}\n)` } : command;
}

/** A value as an SQL literal: quotes doubled, a backslash safe whatever standard_conforming_strings is. */
export function literal(value: string): string {
  const doubled = value.replace(/'/g, "''");
  return value.includes('\\') ? `E'${doubled.replace(/\\/g, '\\\\')}'` : `'${doubled}'`;
}

/** A program of this cluster with its path where the bundle shows one, quoted by `sh`. */
export function program(
  node: Node | null,
  cluster: Cluster,
  name: keyof Cluster['flavour']['programs'] | 'repmgr' | 'repmgrd' | 'kbha',
): string {
  const file = name === 'repmgr' || name === 'repmgrd' || name === 'kbha' ? name : cluster.flavour.programs[name];
  const dir = node?.binDir ?? cluster.nodes.map((other) => other.binDir).find((found) => found !== null) ?? null;
  return dir === null ? file : `${dir}/${file}`;
}

/**
 * A statement run on a node without a prompt: `-w` never asks for a password, `-X` reads no startup file, an error ends it with
 * exit 1. `-h` is the node's own registered host, so that the password file matches; the port and user are the cluster's.
 * Several statements become several `-c`, since ALTER SYSTEM may not share one with others.
 */
export function query(cluster: Cluster, node: Node | null, ...statements: readonly string[]): Command {
  const { defaults } = cluster.flavour;
  const host = node?.identity.address ?? null;
  const port = node?.port ?? null;
  const user = node?.repmgrUser ?? cluster.nodes.map((other) => other.repmgrUser).find((found) => found !== null) ?? defaults.repmgrUser;
  const database =
    node?.repmgrDatabase ?? cluster.nodes.map((other) => other.repmgrDatabase).find((found) => found !== null) ?? defaults.repmgrDatabase;
  const options = [...(host === null ? [] : ['-h', host]), ...(port === null ? [] : ['-p', String(port)]), '-U', user, '-d', database];
  const words = [
    program(node, cluster, 'psql'),
    '-XAtqw',
    '-v',
    'ON_ERROR_STOP=1',
    ...options,
    ...statements.flatMap((statement) => ['-c', statement]),
  ];
  return { text: words.map(quoteForShell).join(' '), placeholders: [] };
}

/**
 * Statements fed to psql/ksql through a here-document, with values handed over as variables, so that a value that only the
 * reader knows is quoted by the client itself: `:'name'` in the text is the variable as an SQL literal.
 */
export function statements(
  cluster: Cluster,
  node: Node | null,
  variables: Readonly<Record<string, Command>>,
  sql: readonly string[],
): Command {
  const client = query(cluster, node).text;
  const placeholders = Object.values(variables).flatMap((value) => value.placeholders);
  const guards = new Set<string>();
  const bound = Object.entries(variables).map(([name, value]) => {
    const all = value.text.split('\n');
    for (const line of all) if (line.startsWith(': "${')) guards.add(line);
    return ` -v ${name}=${all.filter((line) => !line.startsWith(': "${')).join('\n')}`;
  });
  return { text: [...guards, `${client}${bound.join('')} <<'SQL'`, ...sql, 'SQL'].join('\n'), placeholders };
}

/** A call of repmgr with this cluster's configuration file where the bundle shows it. */
export function repmgr(cluster: Cluster, node: Node | null, ...words: readonly string[]): Command {
  const conf = node?.repmgrConf ?? cluster.nodes.map((other) => other.repmgrConf).find((found) => found !== null) ?? null;
  const all = [program(node, cluster, 'repmgr'), ...(conf === null ? [] : ['-f', conf]), ...words];
  return { text: all.map(quoteForShell).join(' '), placeholders: [] };
}
