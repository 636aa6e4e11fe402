import type { ShellScript } from '../../src/core/shell.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, Producer, SegmentContext } from '../kit/grammar.ts';
import { expandScript, Variables } from '../shell/expand.ts';
import { parseShell } from '../shell/index.ts';
import type { ScriptRow } from './parser.ts';
import { looksLikeShell } from './plausible.ts';

const SHOWING = new Set(['cat', 'more', 'less', 'head', 'tail', 'vi', 'vim', 'view', 'sed', 'bat', 'nl', 'grep', 'egrep']);
const CRON_FILE = /(?:^|\/)(?:crontab|cron\.(?:d|hourly|daily|weekly|monthly)|spool\/cron)(?:\/|$)/;

const files = ({ command }: Producer): readonly string[] =>
  SHOWING.has(command.program ?? '') ? command.args.filter((arg) => !arg.startsWith('-')) : [];
const showsScript = (producer: Producer): boolean => files(producer).some((file) => SCRIPT_NAME.test(file));
const showsTable = (producer: Producer): boolean =>
  (producer.command.program === 'crontab' && producer.command.args.some((arg) => /^-\w*l/.test(arg))) ||
  files(producer).some((file) => CRON_FILE.test(file));
export const isShown = (producer: Producer): boolean => showsScript(producer) || showsTable(producer);

/** What a file holds by its own name, where it is read as it is. */
const SCRIPT_NAME = /\.(?:sh|bash|ksh)$/;
const TABLE_NAME = /^crontab(?:\.txt|_\w+(?:\.txt)?)?$/;
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const named = (source: string): 'script' | 'table' | null =>
  SCRIPT_NAME.test(source) ? 'script' : TABLE_NAME.test(baseName(source)) ? 'table' : null;
export const isNamed = (fileName: string): boolean => named(fileName) !== null;

/** Accounts that stand in front of the command in /etc/crontab and /etc/cron.d. */
const ACCOUNT = /^(root|postgres|kingbase|barman|pgbackrest|enterprisedb|highgo|backup|nobody|dba|oracle)\s+(?=\S)/;
const NO_TABLE = /^\s*(?:crontab: )?no crontab for \S+\s*$/;
/** Lines that a command may go on over. */
const LINES = 60;

/** A command while its lines are gathered: an open quote, a backslash, a here-document. */
interface Pending {
  text: string;
  readonly line: number;
  endLine: number;
}

export class ScriptFold implements Fold<ScriptRow> {
  readonly #context: SegmentContext;
  readonly #variables = new Variables();
  /** `grep -n` and grep over several files put numbers and names before the lines. */
  readonly #grepped: boolean;
  #is: 'script' | 'table' | null;
  #cwd: string | null = null;
  #pending: Pending | null = null;
  /** The word that ends a here-document. */
  #until: string | null = null;
  #blank = false;

  constructor(context: SegmentContext) {
    this.#context = context;
    const producers = context.command?.producers ?? [];
    this.#is =
      producers.length > 0 ? (producers.some(showsTable) ? 'table' : producers.some(showsScript) ? 'script' : null) : named(context.source);
    this.#grepped = producers.some(
      (producer) => isShown(producer) && [producer.command, ...producer.filters].some(({ program }) => /grep$/.test(program ?? '')),
    );
  }

  claims(row: ScriptRow): Claim {
    if (this.#pending !== null) return 'yes';
    if (row.row === 'text' && NO_TABLE.test(row.text)) return 'yes';
    switch (row.row) {
      case 'shebang':
        return 'yes';
      case 'job':
        return this.#is === 'table' || /[*@]/.test(row.schedule) ? 'yes' : 'no';
      case 'comment':
        return this.#is === null ? 'no' : 'yes';
      case 'setting':
        return this.#is === null ? 'no' : 'yes';
      case 'text':
        if (this.#is !== 'script') return 'no';
        if (looksLikeShell(this.#bare(row.text))) return 'yes';
        if (this.#grepped) return row.text.trim() === '--' ? 'yes' : 'no';
        return this.#blank ? 'no' : 'loosely';
      default:
        return 'no';
    }
  }

  take(row: ScriptRow, line: Line): void {
    this.#blank = false;
    if (this.#pending !== null) {
      this.#continue(line);
      return;
    }
    if (row.row === 'shebang') this.#is = 'script';
    else if (row.row === 'job') this.#job(row.command, line);
    else if (row.row === 'setting') this.#run(row.text, line.number, line.number);
    else if (row.row === 'text' && NO_TABLE.test(row.text)) this.#noTable(row.text, line);
    else if (row.row === 'text' && row.text.trim() !== '--') {
      this.#pending = { text: this.#bare(row.text), line: line.number, endLine: line.number };
      this.#settle();
    }
  }

  blank(line: Line): void {
    this.#blank = true;
    if (this.#pending !== null) this.#continue(line);
  }

  elided(): void {
    this.#flush();
  }

  end(): void {
    this.#flush();
  }

  /** Without the number or the name that grep puts in front. */
  #bare(text: string): string {
    return this.#grepped ? text.replace(/^(?:\S+\.\w+[:-])?(?:\d+[:-])?/, '') : text;
  }

  #noTable(text: string, line: Line): void {
    const user = /for (\S+)$/.exec(text.trim())?.[1] ?? '';
    this.#context.emit({ kind: 'note', topic: 'no-crontab', values: { user } }, { line: line.number });
  }

  #job(typed: string, line: Line): void {
    this.#is ??= 'table';
    const account = ACCOUNT.exec(typed);
    // a bare `%` ends the command in a cron table, `\%` is the character
    const command = typed
      .slice(account?.[0].length ?? 0)
      .replace(/(?<!\\)%.*$/, '')
      .replace(/\\%/g, '%')
      .trim();
    const script = expandScript(parseShell(command), this.#variables);
    this.#emit(command, script, 'cron', account?.[1] ?? this.#context.place.user, null, line.number, line.number);
  }

  #continue(line: Line): void {
    const pending = this.#pending;
    if (pending === null) return;
    pending.text = `${pending.text}\n${line.text}`;
    pending.endLine = line.number;
    if (this.#until !== null && line.text.trim() === this.#until) this.#flush();
    else if (pending.endLine - pending.line >= LINES) this.#flush();
    else this.#settle();
  }

  /** Runs what was gathered if it is complete. */
  #settle(): void {
    const text = this.#pending?.text ?? '';
    this.#until ??= /<<-?\s*(['"]?)([A-Za-z_]\w*)\1/.exec(text)?.[2] ?? null;
    const complete = this.#until === null && !text.endsWith('\\') && parseShell(text).error !== 'unbalanced-quote';
    if (complete || this.#grepped) this.#flush();
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = null;
    this.#until = null;
    if (pending !== null) this.#run(pending.text, pending.line, pending.endLine);
  }

  #run(text: string, line: number, endLine: number): void {
    this.#loop(text);
    const cwd = this.#cwd;
    const script = expandScript(parseShell(text), this.#variables);
    const commands = script.items.flatMap((item) => item.pipeline.commands).filter((command) => command.program !== null);
    for (const { program, args } of commands) if (program === 'cd' && /^[/~$]/.test(args[0] ?? '')) this.#cwd = args[0] ?? null;
    if (commands.length > 0) this.#emit(text.trim(), script, this.#is === 'table' ? 'cron' : 'script', null, cwd, line, endLine);
  }

  /** `for f in /d/pg_wal/0000*`, `… | while read f`: what `$f` stands for below. */
  #loop(text: string): void {
    const read = /\bread\s+(?:-r\s+)?([A-Za-z_]\w*)/.exec(text)?.[1];
    if (read !== undefined) this.#variables.set(read, '*');
    const [, name, list] = /^\s*for\s+([A-Za-z_]\w*)\s+in\s+([^;\n]+)/.exec(text) ?? [];
    if (name !== undefined && list !== undefined) this.#variables.set(name, this.#variables.expand(listed(list.trim())));
  }

  #emit(
    text: string,
    script: ShellScript,
    via: 'script' | 'cron',
    user: string | null,
    cwd: string | null,
    line: number,
    endLine: number,
  ): void {
    this.#context.emit({ kind: 'command', shell: 'sh', text, script, via, user, cwd }, { line, endLine });
  }
}

/** What a loop goes over: words as they are, of `$(find DIR …)` and `$(ls DIR/*)` the paths; `$(ls DIR)` gives bare names, so any. */
function listed(list: string): string {
  const inner = /^(?:\$\((.*)\)|`(.*)`)$/.exec(list);
  const first = parseShell(inner?.[1] ?? inner?.[2] ?? '').items[0]?.pipeline.commands[0];
  if (first?.program !== 'ls' && first?.program !== 'find') return list;
  return first.args.find((arg) => !arg.startsWith('-') && (first.program === 'find' ? /[/$]/ : /[*?[]/).test(arg)) ?? '*';
}
