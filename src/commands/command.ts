/**
 * Commands are built, not pasted: `sh` and `query` are the only makers of a `Command`. Whatever is put in is quoted for the
 * shell (and for SQL); a value that the bundle does not hold enters as a placeholder that refuses while it is not set.
 */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import { quoteForShell } from '../../grammars/shell/quote.ts';
import type { Command, Placeholder } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';

const said = texts(() => ({
  findBinDir: {
    en: 'the directory that holds `{file}`: `ps -ef` shows the path of the running server, `which {file}` may tell',
    'zh-CN': '`{file}` 所在的目录：`ps -ef` 可见服务器进程的路径，也可用 `which {file}` 查找',
  },
  findConninfo: {
    en: 'the `conninfo` line of repmgr.conf on that node, or the `Connection string` of `repmgr cluster show`',
    'zh-CN': '该节点 repmgr.conf 中的 `conninfo`，或 `repmgr cluster show` 的 `Connection string`',
  },
  findSuperuser: {
    en: 'The one that the cluster was made with: `postgres`, on KingbaseES `system`; `\\du` lists them. It is let in through the socket as the OS user of the server, or needs a line in `.pgpass`.',
    'zh-CN':
      '初始化集群时的超级用户：`postgres`，KingbaseES 为 `system`；可用 `\\du` 查看。以服务器用户经本机套接字登录，或在 `.pgpass` 中写入口令。',
  },
  findUpstream: {
    en: 'the `conninfo` line of repmgr.conf on the node to connect to, not on the one where the command runs, or its `Connection string` in `repmgr cluster show`',
    'zh-CN': '要连接的节点（而非执行命令的节点）repmgr.conf 中的 `conninfo`，或其在 `repmgr cluster show` 中的 `Connection string`',
  },
  findServer: {
    en: 'how clients connect to that server: `host=… port=… user=… dbname=…`',
    'zh-CN': '客户端连接该服务器的方式：`host=… port=… user=… dbname=…`',
  },
  findRepmgrConf: {
    en: 'the file that repmgrd was started with: `ps -ef | grep "[r]epmgrd"`',
    'zh-CN': '即 repmgrd 启动时使用的文件：`ps -ef | grep "[r]epmgrd"`',
  },
}));

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

/** A single quote in there opens a string in bash, though not in POSIX: what was pasted would wait for its end. */
const refuses = (placeholder: { hole: string; refusal: string }): string =>
  `: "\${${placeholder.hole}:?${placeholder.refusal.replace(/["'$`\\}]/g, ' ')}}"`;

/**
 * A command for a POSIX shell. Strings and numbers are quoted as one word each, holes become `"$NAME"` with a line in front that
 * refuses while the variable is not set, `raw` and other commands are put in as they are.
 */
export function sh(strings: TemplateStringsArray, ...parts: readonly Part[]): Command {
  const holes = new Map<string, Hole>();
  const placeholders = new Map<string, Placeholder>();
  const inner = new Set<string>();
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
      if ('raw' in part) text += part.raw;
      else {
        // the guards of a command that is put into another one stand in front of the whole
        const [before, rest] = guardsFirst(part.text);
        for (const guard of before) inner.add(guard);
        text += rest;
      }
    }
  });
  for (const hole of holes.values()) inner.add(refuses(hole));
  return { text: [...inner, text].join('\n'), placeholders: [...placeholders.values()] };
}

/** The guard lines of a command, and the rest of it. */
function guardsFirst(text: string): [guards: string[], rest: string] {
  if (!text.includes(GUARD)) return [[], text];
  const all = text.split('\n');
  return [all.filter(isGuard), all.filter((line) => !isGuard(line)).join('\n')];
}

const GUARD = ': "${';
const isGuard = (line: string): boolean => line.startsWith(GUARD);

/** Several commands, one after the other on lines of their own; the guards of all come first, each once. */
export function lines(...commands: readonly Command[]): Command {
  const guards = new Set<string>();
  const rest: string[] = [];
  const placeholders = new Map<string, Placeholder>();
  for (const command of commands) {
    const [before, after] = guardsFirst(command.text);
    for (const guard of before) guards.add(guard);
    rest.push(after);
    for (const placeholder of command.placeholders) placeholders.set(placeholder.name, placeholder);
  }
  return { text: [...guards, ...rest].join('\n'), placeholders: [...placeholders.values()] };
}

/**
 * A command of several lines in a subshell that stops at the first failure: pasted into a login shell, a guard that refuses ends
 * neither the session nor lets the lines behind it run.
 */
export function contained(command: Command): Command {
  const { text } = command;
  if (!text.includes('\n') || (text.startsWith('(\nset -eu\n') && text.indexOf('\n)') === text.length - 2)) return command;
  return { ...command, text: `(\nset -eu\n${text}\n)` };
}

/** A value as an SQL literal: quotes doubled, a backslash safe whatever standard_conforming_strings is. */
export function literal(value: string): string {
  const doubled = value.replace(/'/g, "''");
  return value.includes('\\') ? `E'${doubled.replace(/\\/g, '\\\\')}'` : `'${doubled}'`;
}

type ProgramName = keyof Cluster['flavour']['programs'] | 'repmgr' | 'repmgrd' | 'kbha';

const binDirOf = (node: Node | null, cluster: Cluster): string | null =>
  node?.binDir ?? cluster.nodes.map((other) => other.binDir).find((found) => found !== null) ?? null;

/**
 * A program of this cluster: with its directory where the bundle shows one (of this node, else of another one), by its bare name
 * where it was seen to run so or is a client that lies in the path of every installation, else in a directory that the reader fills in.
 */
export function program(node: Node | null, cluster: Cluster, name: ProgramName): Command {
  const file = name === 'repmgr' || name === 'repmgrd' || name === 'kbha' ? name : cluster.flavour.programs[name];
  const dir = binDirOf(node, cluster);
  if (dir !== null) return sh`${`${dir}/${file}`}`;
  if (cluster.flavour.inPath.includes(name) || cluster.ranByName(file)) return sh`${file}`;
  return sh`${hole('BIN_DIR', 'the directory of the server programs', said.findBinDir({ file }))}/${file}`;
}

/** A file that lies beside the server's programs and that nobody has in the path: `sys_HAscmdd.sh`. */
export function besidePrograms(node: Node | null, cluster: Cluster, file: string): Command {
  const dir = binDirOf(node, cluster);
  const known = cluster.flavour.clusterConf === null ? 'repmgr' : cluster.flavour.programs.ctl;
  return dir !== null
    ? sh`${`${dir}/${file}`}`
    : // `../log/kbha.log` is found from the directory, and tells nobody where that is
      sh`${hole('BIN_DIR', 'the directory of the server programs', said.findBinDir({ file: file.startsWith('..') ? known : file }))}/${file}`;
}

/**
 * The path of a node's repmgr configuration: as the bundle shows it for this node or another one, beside the programs where the
 * product looks there by itself, else to be filled in.
 */
export function repmgrConfOf(cluster: Cluster, node: Node | null): Command {
  if (cluster.flavour.clusterConf !== null) return besidePrograms(node, cluster, cluster.flavour.clusterConf.path);
  const conf = node?.repmgrConf ?? cluster.nodes.map((other) => other.repmgrConf).find((found) => found !== null) ?? null;
  if (conf !== null) return sh`${conf}`;
  const dir = binDirOf(node, cluster);
  if (cluster.flavour.repmgrFindsItsConf && dir !== null) return sh`${`${dir}/../etc/repmgr.conf`}`;
  return sh`${hole('REPMGR_CONF', 'the repmgr configuration file of this node', said.findRepmgrConf())}`;
}

/** Host, port, user and database of a node's registered conninfo, where it names a host, a user and a database; what it leaves out has libpq's default, as for repmgr itself. */
function registered(node: Node | null): { host: string; port: string | undefined; user: string; database: string } | null {
  const conninfo = node?.identity.conninfo ?? null;
  const values = conninfo === null ? {} : parseConninfo(conninfo).values;
  const { host = values['hostaddr'], port, user, dbname: database } = values;
  return host === undefined || user === undefined || database === undefined ? null : { host, port, user, database };
}

/** Where there is no repmgr, nobody has registered how a server is reached. */
const serverHole = () => hole('CONNINFO', 'a connection string of the server', said.findServer());
const conninfoHole = () => hole('CONNINFO', 'the conninfo of the node, as in its repmgr.conf', said.findConninfo());

const upstreamHole = () => hole('UPSTREAM_CONNINFO', 'the conninfo of the upstream, not of this node', said.findUpstream());

/** Options of psql/ksql that connect to a node: by its registered conninfo (or another host than that names), else by one that the reader fills in. */
function connection(cluster: Cluster, node: Node | null, host: string | null = null): Command {
  const known = registered(node);
  if (known === null) {
    const conninfo = cluster.flavour.usesRepmgr ? conninfoHole() : serverHole();
    // of two hosts in a connection string the last one counts
    return host === null ? sh`-d ${conninfo}` : sh`-d ${conninfo}${` host=${host}`}`;
  }
  const port = known.port === undefined ? raw('') : sh` -p ${known.port}`;
  return sh`-h ${host ?? known.host}${port} -U ${known.user} -d ${known.database}`;
}

/** A connection string as one shell word, for programs that take it as `-d`: repmgr, pg_basebackup, pg_rewind. */
export function connectionString(node: Node | null): Command {
  return connectionOf(node, conninfoHole);
}

/** The same for a server that the command connects to from another node, whose own connection string stands in `CONNINFO`. */
export function upstreamConnection(upstream: Node | null): Command {
  return connectionOf(upstream, upstreamHole);
}

function connectionOf(node: Node | null, otherwise: () => Hole): Command {
  const known = registered(node);
  if (known === null) return sh`${otherwise()}`;
  const word = (value: string): string => (/^[\w./:@%+-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`);
  const port = known.port === undefined ? '' : ` port=${word(known.port)}`;
  return sh`${`host=${word(known.host)}${port} user=${word(known.user)} dbname=${word(known.database)}`}`;
}

/**
 * A statement run on a node without a prompt: `-w` never asks for a password, `-X` reads no startup file, an error ends it with
 * exit 1. `-h` is the node's own registered host, so that the password file matches.
 * Several statements become several `-c`, since ALTER SYSTEM may not share one with others.
 */
export function query(cluster: Cluster, node: Node | null, ...statements: readonly string[]): Command {
  return queryAt(cluster, node, null, ...statements);
}

/** `query` through a connection string that the bundle shows, of a server that it does not know otherwise. */
export function queryThrough(cluster: Cluster, node: Node | null, conninfo: string, ...statements: readonly string[]): Command {
  const asked = statements.map((statement) => ` -c ${quoteForShell(statement)}`).join('');
  return sh`${program(node, cluster, 'psql')} -XAtqw -v ON_ERROR_STOP=1 -d ${conninfo}${raw(asked)}`;
}

/** A statement whose answer is to be read with its headings, by people and by this program: an aligned table, no pager. */
export function table(cluster: Cluster, node: Node | null, ...statements: readonly string[]): Command {
  const asked = statements.map((statement) => ` -c ${quoteForShell(statement)}`).join('');
  return sh`${program(node, cluster, 'psql')} -Xqw -P pager=off -v ON_ERROR_STOP=1 ${connection(cluster, node)}${raw(asked)}`;
}

/** `query` through another address of that node: a server that listens on localhost only. */
export function queryAt(cluster: Cluster, node: Node | null, host: string | null, ...statements: readonly string[]): Command {
  const asked = statements.map((statement) => ` -c ${quoteForShell(statement)}`).join('');
  return sh`${program(node, cluster, 'psql')} -XAtqw -v ON_ERROR_STOP=1 ${connection(cluster, node, host)}${raw(asked)}`;
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
  host: string | null = null,
): Command {
  const bound = Object.entries(variables).map(([name, value]) => sh` -v ${raw(name)}=${value}`);
  const all = bound.reduce((command, more) => sh`${command}${more}`, queryAt(cluster, node, host));
  return sh`${all} <<${raw(["'SQL'", ...sql, 'SQL'].join('\n'))}`;
}

/** `statements` for which the role of repmgr's may lack the rights, since it is the one that gets them: by a superuser, through the node's own socket. */
export function statementsAbout(cluster: Cluster, node: Node | null, role: string | Hole, sql: readonly string[]): Command {
  const known = registered(node);
  if (known === null || known.user !== role) return statements(cluster, node, { role: sh`${role}` }, sql);
  const port = known.port === undefined ? raw('') : sh` -p ${known.port}`;
  const superuser = hole('SUPERUSER', 'a superuser of the database', said.findSuperuser());
  const client = sh`${program(node, cluster, 'psql')} -XAtqw -v ON_ERROR_STOP=1${port} -U ${superuser} -d ${known.database} -v role=${role}`;
  return sh`${client} <<${raw(["'SQL'", ...sql, 'SQL'].join('\n'))}`;
}

/**
 * Statements with a secret in them as the variable `:'secret'`. It reaches the client on its standard input, quoted as the client's `\set`
 * wants it: arguments stand in everybody's process list.
 */
export function statementsWithSecret(
  cluster: Cluster,
  node: Node | null,
  secret: Hole,
  variables: Readonly<Record<string, Command>>,
  sql: readonly string[],
): Command {
  const bound = Object.entries(variables).map(([name, value]) => sh` -v ${raw(name)}=${value}`);
  const client = bound.reduce((command, more) => sh`${command}${more}`, queryAt(cluster, node, null));
  const before = String.raw`{
printf "%s '%s'\n" '\set secret' "$(printf %s `;
  const behind = [String.raw` | sed "s/[\\\\']/\\\\&/g")"`, "cat <<'SQL'", ...sql, 'SQL', '}'].join('\n');
  return sh`${raw(before)}${secret}${raw(behind)} | ${client}`;
}

/** `repmgr service` since 5.0, `repmgr daemon` before; where the version is not known, today's word. */
export const serviceWord = (cluster: Cluster): string => (/^4\./.test(cluster.repmgrVersion ?? '') ? 'daemon' : 'service');

/** repmgrd can be paused, and asked for its state, since 4.2. */
export const canPause = (cluster: Cluster): boolean =>
  !cluster.isBeforeRepmgr4 && !/^(?:[0-3]\.|4\.[01](?:\.|$))/.test(cluster.repmgrVersion ?? '');

/** Whether repmgrd runs, and where it is paused; before 4.2 nobody but the list of processes tells of it. */
export const daemonState = (cluster: Cluster, node: Node | null): Command =>
  canPause(cluster) ? repmgr(cluster, node, 'service', 'status') : sh`pgrep -a repmgrd`;

/** How repmgr starts and stops the server; before 4.0 only its configuration file tells. */
export const serviceActions = (cluster: Cluster, node: Node | null, ...options: readonly string[]): Command =>
  cluster.isBeforeRepmgr4
    ? sh`grep -E ${'^[[:space:]]*service_'} ${repmgrConfOf(cluster, node)}`
    : repmgr(cluster, node, 'node', 'service', '--list-actions', ...options);

/** A call of repmgr with this cluster's configuration file: the one that the bundle shows, none where repmgr was seen to find it by itself, else to be filled in. */
export function repmgr(cluster: Cluster, node: Node | null, ...called: readonly string[]): Command {
  const words = called[0] === 'service' ? [serviceWord(cluster), ...called.slice(1)] : called;
  const conf = node?.repmgrConf ?? cluster.nodes.map((other) => other.repmgrConf).find((found) => found !== null) ?? null;
  const rest = raw(words.map((word) => ` ${quoteForShell(word)}`).join(''));
  const call = program(node, cluster, 'repmgr');
  if (conf !== null) return sh`${call} -f ${conf}${rest}`;
  if (cluster.flavour.repmgrFindsItsConf || cluster.ranWithoutConf) return sh`${call}${rest}`;
  return sh`${call} -f ${hole('REPMGR_CONF', 'the repmgr configuration file of this node', said.findRepmgrConf())}${rest}`;
}
