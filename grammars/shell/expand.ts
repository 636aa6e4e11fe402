import type { ShellScript, ShellWord, SimpleCommand } from '../../src/core/shell.ts';
import { simpleCommand } from './assemble.ts';

/** What variables hold, as far as the text itself says so: `DATA=/kes/data`, never the result of a command. */
export class Variables {
  readonly #values = new Map<string, string>();

  /** Learns from `NAME=value`; what a command substitution gives is not known, and what was known before no longer is. */
  assign(word: ShellWord): void {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text) ?? [];
    if (name === undefined || value === undefined) return;
    if (/\$\(|`/.test(value) && word.quoted !== 'single') this.#values.delete(name);
    else this.#values.set(name, word.expands ? this.expand(value) : value);
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** A text with the known variables put in; others stay as they are written. */
  expand(text: string): string {
    return text.replace(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?-)([^{}]*))?\})/g, (whole, bare, braced, _operator, fallback) => {
      const value = this.#values.get(bare ?? braced);
      return value ?? (fallback === undefined ? whole : String(fallback));
    });
  }

  /** A word with its variables put in: several words where the value has blanks and no quotes keep them together. */
  words(word: ShellWord): ShellWord[] {
    if (!word.expands || word.quoted === 'single') return [word];
    const text = this.expand(word.text);
    if (text === word.text) return [word];
    const parts = word.quoted === 'none' ? text.split(/\s+/).filter((part) => part !== '') : [text];
    return parts.map((part) => ({ ...word, text: part, expands: part.includes('$') || part.includes('`') }));
  }

  command(command: SimpleCommand): SimpleCommand {
    const words = command.words.flatMap((word) => this.words(word));
    const redirects = command.redirects.map((redirect) =>
      redirect.target === null ? redirect : { ...redirect, target: this.words(redirect.target)[0] ?? redirect.target },
    );
    const named = simpleCommand(words, redirects);
    // a word that only expansion made look like an assignment is none
    return { ...named, assignments: command.assignments, ...(named.assignments.length > 0 ? { words } : {}) };
  }
}

const ASSIGNING = new Set(['export', 'local', 'readonly', 'declare', 'typeset']);

/** A script with the variables put in that it or the text before it sets; learns what it sets. */
export function expandScript(script: ShellScript, variables: Variables): ShellScript {
  return {
    ...script,
    items: script.items.map(({ operator, pipeline }) => ({
      operator,
      pipeline: {
        ...pipeline,
        commands: pipeline.commands.map((command) => {
          const expanded = variables.command(command);
          if (command.words.length === 0) for (const word of command.assignments) variables.assign(word);
          if (ASSIGNING.has(command.program ?? '')) for (const word of command.words.slice(1)) variables.assign(word);
          return expanded;
        }),
      },
    })),
  };
}
