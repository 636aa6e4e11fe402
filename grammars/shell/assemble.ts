import type { ShellRedirect, ShellScript, ShellWord, SimpleCommand } from '../../src/core/shell.ts';
import type { Element } from './parser.ts';

type Operator = ShellScript['items'][number]['operator'];
/** A pipeline while it grows. */
interface Cell {
  readonly operator: Operator;
  readonly negated: boolean;
  readonly commands: SimpleCommand[];
}

const OPENERS = new Set(['{', 'if', 'while', 'until', 'do']);
const BETWEEN = new Set(['then', 'else', 'elif']);
const CLOSERS = new Set(['}', 'fi', 'done', 'esac']);
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

/** A simple command of its words: `NAME=value` words before the first other word are assignments. */
export function simpleCommand(all: readonly ShellWord[], redirects: readonly ShellRedirect[]): SimpleCommand {
  const first = all.findIndex((word) => !ASSIGNMENT.test(word.raw));
  const split = first < 0 ? all.length : first;
  const words = all.slice(split);
  const path = words[0]?.text ?? null;
  return {
    assignments: all.slice(0, split),
    words,
    redirects,
    program: path === null ? null : path.slice(path.lastIndexOf('/') + 1),
    path,
    args: words.slice(1).map((word) => word.text),
  };
}

/** `for f in *.ready` and `case $1 in` name no program: what they hold follows. */
function isHeading(words: readonly ShellWord[]): boolean {
  const first = words[0]?.raw;
  return (
    (first === 'for' && (words.length === 2 || words[2]?.raw === 'in')) ||
    (first === 'case' && words[2]?.raw === 'in') ||
    first === 'function'
  );
}

/** Flattens compounds (subshell, braces, if, loops) to their simple commands in order, and tells what cannot work as written. */
export function assemble(elements: readonly Element[]): ShellScript {
  const builder = new Builder();
  for (const element of elements) {
    if (element.element === 'connector') builder.connector(element.operator);
    else if (element.element === 'open') builder.open();
    else if (element.element === 'close') builder.close();
    else builder.words(element);
  }
  return builder.script();
}

class Builder {
  readonly #cells: Cell[] = [];
  /** Index of the first pipeline of each open group. */
  readonly #groups: number[] = [];
  #error: ShellScript['error'] = null;
  /** The operator that waits for its command; null right behind a command or a closed group. */
  #pending: string | null = '';
  /** First pipeline of the group closed last: redirects right behind it are for all of its commands. */
  #closed: number | null = null;
  #negated = false;

  open(): void {
    this.#groups.push(this.#cells.length);
    this.#pending ??= ';';
  }

  close(): void {
    this.#refuseOpenOperator();
    this.#closed = this.#groups.pop() ?? this.#cells.length;
    this.#pending = null;
  }

  connector(operator: string): void {
    this.#closed = null;
    if (operator === '\n') this.#pending ??= '\n';
    else {
      if (this.#pending !== null && !operator.startsWith(';;')) this.#error ??= 'missing-command';
      this.#pending = operator === '|&' ? '|' : operator.startsWith(';') ? ';' : operator;
    }
  }

  /** One run of words: reserved words in front of it open and close groups, what is left is the command. */
  words({ words, redirects, openQuote }: Extract<Element, { element: 'command' }>): void {
    if (openQuote) this.#error = 'unbalanced-quote';
    if (redirects.some((redirect) => redirect.target === null && !/[<>]&[\d-]/.test(redirect.operator))) this.#error ??= 'missing-command';
    let rest = words;
    for (; rest[0] !== undefined && this.#takeReserved(rest[0].raw); rest = rest.slice(1));
    if (isHeading(rest)) this.#pending = null;
    else if (rest.length === 0 && this.#closed !== null) this.#redirectGroup(redirects);
    else if (rest.length > 0 || redirects.length > 0) this.#command(simpleCommand(rest, redirects));
  }

  script(): ShellScript {
    this.#refuseOpenOperator();
    return {
      items: this.#cells.map(({ operator, negated, commands }) => ({ operator, pipeline: { negated, commands } })),
      error: this.#error,
    };
  }

  #refuseOpenOperator(): void {
    if (this.#pending === '&&' || this.#pending === '||' || this.#pending === '|') this.#error ??= 'missing-command';
  }

  #takeReserved(word: string): boolean {
    if (this.#pending === null && this.#closed === null) this.#pending = ';';
    if (word === '!') this.#negated = !this.#negated;
    else if (OPENERS.has(word)) this.open();
    else if (BETWEEN.has(word)) this.#pending = ';';
    else if (CLOSERS.has(word)) this.close();
    else return false;
    return true;
  }

  #redirectGroup(redirects: readonly ShellRedirect[]): void {
    for (const { commands } of this.#cells.slice(this.#closed ?? this.#cells.length)) {
      commands.splice(0, commands.length, ...commands.map((command) => ({ ...command, redirects: [...command.redirects, ...redirects] })));
    }
  }

  #command(command: SimpleCommand): void {
    const last = this.#cells.at(-1);
    if (this.#pending === '|' && last !== undefined) last.commands.push(command);
    else this.#cells.push({ operator: last === undefined ? '' : operatorOf(this.#pending), negated: this.#negated, commands: [command] });
    this.#negated = false;
    this.#pending = null;
    this.#closed = null;
  }
}

function operatorOf(pending: string | null): Operator {
  return pending === '&&' || pending === '||' || pending === '&' || pending === '\n' ? pending : ';';
}
