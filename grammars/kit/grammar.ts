import type { About, FactBody } from '../../src/core/fact.ts';
import type { ShellScript, SimpleCommand } from '../../src/core/shell.ts';
import type { Line, Place } from '../../src/core/source.ts';
import type { Text } from '../../src/core/text.ts';
import type { LineLexer, Row, RowParser } from './config.ts';

/** The command whose output a segment is, as far as the bundle shows it. */
export interface CommandContext {
  readonly shell: 'sh' | 'sql';
  /** As typed. */
  readonly text: string;
  /** Parsed, for `sh`. */
  readonly script: ShellScript | null;
  /** The commands whose output appears, wrappers (`sudo`, `su -c`, `ssh host`, `kubectl exec`) taken off, in order. */
  readonly producers: readonly Producer[];
}

/** One command of a list and what its output went through. */
export interface Producer {
  readonly command: SimpleCommand;
  /** `grep`, `tail`, `wc` … behind it in the pipeline. */
  readonly filters: readonly SimpleCommand[];
  /** Host of an `ssh` in front of it. */
  readonly host: string | null;
  /** OS user of a `sudo -u` or `su` in front of it. */
  readonly user: string | null;
}

/** Where a fact stands, given to `emit`; the rest of the base is filled in by the reader. */
export interface At {
  readonly line: number;
  readonly endLine?: number;
  /** Defaults to the text of the lines, as far as the reader still holds them. */
  readonly excerpt?: string;
  readonly about?: About | null;
  readonly at?: string | null;
  readonly atText?: string | null;
}

/** What a fold knows of the segment that it reads. */
export interface SegmentContext {
  readonly source: string;
  readonly place: Place;
  readonly command: CommandContext | null;
  /** The words just above, where they may name what follows: `both nodes' repmgr.conf:`. */
  readonly lead?: string | null;
  emit(body: FactBody, at: At): void;
}

/**
 * How surely a line belongs to the segment that is being read. `yes`: it has the format's own shape;
 * `loosely`: it may continue the line before (wrapped text, a quote that closes), unless another grammar's output opens here; `no`.
 */
export type Claim = 'yes' | 'loosely' | 'no';

/** A run of lines, as bytes. */
export interface Stretch {
  readonly lines: number;
  /** Where the next line begins. */
  readonly end: number;
}

/**
 * Takes runs of lines that say nothing new, as bytes: only lines with which `weigh` and `accept` would do the same, whatever
 * stands around them, that are wrapped in nothing and hold no secret. A test compares. Lines are ASCII or UTF-8, ended by LF.
 */
export interface Stride {
  /** The run that begins at `from`, `most` lines of it, or a few more where it would end amid a message. Changes nothing. */
  ahead(bytes: Uint8Array, from: number, most: number): Stretch;
  /** Takes the run that begins at `from` with this line. */
  take(bytes: Uint8Array, from: number, line: number): Stretch;
}

/** Knows the order of lines: headings, continuations, totals. Holds aggregates, never all rows. */
export interface Fold<R extends Row> {
  /** Pure: asked before `take`, and a line that is claimed by somebody else is never taken. */
  claims(row: R, line: Line, next: readonly string[]): Claim;
  take(row: R, line: Line): void;
  /** A blank line inside the segment. */
  blank?(line: Line): void;
  /** `……忽略`, `...`: lines were left out here, counts become "at least". */
  elided?(line: Line): void;
  end?(): void;
  readonly stride?: Stride;
}

/** One readable format. Added as one folder, one sample, one line in `grammars/index.ts`. */
export interface Grammar<R extends Row = Row> {
  /** The folder's name. */
  readonly kind: string;
  readonly title: Text;
  /** What it reads, of which programs and versions: the beginning of its page. */
  readonly about: Text;
  /** Whether this command prints this format: the expected grammar gets the output's lines first. */
  prints(command: SimpleCommand, producer: Producer): boolean;
  /** The same for a statement typed in psql/ksql. */
  answers?(statement: string): boolean;
  /**
   * How surely an output of this format begins with this line, by content alone: 1 unmistakable, 0.5 likely
   * enough to try, 0 no. Called on every line that nobody claims, so it is cheap: a test of a prefix before anything else.
   */
  opens(line: string, next: readonly string[]): number;
  /** File names that are a hint for this format (`postgresql.conf`); never a proof. */
  named?(fileName: string): boolean;
  /**
   * A proved shortcut for the commonest rows, where a million of them is usual: the same row as the parser gives
   * (a test compares them), or null for every line that it does not know. The parser stays the definition.
   */
  shortcut?(text: string): R | null;
  readonly lexer: LineLexer;
  readonly parser: () => RowParser<R>;
  readonly fold: (context: SegmentContext) => Fold<R>;
}

/** A grammar with its row type closed over, as the list of all grammars holds it. */
export interface AnyGrammar {
  readonly kind: string;
  readonly title: Text;
  readonly about: Text;
  prints(command: SimpleCommand, producer: Producer): boolean;
  answers(statement: string): boolean;
  opens(line: string, next: readonly string[]): number;
  named(fileName: string): boolean;
  read(context: SegmentContext): Reader;
  /** For the generated docs and the testers. */
  readonly lexer: LineLexer;
  readonly parser: () => RowParser<Row>;
}

/** Reads one segment. `weigh` looks at a line, `accept` takes the line that was weighed last. */
export interface Reader {
  weigh(line: Line, next: readonly string[]): Claim;
  accept(): void;
  blank(line: Line): void;
  elided(line: Line): void;
  end(): void;
  /** What was expected where the last weighed line failed to parse; null where it parsed. */
  readonly expected: string | null;
  readonly stride: Stride | null;
}
