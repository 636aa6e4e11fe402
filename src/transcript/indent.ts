import { mayBePrompt, parsePrompt } from '../../grammars/prompt/index.ts';
import { isRootCommand } from '../../grammars/prompt/plausible.ts';
import type { Line } from '../core/source.ts';
import type { Candidates } from './candidates.ts';

/** How sure a grammar must be of a line as it stands for its blanks to be the output's own. */
const OPENS = 0.5;
/** How sure it must be of the line without them for the blanks to be the paste's. */
const MOVED_IN = 0.9;

/** Blanks in front of every line of a block, as mails, lists and Markdown move pastes in. */
export class Indent {
  readonly #candidates: Candidates;
  #width = 0;

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
  }

  /** Nothing is moved in at the moment. */
  get none(): boolean {
    return this.#width === 0;
  }

  /** A line without the blanks by which its block is moved in. A block begins where a grammar knows the line without them only, and ends with a line that has fewer. */
  back(line: Line, next: readonly string[], underCommand: boolean): Line {
    const blanks = widthOf(line.text);
    if (blanks === line.text.length) return line;
    if (blanks < this.#width) this.#width = 0;
    if (this.#width === 0 && (blanks > 1 || line.text.startsWith('\t')) && !underCommand && this.#isMovedIn(line, blanks, next))
      this.#width = blanks;
    return this.#width === 0 ? line : { ...line, text: line.text.slice(this.#width) };
  }

  /** What follows, moved back as far as the line at hand. */
  ahead(next: readonly string[]): readonly string[] {
    return this.#width === 0 ? next : next.map((text) => text.slice(Math.min(this.#width, widthOf(text))));
  }

  #isMovedIn(line: Line, blanks: number, next: readonly string[]): boolean {
    const bare = next.map((one) => one.slice(Math.min(blanks, widthOf(one))));
    const text = line.text.slice(blanks);
    // most lines that are moved in open nothing, with their blanks or without
    const opens = this.#candidates.known(text, bare, MOVED_IN) || isTyped(text, next, blanks);
    return opens && !this.#candidates.known(line.text, next, OPENS);
  }
}

/** A command, behind a prompt or without one, and below it nothing that stands further left. */
function isTyped(text: string, next: readonly string[], blanks: number): boolean {
  const below = next.find((one) => one.trim() !== '');
  if (below === undefined || widthOf(below) < blanks) return false;
  return isRootCommand(text) || (mayBePrompt(text) && (parsePrompt(text)?.command ?? '') !== '');
}

function widthOf(text: string): number {
  let width = 0;
  while (text.charCodeAt(width) === 0x20 || text.charCodeAt(width) === 0x09) width++;
  return width;
}
