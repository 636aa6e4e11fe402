import { Layers } from './layers/index.ts';
import type { Item, Origin } from './layers/item.ts';
import { type LineContext, looksLikeMarkdown, markdownContexts } from './markdown.ts';
import type { DecodedSource } from './read.ts';
import type { Readings } from './readings.ts';
import type { Session } from './session.ts';

/** Above this a text is read as plain lines, even if its name ends in `.md`: marked needs the whole text at once. */
const MARKDOWN_LIMIT = 8 * 1024 * 1024;
/** Logs put together of more than this many origins are read as one. */
const ORIGINS = 200;

/** What is known of a source when its last line has been read. */
type SourceEnd = Pick<DecodedSource, 'bytes' | 'encoding' | 'problems'>;

/** Numbers the lines of one source, tells each its place in the document around it, and gives it to the session it belongs to. */
export class SourceReader {
  readonly #path: string;
  readonly #begin: (origin: Origin | null) => Session;
  readonly #main: Session;
  readonly #readings: Readings;
  readonly #done: (lines: number, end: SourceEnd) => void;
  readonly #layers = new Layers();
  /** Sessions of what was put together from several origins. */
  readonly #sessions = new Map<string, Session>();
  /** Batches of a Markdown text, which is understood as a whole; null for plain lines, which are not kept. */
  #document: { batches: (readonly string[])[]; size: number } | null | undefined;

  constructor(path: string, begin: (origin: Origin | null) => Session, readings: Readings, done: (lines: number, end: SourceEnd) => void) {
    this.#path = path;
    this.#begin = begin;
    this.#main = begin(null);
    this.#readings = readings;
    this.#done = done;
  }

  push(batch: readonly string[]): void {
    if (this.#document === undefined) {
      this.#document = looksLikeMarkdown(this.#path, batch.slice(0, 400).join('\n')) ? { batches: [], size: 0 } : null;
    }
    if (this.#document === null) {
      this.#read(this.#layers.push(batch));
      return;
    }
    this.#document.batches.push(batch);
    for (const line of batch) this.#document.size += line.length;
    if (this.#document.size > MARKDOWN_LIMIT) this.#readDocument(false);
  }

  end(source: SourceEnd): void {
    if (!this.#readDocument(true)) this.#read(this.#layers.end());
    this.#main.end();
    for (const session of this.#sessions.values()) session.end();
    this.#readings.end();
    this.#done(this.#layers.lines, source);
  }

  #readDocument(asMarkdown: boolean): boolean {
    const held = this.#document?.batches.flat();
    this.#document = null;
    if (held === undefined) return false;
    const contexts = asMarkdown ? markdownContexts(held.map((line) => line.replaceAll('\n', ' ')).join('\n')) : undefined;
    this.#read(this.#layers.push(held), contexts);
    if (asMarkdown) this.#read(this.#layers.end(), contexts);
    return true;
  }

  #read(items: readonly Item[], contexts?: readonly LineContext[]): void {
    for (const item of items) {
      if (item.shared) this.#readings.share(item.number);
      const session = this.#sessionOf(item.origin);
      if (item.reading === null) session.push(item, contexts?.[item.number - 1]);
      else {
        this.#readings.add(item, item.reading);
        if (item.reading === 'prose') session.interrupt(item.number);
      }
    }
  }

  #sessionOf(origin: Origin | null): Session {
    if (origin === null) return this.#main;
    const known = this.#sessions.get(origin.key);
    if (known !== undefined) return known;
    if (this.#sessions.size >= ORIGINS) return this.#main;
    const session = this.#begin(origin);
    this.#sessions.set(origin.key, session);
    return session;
  }
}
