import type { Message } from './text.ts';

/** Lines of one source, counted from 1, both ends included. */
export interface Span {
  readonly source: string;
  readonly line: number;
  readonly endLine: number;
}

/** One physical line: control characters and escape sequences already made regular by the input stage. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** What became of a line. Each line has exactly one reading; the sums are checked. */
export type Reading = 'understood' | 'prose' | 'blank' | 'notUnderstood';

export interface Coverage {
  readonly lines: number;
  readonly understood: number;
  readonly prose: number;
  readonly blank: number;
  readonly notUnderstood: number;
}

/** Where a piece of text was taken: whatever the surroundings say, each null where they say nothing. */
export interface Place {
  /** Host of the shell prompt, of `hostname`, of a syslog prefix. */
  readonly host: string | null;
  /** OS user of the prompt. */
  readonly user: string | null;
  readonly cwd: string | null;
  /** A label that may name a node: a directory or file name, a heading (`## node1`). A hint, never a proof. */
  readonly label: string | null;
  /** The nearest Markdown heading above, for the timeline. */
  readonly heading: string | null;
}

/** A run of lines of one kind: one command's output, one file, one stretch of prose. */
export interface Segment extends Span {
  readonly id: number;
  /** A grammar's kind, or `prose`, or `unknown`. */
  readonly kind: string;
  /** The command that printed it, as typed; null where nothing shows it. */
  readonly command: string | null;
  readonly place: Place;
  /** ISO 8601 where the bundle gives date, year and zone; else null. */
  readonly capturedAt: string | null;
  /** Of its lines, those that the format explains. */
  readonly understood: number;
}

/** Something that kept a source, or a part of it, from being read. It never stops the analysis. */
export interface Problem {
  readonly kind: 'limit' | 'damaged' | 'link' | 'not-opened';
  readonly what: Message;
}

/** A line that nobody understood, with what was expected there. */
export interface NotUnderstood {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  readonly expected: string | null;
}

export interface Source {
  readonly path: string;
  readonly bytes: number;
  readonly encoding: string;
  readonly lines: number;
  readonly coverage: Coverage;
  readonly problems: readonly Problem[];
  readonly segments: readonly Segment[];
}
