import type { About, FactBody, Level } from '../../../src/core/fact.ts';
import { maskSecrets } from '../../../src/core/secrets.ts';
import type { At } from '../grammar.ts';
import { QUIET } from './header.ts';
import { isSevere, type Part } from './levels.ts';
import { type Recognised, recognise } from './match.ts';
import { momentOf } from './moments.ts';
import { toldBy } from './programs.ts';
import { type Noted, Runs, TURNS } from './runs.ts';

/** What a format says of a message beside its text; null where it says nothing. */
export interface Head {
  readonly level: Level;
  readonly pid: string | null;
  /** The time as printed, with its zone if it has one. */
  readonly stamp: string | null;
  /** A host or pod that the line names. */
  readonly about: About | null;
  readonly sqlstate?: string | null;
  readonly user?: string | null;
  readonly database?: string | null;
  readonly application?: string | null;
  readonly client?: string | null;
}

interface Pending {
  readonly head: Head;
  text: string;
  readonly parts: Partial<Record<Part, string>>;
  readonly line: number;
  endLine: number;
  readonly raw: string[];
  /** The last part that was written to, for lines that continue it. */
  last: Part | 'text';
  readonly before: readonly { readonly text: string; readonly line: number }[];
}

const EXCERPT = 2000;
const HELD = 64;
const LINES = 200;
const REMEMBERED = 500;

/**
 * Puts the messages of a server log together, whatever its format, and states what they report:
 * everything of level WARNING and above, below that what the catalogue knows.
 */
export class ServerMessages {
  readonly #runs = new Runs();
  readonly #pending = new Map<string, Pending>();
  readonly #emit: (body: FactBody, at: At) => void;
  #last: Pending | null = null;
  #quietLine = -1;
  /** A fault says the same again and again: what was recognised once need not be read anew. */
  readonly #known = new Map<string, Recognised | null>();
  /** Lines of programs that nothing in the catalogue knows: said if the archiver complains next. */
  #unknown: { text: string; line: number }[] = [];

  constructor(emit: (body: FactBody, at: At) => void) {
    this.#emit = emit;
  }

  /** A message begins. `parts` are known at once in csvlog and jsonlog, and come line by line in stderr format. */
  message(head: Head, text: string, line: number, raw: string, parts: Partial<Record<Part, string>> = {}, endLine = line): void {
    const key = head.pid ?? '';
    const previous = this.#pending.get(key);
    if (previous !== undefined) {
      this.#pending.delete(key);
      this.#settle(previous);
    }
    this.#last = null;
    if (!isSevere(head.level) && QUIET.test(text)) {
      this.quiet(line);
      return;
    }
    const code = /^([0-9A-Z]{5}): /.exec(text);
    const verbose = code !== null && /\d/.test(code[1] ?? '');
    const pending: Pending = {
      head: verbose ? { ...head, sqlstate: code[1] ?? null } : head,
      text: verbose ? text.slice(7) : text,
      parts: { ...parts },
      line,
      endLine,
      raw: [raw],
      last: 'text',
      before: this.#unknown,
    };
    this.#unknown = [];
    this.#pending.set(key, pending);
    this.#last = pending;
    if (this.#pending.size > HELD) {
      for (const [oldest, held] of this.#pending) {
        this.#pending.delete(oldest);
        this.#settle(held);
        break;
      }
    }
  }

  /** `DETAIL:`, `HINT:` … of the message above of the same process; false where there is none. */
  part(part: Part, text: string, pid: string | null, line: number, raw: string): boolean {
    if (line === this.#quietLine + 1) {
      this.quiet(line);
      return true;
    }
    const pending = this.#pending.get(pid ?? '') ?? null;
    this.#last = pending;
    if (pending === null) return false;
    pending.parts[part] = text;
    pending.last = part;
    this.#extend(pending, line, raw);
    return true;
  }

  /** A line that reports nothing; its DETAIL (`parameters: $1 = '7'`) belongs to no message before it. */
  quiet(line: number): void {
    this.#last = null;
    this.#quietLine = line;
  }

  /** A line that goes on with the message above. */
  more(text: string, line: number, raw: string): void {
    const pending = this.#last;
    // the statement of a quiet message goes on, and its DETAIL may follow
    if (pending === null && line === this.#quietLine + 1) this.#quietLine = line;
    if (pending === null || line - pending.line > LINES) return;
    if (pending.last === 'text') pending.text += `\n${text}`;
    else pending.parts[pending.last] = `${pending.parts[pending.last] ?? ''}\n${text}`;
    this.#extend(pending, line, raw);
  }

  /**
   * The message above was broken by a mail program before this line: where its reason should begin (`could not connect to the primary
   * server:`), or within the sentence on a segment that was removed.
   */
  isCutBefore(line: string): boolean {
    const pending = this.#last;
    if (pending === null || pending.last !== 'text') return false;
    return (
      /[:：]\s*$/.test(pending.text) || (/requested WAL segment\b(?!.*removed)[\w\s]*$/.test(pending.text) && /\bremoved\s*$/.test(line))
    );
  }

  /** A line of a program that the server ran, without a prefix. */
  program(text: string, line: number, head: Head | null = null): void {
    this.#last = null;
    const told = toldBy(text);
    if (told.event === null && !/\b(?:ERROR|FATAL|CRITICAL)\b/.test(text) && !(head !== null && isSevere(head.level))) {
      this.#unknown.push({ text, line });
      if (this.#unknown.length > 3) this.#unknown.shift();
      return;
    }
    this.#tool(text, line, head);
  }

  /** A line of systemd or the kernel beside the server's. */
  system(text: string, line: number, head: Head): void {
    this.#last = null;
    const known = recognise(text);
    if (known === null || !known.event.startsWith('systemd.')) return;
    const { event, values } = known;
    this.#runs.add(this.#noted('system', 'info', text, event, values, line, head, `${event} ${JSON.stringify(values)}`));
  }

  end(): void {
    this.#settleBefore(Number.POSITIVE_INFINITY);
    this.#last = null;
    this.#runs.end(this.#emit);
  }

  /** What other processes said before a turn is counted before it, although nothing has closed it yet. */
  #settleBefore(line: number): void {
    for (const [key, pending] of this.#pending) {
      if (pending.line >= line) continue;
      this.#pending.delete(key);
      this.#settle(pending);
    }
  }

  #extend(pending: Pending, line: number, raw: string): void {
    if (line !== pending.endLine + 1) return;
    pending.endLine = line;
    if (pending.raw.length < 12) pending.raw.push(raw);
  }

  #tool(raw: string, line: number, head: Head | null): void {
    const text = masked(raw);
    const { event, values } = toldBy(text);
    const level = head !== null && isSevere(head.level) ? head.level : 'error';
    const key = `tool ${event ?? text.replace(/\d+/g, '#')} ${JSON.stringify(values)}`;
    this.#runs.add(this.#noted('tool', level, text, event, values, line, head, key));
  }

  #noted(
    program: Noted['program'],
    level: Level,
    text: string,
    event: string | null,
    values: Noted['values'],
    line: number,
    head: Head | null,
    key: string,
  ): Noted {
    const at = { line, endLine: line, about: head?.about ?? null, at: momentOf(head?.stamp ?? null), atText: head?.stamp ?? null };
    return { program, level, text, detail: null, hint: null, event, values, key, pid: head?.pid ?? null, at };
  }

  #settle(pending: Pending): void {
    const { head, parts } = pending;
    const text = masked(pending.text);
    const detail = parts['detail'] === undefined ? null : masked(parts['detail']);
    const hint = parts['hint'] ?? null;
    const known = this.#recognised(text, detail, hint, parts['context'] ?? null);
    if (known === null && !isSevere(head.level)) return;
    const event = known?.event ?? null;
    if (event !== null && TURNS.has(event)) this.#settleBefore(pending.line);
    if (event !== null && /^(?:archiver\.|recovery\.restore-failed)/.test(event)) {
      for (const line of pending.before) this.#tool(line.text, line.line, null);
    }
    const found = { ...known?.values };
    const values: Record<string, string> = { ...found };
    for (const [name, value] of [
      ['sqlstate', /^0[01]000$/.test(head.sqlstate ?? '') ? null : head.sqlstate],
      ['user', head.user],
      ['database', head.database],
      ['application', head.application],
      ['client', head.client],
      ['context', parts['context']],
      ['statement', event === null || /^(?:repmgr\.|slot\.missing)/.test(event) ? parts['statement'] : null],
    ] as const) {
      if (value !== undefined && value !== null && value !== '') values[name] ??= masked(value).slice(0, 300);
    }
    const at: At = {
      line: pending.line,
      endLine: pending.endLine,
      excerpt: pending.raw.join('\n').slice(0, EXCERPT),
      about: head.about,
      at: momentOf(head.stamp),
      atText: head.stamp,
    };
    // Application errors differ in names and numbers only: counted together, they leave room for the rest.
    const same = event === null ? text.replace(/"[^"]*"/g, '""').replace(/\d+/g, '#') : `${event} ${JSON.stringify(found)}`;
    this.#runs.add({
      program: 'server',
      level: head.level,
      text,
      detail,
      hint,
      event,
      values,
      key: `${head.level} ${same}`,
      pid: head.pid,
      at,
    });
    if (known !== null) this.#also(known.event, found, text, at);
  }

  #recognised(text: string, detail: string | null, hint: string | null, context: string | null): Recognised | null {
    const key = [text, detail, hint, context].join('\n\n');
    let known = this.#known.get(key);
    if (known !== undefined) return known;
    known = ofServer(recognise(text, { detail, hint, context }), text);
    if (this.#known.size > REMEMBERED) this.#known.clear();
    this.#known.set(key, known);
    return known;
  }

  /** What a message says beside itself: the version at a start, the new value at a reload. */
  #also(event: string, values: Readonly<Record<string, string>>, text: string, at: At): void {
    const { name, value, version } = values;
    if (event === 'startup.begins' && version !== undefined) {
      const product = /Kingbase/i.test(text) ? 'kingbasees' : 'postgresql';
      this.#runs.also({ kind: 'version', product, version }, at);
    }
    if (event !== 'reload.parameter-changed' || name === undefined || value === undefined) return;
    this.#runs.also(
      {
        kind: 'setting',
        program: 'server',
        name: name.toLowerCase(),
        value,
        unit: null,
        context: null,
        source: null,
        sourceFile: null,
        sourceLine: null,
        pendingRestart: null,
        via: 'log',
        file: null,
        applied: null,
        error: null,
      },
      at,
    );
  }
}

/**
 * Words of programs are not the server's (`syntax error` in Chinese is 语法错误, as a shell says it), and the system's words count
 * only where they stand as a reason at the end: `could not stat file "…": No such file or directory`.
 */
function ofServer(known: Recognised | null, text: string): Recognised | null {
  if (known === null) return null;
  if (/^(?:shell|rsync|ssh|systemd|backup-tool|tool)\./.test(known.event)) return null;
  if (!/^(?:os|net)\./.test(known.event)) return known;
  return recognise(/[:：]([^:：]*)$/.exec(text)?.[1] ?? '')?.event === known.event ? known : null;
}

/** Lines come masked; what was escaped in JSON or CSV may show a secret only now. */
function masked(text: string): string {
  return maskSecrets(text).text;
}
