import type { About, Level, MessageBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import { decisive } from '../kit/attempts.ts';
import { Recogniser } from '../kit/wording.ts';
import { CONNECT } from '../kit/wordings/connect.ts';
import type { TableRow } from './parser.ts';
import type { Emit } from './result.ts';
import { nothing, type Plan } from './shapes/shape.ts';

const LEVELS: Readonly<Record<string, Level>> = {
  DEBUG: 'debug',
  调试: 'debug',
  INFO: 'info',
  信息: 'info',
  NOTICE: 'notice',
  注意: 'notice',
  LOG: 'log',
  WARNING: 'warning',
  警告: 'warning',
  ERROR: 'error',
  错误: 'error',
  error: 'error',
  FATAL: 'fatal',
  fatal: 'fatal',
  致命错误: 'fatal',
  PANIC: 'panic',
  比致命错误还过分的错误: 'panic',
};

/** The server's answers to a statement that say more about the server than about the statement. */
const KNOWN: readonly { readonly event: string; readonly pattern: RegExp }[] = [
  { event: 'recovery-in-progress', pattern: /^recovery is (?:in progress|progressing)|^正在进行恢复|^恢复正在进行/ },
  {
    event: 'unrecognized-parameter',
    pattern: /^(?:unrecognized configuration parameter|未认可的配置参数|无法识别的配置参数) ?["“](?<name>[^"”]+)/,
  },
  { event: 'relation-missing', pattern: /^(?:relation ["“](?<name>[^"”]+)["”] does not exist|关系 ?["“](?<zh>[^"”]+)["”] ?不存在)/ },
  {
    event: 'version.library-function-missing',
    pattern: /^could not find function ["“](?<name>[^"”]+)["”] in file|^在文件 ?["“][^"”]+["”] ?中无法找到函数 ?["“](?<zh>[^"”]+)/,
  },
  { event: 'library.missing', pattern: /^(?:could not load library|无法加载库) ?["“](?<name>[^"”]+)/ },
  { event: 'library.incompatible', pattern: /^(?:incompatible library|不兼容的库) ?["“](?<name>[^"”]+)/ },
  { event: 'extension.not-available', pattern: /^extension ["“](?<name>repmgr)["”] is not available|^扩展 ?["“](?<zh>repmgr)["”] ?不可用/ },
  {
    event: 'extension.not-available',
    pattern: /^(?:could not open extension control file|无法打开扩展控制文件) ?["“][^"”]*(?<name>repmgr)\.control/,
  },
  { event: 'extension.not-installed', pattern: /^extension ["“](?<name>repmgr)["”] does not exist|^扩展 ?["“](?<zh>repmgr)["”] ?不存在/ },
  { event: 'permission-denied', pattern: /^(?:permission denied|must be superuser|对.*权限不够|权限不够)/ },
  {
    event: 'sync.wait-cancelled',
    pattern: /^canceling (?:the )?wait for synchronous replication|取消等待同步复制/,
  },
  { event: 'slot.none-free', pattern: /^all replication slots are in use|^所有的复制槽都在使用中/ },
  {
    event: 'read-only-transaction',
    pattern: /^cannot execute (?<name>.+) in a read-only transaction|^不能在一个只读模式的事务中执行(?<zh>.+)/,
  },
];

/** Why psql/ksql itself could not connect, in libpq's words. */
const connecting = new Recogniser<Extract<keyof typeof CONNECT, string>>('connecting', [CONNECT]);

/** Host and port that a failed connection names, in the wordings of libpq 9 to 17. */
function serverNamed(text: string): { readonly host: string | null; readonly port: string | null } {
  const match =
    /(?:server at|服务器|到) ?["“](?<host>[^"”]+)["”][^,，]*[,，] ?(?:port|端口号?) ?(?<port>\d+)/.exec(text) ??
    /on host ["“](?<host>[^"”]+)["”][\s\S]*? port (?<port>\d+)/.exec(text);
  return { host: match?.groups?.['host'] ?? null, port: match?.groups?.['port'] ?? null };
}

interface Begun {
  readonly program: MessageBody['program'];
  readonly level: Level;
  readonly text: string;
  readonly line: number;
  endLine: number;
  detail: string[];
  hint: string[];
  /** What the last line was, for lines that go on. */
  last: 'text' | 'detail' | 'hint' | 'statement';
}

/** Messages among the results: the server's word on a statement, and psql's own failure to connect. */
export class Messages {
  readonly #emit: Emit;
  #begun: Begun | null = null;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** @param client whether the segment is known to be a psql/ksql session */
  weigh(row: TableRow, line: Line, next: readonly string[], client: boolean): Plan | null {
    if (row.row === 'serverMessage') {
      const match = /^([^:：]+)[:：]( *)(.*)$/s.exec(row.text);
      const level = LEVELS[match?.[1] ?? ''];
      if (match === null || level === undefined) return null;
      // psql prints two blanks behind the level, repmgr one; a paste may have squeezed them, then `LINE 1:` tells.
      const ours = (match[2]?.length ?? 0) >= 2 || (client && /^(?:LINE \d+:|第 ?\d+ ?行)/.test(next[0] ?? ''));
      return ours ? { claim: 'yes', act: () => this.#begin('server', level, match[3] ?? '', line) } : null;
    }
    if (row.row === 'clientMessage') return this.#client(row.text, line);
    const begun = this.#begun;
    if (begun === null) return null;
    if (row.row === 'caret') return begun.last === 'statement' ? nothing('yes') : null;
    if (row.row === 'messagePart') return { claim: 'yes', act: () => this.#part(begun, row.text, line) };
    if (row.row === 'other' && /^[\t ]+\S/.test(line.text) && begun.program === 'tool') {
      return {
        claim: 'yes',
        act: () => {
          begun.detail.push(line.text.trim());
          begun.endLine = line.number;
        },
      };
    }
    return null;
  }

  #client(text: string, line: Line): Plan | null {
    const place = /^\w+(?:\.bin)?(?::[^\n:]+:\d+)?: ?(.*)$/s.exec(text)?.[1];
    if (place === undefined) return null;
    const match = /^([A-Za-z]+|[\u4e00-\u9fff]+)[:：] *(.*)$/s.exec(place);
    const level = LEVELS[match?.[1] ?? ''];
    const located = /^\w+:[^\n:]+:\d+:/.test(text);
    if (match === null || level === undefined) {
      // `psql: could not connect to server: Connection refused`, up to PostgreSQL 12
      return /connect|连接/.test(place) ? { claim: 'yes', act: () => this.#begin('tool', 'error', place, line) } : null;
    }
    return { claim: 'yes', act: () => this.#begin(located ? 'server' : 'tool', level, match[2] ?? '', line) };
  }

  #begin(program: MessageBody['program'], level: Level, text: string, line: Line): void {
    this.flush();
    this.#begun = { program, level, text, line: line.number, endLine: line.number, detail: [], hint: [], last: 'text' };
  }

  #part(begun: Begun, text: string, line: Line): void {
    const match = /^(?:([A-Z]+|[\u4e00-\u9fff]+?)(?: \d+)?[:：]|(第) ?\d+ ?行) *(.*)$/s.exec(text);
    const word = match?.[1] ?? match?.[2] ?? '';
    const rest = match?.[3] ?? text;
    begun.endLine = line.number;
    if (/^(?:HINT|提示)$/.test(word)) begun.last = 'hint';
    else begun.last = /^(?:DETAIL|描述|详细信息|详细)$/.test(word) ? 'detail' : 'statement';
    if (begun.last === 'hint') begun.hint.push(rest);
    else if (begun.last === 'detail') begun.detail.push(rest);
  }

  flush(): void {
    const begun = this.#begun;
    if (begun === null) return;
    this.#begun = null;
    let event: string | null = null;
    const values: Record<string, string> = {};
    for (const known of KNOWN) {
      const match = begun.program === 'server' ? known.pattern.exec(begun.text) : null;
      if (match === null) continue;
      event = known.event;
      const name = match.groups?.['name'] ?? match.groups?.['zh'];
      if (name !== undefined) values['name'] = name;
      break;
    }
    const said = [begun.text, ...begun.detail].join('\n');
    const reason = begun.program === 'tool' ? connecting.recognise(decisive(said)) : null;
    if (reason !== null) {
      event = reason.event;
      Object.assign(values, reason.values);
    }
    const server = begun.program === 'tool' ? serverNamed(said) : { host: null, port: null };
    if (server.host !== null) values['host'] = server.host;
    if (server.port !== null) values['port'] = server.port;
    const about: About | null =
      server.host === null || server.host.startsWith('/') || server.host === 'localhost'
        ? null
        : { host: server.host, ...(server.port === null ? {} : { port: Number(server.port) }) };
    this.#emit(
      {
        kind: 'message',
        program: begun.program,
        level: begun.level,
        text: begun.text,
        detail: begun.detail.length > 0 ? begun.detail.join('\n') : null,
        hint: begun.hint.length > 0 ? begun.hint.join('\n') : null,
        event,
        values,
        pid: null,
        count: 1,
        lastLine: begun.endLine,
        lastAtText: null,
      },
      { line: begun.line, endLine: begun.endLine, about },
    );
  }
}
