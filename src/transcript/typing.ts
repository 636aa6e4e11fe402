import { parsePrompt } from '../../grammars/prompt/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { Line } from '../core/source.ts';
import type { LineContext } from './markdown.ts';

/** A command longer than this is taken for a paste artefact: a quote that never closes. */
const LINES = 40;
const OPEN_QUOTE_LINES = 6;

/** A command as it is typed, which may go on over lines: open quotes, backslashes, here-documents, statements without their semicolon. */
export class Typing {
  readonly shell: 'sh' | 'sql';
  readonly first: number;
  last: number;
  text: string;
  /** The word that ends a here-document. */
  #until: string | null = null;

  constructor(shell: 'sh' | 'sql', text: string, line: number) {
    this.shell = shell;
    this.text = text;
    this.first = line;
    this.last = line;
  }

  /** Whether it is complete as far as it was typed: a statement at its semicolon, a shell command with its quotes closed. */
  get complete(): boolean {
    const text = this.text.trim();
    if (this.shell === 'sql') return text === '' || text.endsWith(';') || text.startsWith('\\');
    if (this.#until !== null) return false;
    const heredoc = /<<-?\s*(['"]?)(\w+)\1/.exec(text);
    if (heredoc?.[2] !== undefined) {
      this.#until = heredoc[2];
      return false;
    }
    return !text.endsWith('\\') && !this.#quoteIsOpen();
  }

  #quoteIsOpen(): boolean {
    return commandContext(this.text.trim(), 'sh').script?.error === 'unbalanced-quote';
  }

  /**
   * Gives it the next line. `taken`: it belongs to the command; `ended`: it belonged and completed it; `no`: the command was
   * complete before. `answered` tells whether the line opens some output.
   */
  next(line: Line, context: LineContext, answered: () => boolean): 'taken' | 'ended' | 'no' {
    if (context.block === 'fence' || context.block === 'heading' || line.number - this.first > LINES) return 'no';
    if (this.#until !== null) {
      this.#add(`\n${line.text}`, line.number);
      return line.text.trim() === this.#until ? 'ended' : 'taken';
    }
    const prompt = parsePrompt(line.text);
    if (prompt !== null && !prompt.continuation) return 'no';
    const continued = prompt?.continuation === true;
    const more = continued ? prompt.command : line.text.replace(/^> /, '');
    if (this.shell === 'sql') {
      if (!continued && answered()) return 'no';
    } else if (!this.text.endsWith('\\') && !continued) {
      if (!this.#quoteIsOpen() || line.number - this.first > OPEN_QUOTE_LINES) return 'no';
    }
    this.text = this.text.replace(/\\$/, '').trimEnd();
    this.#add(` ${more.trim()}`, line.number);
    return this.complete ? 'ended' : 'taken';
  }

  #add(more: string, line: number): void {
    this.text += more;
    this.last = line;
  }
}
