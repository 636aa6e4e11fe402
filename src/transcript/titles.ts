import { guarded } from '../../grammars/kit/starts.ts';
import type { Block } from './markdown.ts';

/** Words that a person puts above what was pasted: `### node2/postgresql.log`, `**repmgr.conf on node2**`, `备机 node2 的 kingbase.conf：`. */
export interface Title {
  /** The file that it names, without its folder. */
  readonly file: string | null;
  /** The machine or the role that it names: a label, never a proof. */
  readonly node: string | null;
  /** It says what follows: a log, a configuration, an output. */
  readonly thing: boolean;
}

const FILE = guarded(
  /^(?:[~\w.@%+-]*\/)*[\w@%+-][\w.@%+-]*\.(?:conf|log|txt|csv|json|out|signal|history|service|label)(?:\.\d{1,3}|-\d{8})?$/i,
);
/** A machine by its look: a number or a hyphen in it, or an address. */
const HOST = guarded(/^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[a-z0-9.-]*(?:\d|[a-z]-[a-z]))[a-z][\w-]*(?:\.[a-z][\w-]*)*)$/i);
const WORD = /^[a-z][\w-]*(?:\.[a-z][\w-]*)*$/i;

/** What it is that was pasted. */
const THING = guarded(
  /^(?:(?:pg|sys)_logs?|(?:\/var\/log\/)?(?:messages|syslog|secure|cron)|logs?|logfiles?|config(?:uration)?|conf|settings|files?|outputs?|contents?|results?|status|state|excerpts?|snippets?|extracts?|日志|日志文件|配置文件|配置|文件|内容|输出|结果|参数|状态|信息|情况|片段|部分|摘录|节选|截取|报错|错误|告警)$/i,
);
/** Whose it is, which says nothing of where. */
const PROGRAM = guarded(/^(?:postgres(?:ql)?|pg|repmgrd?|kingbase(?:es)?|kbha|server|database|db|system|数据库|服务器|服务|集群)$/i);
const FILLER = guarded(
  /^(?:the|an?|and|its|full|relevant|whole|of|here|is|are|手工|手动|再次|分别|上面?的?|的|中的?|里的?|如下|为|是|以下|内|端|侧|在|此时|当时|同时|这边|这是|这里|一直|不断|反复|持续|大量|有|也|都|再|到|了|关键|相关|详细|完整|所有|最新|最后|几行|启动|失败)$/i,
);
/** What a person did there: `On the standby I get:`, `在备机上执行：`. */
const DONE = guarded(
  /^(?:I|we|run(?:ning)?|ran|executed?|quer(?:y|ied)|check(?:ed)?|see|get|got|shows?|says|执行|运行|查询|查看|检查|操作|显示|返回|提示|打印|出现|发现|登录|登陆|切换到|看到|看|刷屏|刷|报)$/i,
);
const BEFORE_NODE = guarded(/^(?:on|from|of|at|node|host|machine|节点|主机|机器)$/i);
/** What people number that is a machine. */
const NUMBERED = /^(?:node|machine|server|节点|机器|服务器)$/i;
const SIDE = guarded(/^(?:node|host|machine|server|side|节点|主机|机器)$/i);

const ROLES: readonly (readonly [RegExp, string])[] = [
  [/^(?:primary|master|主库|主节点|主机节点|主服务器|主)$/i, 'primary'],
  [/^(?:standby|slave|replica|secondary|备库|备节点|备机|从库|从节点|备)$/i, 'standby'],
  [/^(?:witness|见证节点|见证)$/i, 'witness'],
];
const ASIDE = guarded(/^(?:(?:(?:old|new) )?(?:primary|standby|witness)|node \w)$/);
/** Which of two that had the role: the label keeps the word. */
const AGES: readonly (readonly [RegExp, string])[] = [
  [/^(?:old|former|ex|failed|previous|原|旧|原来的)$/i, 'old '],
  [/^(?:new|新)$/i, 'new '],
  [/^(?:current|当前)$/i, ''],
];

/** Words behind `from` and `on` that are a time or an event, or several machines. */
const NO_NODE = guarded(
  /^(?:(?:yester|to|mon|tues|wednes|thurs|fri|satur|sun)day|tonight|now|then|there|here|that|this|these|those|it|which|last|first|both|each|all|every|any|some|other|others|same|one|two|three|nodes|hosts|servers|start(?:up)?|boot|reboot|restart|stop|shutdown|failover|switchover|switch|promot(?:e|ion)|clon(?:e|ing)|rejoin|follow|crash|incident|outage|failure|error|upgrade|night|morning|noon|midnight|time|moment|call|ticket|customer|client|support|production|prod|staging|test|disk|screen|console|systemd|journald?|journalctl|syslog|docker|kubernetes|container|pod|barman|backup|january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-?\d{0,2}|v?\d(?!.*\..*\..*\.).*|line|lines|end|top|bottom|beginning|command|script|cron|archive|archiver|walsender|walreceiver|checkpointer|psql|tail|grep|cat|ls|df|ps)$/i,
);

/** Folders that hold files of every machine alike. */
const FOLDER = guarded(
  /^(?:\.{0,2}|~|etc|var|log|logs|pg_log|sys_log|opt|usr|home|tmp|root|srv|data|main|conf|config|pgdata|etc|bundle|files?|attachments?|outputs?|postgres(?:ql)?|repmgr|kingbase|pg_wal|sys_wal|archive|before|after|src|docs?|\d+)$/i,
);

/** `主库日志` is two words, `备机 node2 的 kingbase.conf` four. */
const CHINESE =
  /(此时|当时|同时|这边|这是|这里|一直|不断|反复|持续|大量|关键|相关|详细|完整|所有|最新|最后|几行|部分|摘录|节选|截取|报错|错误|告警|提示|打印|出现|发现|登录|登陆|切换到|看到|刷屏|启动|失败|执行|运行|查询|查看|检查|操作|显示|返回|结果|参数|状态|信息|情况|主节点|主库|主机节点|主服务器|备节点|备库|备机|从库|从节点|见证节点|见证|节点|主机|机器|数据库|服务器|服务|集群|日志文件|日志|配置文件|配置|文件|内容|输出|片段|原来的|原|旧|新|当前|如下|以下|上面的|上面|上的|中的|里的|的|上|中|里|为|是|在|侧|端|主|备|有|也|都|再|到|了|看|刷|报)/;

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/[’']s?(?=\s|$)/g, ' ')
    .replace(/[()（）[\],，、]/g, ' ')
    .split(/\s+/)
    .flatMap((word) => (/[\u3400-\u9fff]/.test(word) ? word.split(CHINESE) : [word]))
    .filter((word) => word !== '');
}

/** `db-a, 14:08`, perhaps with a sentence behind it: the machine, and when it was looked at. */
const MACHINE_AT = guarded(/^([\w.-]+)[,，] ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?(?:[,，].*|\s*)[:：]?$/i);

/** What was put around a title: the marks of a heading, of bold, of code, of a list. */
const bare = (text: string): string =>
  text
    .trim()
    .replace(/^(?:#{1,6}\s+|[-*•]\s+|\(?(?:\d{1,2}|[a-z])(?:[.)]\s+|、\s*))+/i, '')
    .replace(/^(?:-{2,3}|\/\/|={2,}|【) ?/, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/[\s:：#=】-]+$/, '')
    .trim();

/** `-- on the master`, `# standby`, `=== 备库 ===`, `【主库】`: a remark that says on which of the two machines what follows was typed. */
const REMARK = guarded(/^(?:-{2,3}|\/\/|#{1,4}|={2,}|\*{2,}|【) ?([^-=#*【】:：]{1,30})(?:[-=#*]+|】)?[:：]?$/);

export const isRemark = (line: string): boolean => line.length < 80 && isSide((REMARK.exec(line.trim())?.[1] ?? '').trim());

/** Words on a role and nothing else: `on the standby`, `主库`. */
export function isSide(text: string): boolean {
  if (
    text.length > 30 ||
    !/^(?:on|at|in|from|the|在|old|new|former|原|旧|新|node|节点|primary|master|standby|slave|replica|主|备|从)/i.test(text)
  )
    return false;
  const title = titleOf(text);
  return title !== null && title.file === null && !title.thing && ASIDE.test(title.node ?? '');
}

/** Whether a line stands as titles do: bold, as code, or before a colon; in what is no document, below a blank line. */
export function stands(line: string, block: Block, gap: boolean): boolean {
  const text = line.trim();
  if (text.length > 110 || block === 'fence' || block === 'heading') return false;
  if (isRemark(text) || ((gap || block === 'prose') && isSide(text))) return true;
  if (gap && MACHINE_AT.test(text)) return true;
  if (block !== 'prose') return gap && (/[\w)）\u3400-\u9fff][:：]$/.test(text) || /^\*\*[^*]+\*\*[:：]?$/.test(text));
  return /[:：](?:\*\*|__)?$/.test(text) || /^(?:\*\*[^*]+\*\*|__[^_]+__|`[^`]+`(?: [(（][^()（）]+[)）])?)$/.test(text);
}

/** The file and the machine that a title names, if it names nothing else; null for a sentence. */
export function titleOf(text: string): Title | null {
  const [, machine] = MACHINE_AT.exec(text.trim()) ?? [];
  const title = machine ?? bare(text);
  if (title === '' || title.length > 100 || /[;!?。；！？=|<>"“”]/.test(title) || /,\s+\w+\s+\w+\s+\w+\s+\w+/.test(title)) return null;
  const words = wordsOf(title.replace(/[:：](?=\s|[\u3400-\u9fff])/g, ' '));
  if (words.length === 0 || words.length > 9) return null;
  const reader = new Words(words);
  return reader.read() ? reader.title : null;
}

/** A title without the colon: `node2 hamgr.log`, `查看 10.1.1.13 上的 logfile`; the machine and the thing both, or it may be anything. */
export function bareTitle(text: string): Title | null {
  if (text.length > 50) return null;
  const title = titleOf(text);
  return title !== null &&
    title.node !== null &&
    (title.file !== null || title.thing || /(?:执行|运行|查看|查询|检查|操作)$/.test(text.trim()))
    ? title
    : null;
}

class Words {
  readonly #words: readonly string[];
  #file: string | null = null;
  #folder: string | null = null;
  #thing = false;
  #host: string | null = null;
  #role: string | null = null;
  #age = '';
  /** `主机`, which is KingbaseES's word for the primary and everybody's for a host. */
  #main = false;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get title(): Title | null {
    const role = this.#role ?? (this.#main ? 'primary' : null);
    const named = this.#host ?? (role === null ? null : `${this.#age}${role}`) ?? this.#folder;
    if (this.#file === null && !this.#thing && named === null) return null;
    return { file: this.#file, node: named, thing: this.#thing };
  }

  /** Whether every word is one that a title has; a machine and a file are named once at most. */
  read(): boolean {
    return this.#words.every((word, at) => this.#word(word, at));
  }

  #word(word: string, at: number): boolean {
    if (FILE.test(word)) return this.#named(word);
    const role = ROLES.find(([pattern]) => pattern.test(word))?.[1];
    if (role !== undefined) {
      if (this.#role !== null && this.#role !== role) return false;
      this.#role = role;
      return true;
    }
    const age = AGES.find(([pattern]) => pattern.test(word))?.[1];
    if (age !== undefined) {
      this.#age = age;
      return true;
    }
    if (THING.test(word)) {
      this.#thing = true;
      return true;
    }
    const one = this.#one(word, at);
    if (one !== null) {
      if (this.#host !== null) return false;
      this.#host = one;
      return true;
    }
    this.#main ||= word === '主机';
    if (PROGRAM.test(word) || FILLER.test(word) || DONE.test(word) || SIDE.test(word) || BEFORE_NODE.test(word)) return true;
    if (this.#host !== null || !this.#stands(word, at) || NO_NODE.test(word)) return false;
    this.#host = word;
    return true;
  }

  /** `Node A`, `节点1`, `B节点`. */
  #one(word: string, at: number): string | null {
    const [before = '', after = ''] = [this.#words[at - 1], this.#words[at + 1]];
    const is = /^(?:[A-Z]|\d)$/.test(word) ? NUMBERED.test(before) : /^[a-z]$/.test(word) && /^(?:node|节点)$/i.test(before);
    return is || (/^[A-Z]$/.test(word) && /^(?:节点|机器)$/.test(after)) ? `node ${word.toUpperCase()}` : null;
  }

  #named(path: string): boolean {
    if (this.#file !== null) return false;
    const parts = path.split('/');
    this.#file = parts.at(-1) ?? path;
    // `node2/log/postgresql.log` of a bundle; a path from the root is the same everywhere
    const [folder] = parts;
    if (parts.length > 1 && folder !== undefined && !FOLDER.test(folder) && WORD.test(folder)) this.#folder = folder;
    return true;
  }

  /** A machine's name has its look, or stands where only one can stand. */
  #stands(word: string, at: number): boolean {
    if (HOST.test(word)) return true;
    return WORD.test(word) && at > 0 && BEFORE_NODE.test(this.#words[at - 1] ?? '') && at === this.#words.length - 1;
  }
}
