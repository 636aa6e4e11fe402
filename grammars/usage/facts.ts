import type { SimpleCommand } from '../../src/core/shell.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { parsePrompt } from '../prompt/index.ts';
import type { UsageRow } from './parser.ts';

export const asksUsage = ({ args }: SimpleCommand): boolean => args.includes('--help') || args.at(-1) === '-?' || args.includes('--usage');

const USAGE = /^(?:Usage|usage|USAGE|用法|使用方法|使用)[:：]/;

/** A help text says which program was there, and nothing of the cluster. */
export class UsageFold implements Fold<UsageRow> {
  readonly #context: SegmentContext;
  readonly #asked: SimpleCommand | undefined;
  /** The line with the usage went by. */
  #usage = false;

  constructor(context: SegmentContext) {
    this.#context = context;
    this.#asked = context.command?.producers.find(({ command }) => asksUsage(command))?.command;
  }

  claims(row: UsageRow, line: Line, next: readonly string[]): Claim {
    switch (row.row) {
      case 'usage':
      case 'foot':
        return 'yes';
      case 'indented':
        return this.#isHelp(next) || (this.#asked !== undefined && /^\s+-/.test(line.text)) ? 'loosely' : 'no';
      case 'heading':
        return this.#isHelp(next) ? 'loosely' : 'no';
      case 'sentence':
        return this.#asked !== undefined && this.#isHelp(next) ? 'loosely' : 'no';
      default:
        // what the program is, above its usage
        return !this.#usage && this.#isHelp(next) && line.text.trim() !== '' ? 'loosely' : 'no';
    }
  }

  /** Behind the usage, or above it where help was asked for: a program that is not there, or fails, prints something else. */
  #isHelp(next: readonly string[]): boolean {
    if (this.#usage || this.#asked === undefined) return this.#usage;
    const usage = next.findIndex((line) => USAGE.test(line));
    return usage >= 0 && next.slice(0, usage).every((line) => parsePrompt(line) === null);
  }

  take(row: UsageRow, line: Line): void {
    if (row.row !== 'usage') return;
    this.#usage = true;
    const program = this.#asked?.program ?? /^\w+[:：]\s*(\S+)/.exec(line.text)?.[1] ?? null;
    this.#context.emit({ kind: 'note', topic: 'help', values: program === null ? {} : { program } }, { line: line.number });
  }
}
