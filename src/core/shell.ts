/** A shell text as a tree, so that causes ask `command.program` and `redirects`, never a regular expression. */

/** One word. `text` is what the word means with its quotes removed; `raw` is what stands there. */
export interface ShellWord {
  readonly text: string;
  readonly raw: string;
  /** Whether any part was quoted, and with what; a typographic quote is no quote and is told in `typographic`. */
  readonly quoted: 'none' | 'single' | 'double' | 'mixed';
  /** Holds `$NAME`, `${…}`, `$(…)` or backquotes outside single quotes. */
  readonly expands: boolean;
  readonly typographic: boolean;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `2>`, `2>&1`, `&>`, `<<` … as written, blanks removed. */
  readonly operator: string;
  readonly target: ShellWord | null;
}

export interface SimpleCommand {
  /** `NAME=value` words before the program. */
  readonly assignments: readonly ShellWord[];
  /** All words, the program first; empty for bare assignments. */
  readonly words: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  /** The program's base name (`/usr/bin/cp` gives `cp`), null for bare assignments. */
  readonly program: string | null;
  /** The program as written. */
  readonly path: string | null;
  readonly args: readonly string[];
}

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly SimpleCommand[];
}

/** A list: pipelines with the operator that stands before each (the first has none). */
export interface ShellScript {
  readonly items: readonly { readonly operator: '' | '&&' | '||' | ';' | '&' | '\n'; readonly pipeline: Pipeline }[];
  /** Why it cannot work as written: an open quote, an operator without a command. Null for a sound script. */
  readonly error: 'unbalanced-quote' | 'missing-command' | null;
}

/** A conninfo string or URI, parsed; names in libpq's spelling. */
export interface Conninfo {
  readonly form: 'keywords' | 'uri';
  readonly values: Readonly<Record<string, string>>;
  readonly error: string | null;
}

/** A shell or psql prompt at the start of a line, and what was typed behind it. */
export interface Prompt {
  readonly shell: 'sh' | 'sql';
  readonly user: string | null;
  readonly host: string | null;
  readonly cwd: string | null;
  readonly database: string | null;
  /** `#` of root or of a superuser in psql. */
  readonly root: boolean;
  /** `-` `(` `'` … of psql's continuation prompts; `>` of the shell's. */
  readonly continuation: boolean;
  readonly command: string;
}
