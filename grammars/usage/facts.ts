import type { SimpleCommand } from '../../src/core/shell.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import type { UsageRow } from './parser.ts';

export const asksUsage = ({ args }: SimpleCommand): boolean => args.includes('--help') || args.at(-1) === '-?' || args.includes('--usage');

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

  claims(row: UsageRow, line: Line): Claim {
    switch (row.row) {
      case 'usage':
      case 'foot':
        return 'yes';
      case 'indented':
      case 'heading':
        return this.#usage || this.#asked !== undefined ? 'loosely' : 'no';
      case 'sentence':
        return this.#asked !== undefined ? 'loosely' : 'no';
      default:
        // what the program is, above its usage
        return this.#asked !== undefined && !this.#usage && line.text.trim() !== '' ? 'loosely' : 'no';
    }
  }

  take(row: UsageRow, line: Line): void {
    if (row.row !== 'usage') return;
    this.#usage = true;
    const program = this.#asked?.program ?? /^\w+[:：]\s*(\S+)/.exec(line.text)?.[1] ?? null;
    this.#context.emit({ kind: 'note', topic: 'help', values: program === null ? {} : { program } }, { line: line.number });
  }
}
