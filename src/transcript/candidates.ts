import type { AnyGrammar, CommandContext } from '../../grammars/kit/grammar.ts';
import type { Line } from '../core/source.ts';

/** How sure a grammar must be of a line to open a segment by content. */
const OPENS = 0.5;
/** How sure it must be to take a line away from a segment that would take it as a continuation. */
const TAKES_OVER = 0.9;

/** Longer lines are known by their beginnings: patterns may take a time that grows with the square of a line's length. */
const HEAD = 2048;
export const headOf = (text: string): string => (text.length > HEAD ? text.slice(0, HEAD) : text);

/** Which grammar may be meant: by the command, by a file's name, by what a line looks like. */
export class Candidates {
  readonly #grammars: readonly AnyGrammar[];

  constructor(grammars: readonly AnyGrammar[]) {
    this.#grammars = grammars;
  }

  /** The grammars of what a command prints, in order of its parts. */
  printed(command: CommandContext): readonly AnyGrammar[] {
    if (command.shell === 'sql') return this.#grammars.filter((grammar) => grammar.answers(command.text)).slice(0, 1);
    const of = command.producers.map((part) => this.#grammars.find((grammar) => grammar.prints(part.command, part)));
    return [...new Set(of.filter((grammar) => grammar !== undefined))];
  }

  named(fileName: string): AnyGrammar | null {
    return this.#grammars.find((grammar) => grammar.named(fileName)) ?? null;
  }

  /** The surest one that its output opens with this line; null where none is. */
  best(line: Line, next: readonly string[]): AnyGrammar | null {
    const head = headOf(line.text);
    let best: AnyGrammar | null = null;
    let score = OPENS - 0.001;
    for (const grammar of this.#grammars) {
      const sure = grammar.opens(head, next);
      if (sure > score) {
        best = grammar;
        score = sure;
      }
    }
    return best;
  }

  /** Whether any grammar is as sure as this that its output opens with a line. */
  known(text: string, next: readonly string[], sure: number): boolean {
    const head = headOf(text);
    return this.#grammars.some((grammar) => grammar.opens(head, next) >= sure);
  }

  /** Whether another grammar than the holder is sure that its output opens here. */
  rival(line: Line, next: readonly string[], holder: AnyGrammar | null): boolean {
    const head = headOf(line.text);
    return this.#grammars.some((grammar) => grammar !== holder && grammar.opens(head, next) >= TAKES_OVER);
  }
}
