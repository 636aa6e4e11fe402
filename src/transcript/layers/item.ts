import type { Reading } from '../../core/source.ts';

/** Where a line came from inside its source: a pod of several in one log, a host of a playbook, a file that grep names. */
export interface Origin {
  /** Lines of one origin belong together, whatever stands between them. */
  readonly key: string;
  readonly host: string | null;
  /** A file's name, which may hint at a format. */
  readonly file: string | null;
}

/** A line on its way to the session: what is left of it when what was put around it is taken off. */
export interface Item {
  /** Of the line in the source; several items may come of one line. */
  readonly number: number;
  readonly text: string;
  /** The line as it stands in the source, for evidence; null where that is the text. */
  readonly source: string | null;
  readonly origin: Origin | null;
  /** The time that was put in front of it, as printed. */
  readonly stamp: string | null;
  /** A command whose output follows, which no prompt shows. */
  readonly typed: boolean;
  /** What the line is where nothing stands in it: the frame of a list, the name above a message. */
  readonly reading: Reading | null;
  /** One of several that came of one line. */
  readonly shared: boolean;
  /** Known from its bytes: wrapped in nothing, without secrets, and of the shape that the open segment takes. */
  readonly proved: boolean;
}

export function itemOf(number: number, text: string, proved = false): Item {
  return { number, text, source: null, origin: null, stamp: null, typed: false, reading: null, shared: false, proved };
}

/** What was inside. The line itself is kept for evidence. */
export function inside(item: Item, text: string, more: Partial<Pick<Item, 'origin' | 'stamp' | 'typed'>> = {}): Item {
  return { ...item, text, source: item.source ?? item.text, proved: false, ...more };
}

/** A line that only holds others together. */
export function frame(item: Item, reading: Reading = 'understood'): Item {
  return { ...item, reading };
}

/**
 * Lines of several inside one: evidence shows the part, since the whole may be a page long. A frame stands for a line in which
 * nothing is left.
 */
export function several(item: Item, texts: readonly string[], more: Partial<Pick<Item, 'origin' | 'stamp'>> = {}): Item[] {
  return texts.length === 0 ? [frame(item)] : texts.map((text) => ({ ...item, text, source: null, shared: true, proved: false, ...more }));
}
