import type { CommandContext } from '../kit/grammar.ts';

/** An expression of a select list. */
export interface Item {
  /** The name of its column, in PostgreSQL's spelling; null for `*`. */
  readonly name: string | null;
  /** The function called, where the expression is one plain call. */
  readonly call: string | null;
  /** The call's arguments as written. */
  readonly argument: string | null;
}

/** What a statement tells about its result. */
export interface Query {
  readonly text: string;
  /** The first relation or function of FROM, in PostgreSQL's spelling. */
  readonly relation: string | null;
  /** The argument of a function in FROM (`pg_ls_dir('pg_wal')`). */
  readonly argument: string | null;
  readonly items: readonly Item[];
  /** The setting of `SHOW x`. */
  readonly shows: string | null;
  /** A pattern that its WHERE asks for (`name like '%.ready'`). */
  readonly pattern: string | null;
}

/** How psql/ksql was asked to print. */
export interface ClientOptions {
  readonly unaligned: boolean;
  readonly tuplesOnly: boolean;
  readonly expanded: boolean;
  readonly csv: boolean;
  readonly html: boolean;
  readonly separator: string;
}

const BARE: ClientOptions = { unaligned: false, tuplesOnly: false, expanded: false, csv: false, html: false, separator: '|' };

/** `-P format=unaligned`, `--pset=expanded`: the flag that says the same; null for what changes nothing here. */
function flagOf(pset: string): 'A' | 't' | 'x' | 'csv' | 'H' | null {
  const [name = '', value = 'on'] = pset.split('=');
  if (name === 'format') {
    const format = (
      [
        ['unaligned', 'A'],
        ['csv', 'csv'],
        ['html', 'H'],
      ] as const
    ).find(([word]) => value !== '' && word.startsWith(value));
    return format?.[1] ?? null;
  }
  if (value !== 'on') return null;
  return /^(?:tuples_only|t)$/.test(name) ? 't' : /^(?:expanded|x|vertical)$/.test(name) ? 'x' : null;
}

/** `sys_stat_archiver` is `pg_stat_archiver`, `"pg_catalog".sys_settings` is `pg_settings`; 9.6's `xlog` functions get their later names. */
export function postgresName(text: string): string {
  const name = text
    .trim()
    .toLowerCase()
    .replaceAll('"', '')
    .replace(/^(?:[\w$]+\.)?(?:pg_catalog|sys_catalog|public|sys)\./, '')
    .replace(/^esrep\.(?=repmgr\.)/, '')
    .replace(/^sys_/, 'pg_');
  if (!/^pg_\w*xlog/.test(name)) return name;
  return name
    .replace('xlogfile', 'walfile')
    .replace('xlog', 'wal')
    .replace('_location', '_lsn')
    .replace(/wal_(receive|replay)_lsn/, 'wal_$1_lsn');
}

/** Parts of a text between separators that stand outside of brackets and quotes. */
function topLevel(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === "'" || character === '"') {
      const close = text.indexOf(character, index + 1);
      index = close === -1 ? text.length : close;
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (depth === 0 && separator.test(character)) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** The offset of a word outside of brackets and quotes; -1 where it is none. */
function topLevelWord(text: string, word: RegExp): number {
  let offset = 0;
  for (const part of topLevel(text, /\s/)) {
    if (word.test(part)) return offset;
    offset += part.length + 1;
  }
  return -1;
}

function itemOf(expression: string): Item {
  const text = expression.trim().replace(/\s+/g, ' ');
  if (/^(?:\w+\.)?\*$/.test(text)) return { name: null, call: null, argument: null };
  const alias = /^(.*\S) (?:as )?("[^"]+"|[\w$\u0080-\uFFFF]+)$/i.exec(text);
  const body = alias?.[1] ?? text;
  const call = /^(?:[\w"]+\.)?([\w$]+) ?\((.*)\)$/.exec(body);
  const plain = /^(?:[\w"]+\.)*("[^"]+"|[\w$]+)(?:::[\w ]+)?$/.exec(body);
  const name = alias?.[2] ?? call?.[1] ?? plain?.[1] ?? '?column?';
  return { name: postgresName(name), call: call?.[1] === undefined ? null : postgresName(call[1]), argument: call?.[2] ?? null };
}

const column = (name: string): Item => ({ name, call: null, argument: null });

/** Reads one statement; null where it gives no rows or is none (`\q`, `ALTER SYSTEM …`). */
export function queryOf(statement: string): Query | null {
  const text = statement
    .replace(/--[^\n]*$/gm, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?:;|\\gx?)+ ?$/, '')
    .trim();
  const none = { text, relation: null, argument: null, items: [], shows: null, pattern: null };
  const show = /^show (?:"?([\w.]+)"?|transaction isolation level)$/i.exec(text);
  if (show !== null) {
    const name = (show[1] ?? 'transaction_isolation').toLowerCase();
    if (name === 'all') return { ...none, relation: 'pg_settings', items: ['name', 'setting', 'description'].map(column) };
    return name === 'pool_nodes' ? { ...none, relation: 'pool_nodes' } : { ...none, shows: name };
  }
  const table = /^table ([\w".]+)/i.exec(text);
  if (table?.[1] !== undefined) return { ...none, relation: postgresName(table[1]) };
  if (/^(?:values|explain|fetch|execute)\b/i.test(text)) return none;
  if (/^\\d[\w+]*( |$)/.test(text) || /^\\(?:l|x|conninfo|dt)/.test(text))
    return text.startsWith('\\dx') ? { ...none, relation: '\\dx' } : none;
  const start = topLevelWord(text, /^select$/i);
  if (start === -1 || !/^(?:select|with)\b/i.test(text)) return null;
  const body = text.slice(start + 6);
  const from = topLevelWord(body, /^from$/i);
  const list = from === -1 ? body : body.slice(0, from);
  const items = topLevel(list.trim().replace(/^(?:distinct|all) /i, ''), /,/).map(itemOf);
  const source = from === -1 ? null : /^\s*(?:only )?([\w".$]+)(?: ?\(([^)]*)\))?/i.exec(body.slice(from + 4));
  const pattern = /\blike '([^']*)'|~ ?'([^']*)'/i.exec(text);
  return {
    text,
    relation: source?.[1] === undefined ? null : postgresName(source[1]),
    argument: source?.[2]?.trim().replace(/^'|'$/g, '') || null,
    items: items.length === 1 && items[0]?.name === '?column?' && list.trim() === '' ? [] : items,
    shows: null,
    pattern: pattern?.[1] ?? pattern?.[2] ?? null,
  };
}

const statementsOf = (text: string): string[] => topLevel(text, /;/).filter((part) => part.trim() !== '');

/** Whether a statement's answer is a table or another thing that the client prints. */
export function isStatement(text: string): boolean {
  return /^\s*(?:\(?select|show|table|with|values|explain|alter|set|reset|create|drop|checkpoint|insert|update|delete|grant|revoke|begin|commit|\\[a-z?!]+)(?![a-z])/i.test(
    text,
  );
}

const TAKES_VALUE = 'cdfFhLopPRTUv';
export const CLIENTS: ReadonlySet<string> = new Set(['psql', 'ksql', 'gsql', 'isql', 'vsql']);

/** What a command line of psql/ksql asks, and how it is to be printed. */
function clientCommand(args: readonly string[]): { readonly statements: string[]; readonly options: ClientOptions } {
  const statements: string[] = [];
  const flags = new Set<string>();
  let separator = '|';
  const set = (pset: string): void => {
    const flag = flagOf(pset);
    if (flag !== null) flags.add(flag);
    separator = /^fieldsep=(.+)$/.exec(pset)?.[1] ?? separator;
  };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const long = /^--([\w-]+)(?:=(.*))?$/s.exec(arg);
    if (long !== null) {
      const name = long[1] ?? '';
      const value = (): string => long[2] ?? args[++index] ?? '';
      if (name === 'command') statements.push(value());
      else if (name === 'field-separator') separator = value();
      else if (name === 'no-align') flags.add('A');
      else if (name === 'tuples-only') flags.add('t');
      else if (name === 'expanded') flags.add('x');
      else if (name === 'csv') flags.add('csv');
      else if (name === 'html') flags.add('H');
      else if (name === 'pset') set(value());
      continue;
    }
    if (!/^-[A-Za-z0-9]/.test(arg)) continue;
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at] ?? '';
      if (!TAKES_VALUE.includes(letter)) {
        flags.add(letter);
        continue;
      }
      const value = arg.slice(at + 1) || (args[++index] ?? '');
      if (letter === 'c') statements.push(value);
      else if (letter === 'F') separator = value === '\\t' ? '\t' : value;
      else if (letter === 'P') set(value);
      break;
    }
  }
  return {
    statements: statements.flatMap(statementsOf),
    options: {
      unaligned: flags.has('A'),
      tuplesOnly: flags.has('t'),
      expanded: flags.has('x'),
      csv: flags.has('csv'),
      html: flags.has('H'),
      separator,
    },
  };
}

export interface RepmgrCall {
  readonly view: 'cluster-show' | 'service-status' | 'matrix' | 'crosscheck' | 'event';
  readonly csv: boolean;
}

/** Which of repmgr's tables a command prints; null for its other commands. */
export function repmgrCall(args: readonly string[]): RepmgrCall | null {
  const text = ` ${args.join(' ')} `;
  const view = / cluster +(show|matrix|crosscheck|events?) | (?:service|daemon) +(status) /.exec(text);
  if (view === null) return null;
  const word = view[1] ?? 'status';
  const csv = / --csv /.test(text);
  if (word === 'show') return { view: 'cluster-show', csv };
  if (word === 'status') return { view: 'service-status', csv };
  if (word === 'matrix' || word === 'crosscheck') return { view: word, csv };
  return { view: 'event', csv };
}

/** What a segment's command tells about the results in it. */
export interface Asked {
  readonly client: boolean;
  /** One that was typed at the client's prompt. */
  readonly statement: boolean;
  readonly queries: readonly Query[];
  readonly statements: readonly string[];
  readonly options: ClientOptions;
  readonly repmgr: RepmgrCall | null;
}

export const NOTHING_ASKED: Asked = { client: false, statement: false, queries: [], statements: [], options: BARE, repmgr: null };

const queriesIn = (statements: readonly string[]): Query[] => statements.map(queryOf).filter((query) => query !== null);

/** Reads the command of a segment: a typed statement, `psql -c "…"`, `repmgr cluster show`. */
export function askedBy(command: CommandContext | null): Asked {
  if (command === null) return NOTHING_ASKED;
  if (command.shell === 'sql') {
    const statements = statementsOf(command.text);
    return { client: true, statement: true, queries: queriesIn(statements), statements, options: BARE, repmgr: null };
  }
  let asked = NOTHING_ASKED;
  for (const { command: simple } of command.producers) {
    if (simple.program === 'repmgr') asked = { ...asked, repmgr: asked.repmgr ?? repmgrCall(simple.args) };
    else if (simple.program !== null && CLIENTS.has(simple.program)) {
      const { statements, options } = clientCommand(simple.args);
      asked = {
        ...asked,
        client: true,
        queries: [...asked.queries, ...queriesIn(statements)],
        statements: [...asked.statements, ...statements],
        options,
      };
    }
  }
  return asked;
}

/** The columns of a select list without `*`; null where they are not known. */
export function columnsOfQuery(query: Query): readonly string[] | null {
  if (query.shows !== null) return [query.shows];
  if (query.items.length === 0) return null;
  const names = query.items.map((item) => item.name);
  return names.every((name) => name !== null) ? names : null;
}
