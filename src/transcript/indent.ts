import type { AnyGrammar } from '../../grammars/kit/grammar.ts';
import type { Line } from '../core/source.ts';

/** How sure a grammar must be of a line as it stands for its blanks to be the output's own. */
const OPENS = 0.5;
/** How sure it must be of the line without them for the blanks to be the paste's. */
const MOVED_IN = 0.9;

/** Blanks in front of every line of a block, as mails, lists and Markdown move pastes in. */
export class Indent {
  readonly #grammars: readonly AnyGrammar[];
  #width = 0;

  constructor(grammars: readonly AnyGrammar[]) {
    this.#grammars = grammars;
  }

  /** A line without the blanks by which its block is moved in. A block begins where a grammar knows the line without them only, and ends with a line that has fewer. */
  back(line: Line, next: readonly string[], underCommand: boolean): Line {
    const blanks = widthOf(line.text);
    if (blanks === line.text.length) return line;
    if (blanks < this.#width) this.#width = 0;
    if (this.#width === 0 && !underCommand && this.#isMovedIn(line.text, blanks, next)) this.#width = blanks;
    return this.#width === 0 ? line : { ...line, text: line.text.slice(this.#width) };
  }

  /** What follows, moved back as far as the line at hand. */
  ahead(next: readonly string[]): string[] {
    return next.map((text) => text.slice(Math.min(this.#width, widthOf(text))));
  }

  #isMovedIn(text: string, blanks: number, next: readonly string[]): boolean {
    if (blanks < 2 || this.#grammars.some((grammar) => grammar.opens(text, next) >= OPENS)) return false;
    const bare = next.map((one) => one.slice(Math.min(blanks, widthOf(one))));
    return this.#grammars.some((grammar) => grammar.opens(text.slice(blanks), bare) >= MOVED_IN);
  }
}

const widthOf = (text: string): number => text.length - text.replace(/^ +/, '').length;
