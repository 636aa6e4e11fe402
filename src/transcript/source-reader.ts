import type { Stretch, Stride } from '../../grammars/kit/grammar.ts';
import { type Batch, type Block, isBlock, lastLines, lineBehind } from './block.ts';
import { LOOKAHEAD } from './feed.ts';
import { Layers } from './layers/index.ts';
import type { Item, Origin } from './layers/item.ts';
import { type LineContext, looksLikeMarkdown, markdownContexts, mayBeMarkdown } from './markdown.ts';
import type { DecodedSource } from './read.ts';
import type { Readings } from './readings.ts';
import type { Session } from './session.ts';

/** Above this a text is read as plain lines, even if its name ends in `.md`: marked needs the whole text at once. */
const MARKDOWN_LIMIT = 8 * 1024 * 1024;
/** Logs put together of more than this many origins are read as one. */
const ORIGINS = 200;

/** Bytes of a block that are decoded at once. */
const SLICE = 64 * 1024;
/** The same where the lines that follow may soon be taken as bytes: the line that stopped a run, then twice as many each time. */
const NEAR = 512;
const FIRST = 64;
/** Lines before and after a place that its evidence may show. */
const SHOWN = 8;

/** What is known of a source when its last line has been read. */
type SourceEnd = Pick<DecodedSource, 'bytes' | 'encoding' | 'problems'>;

interface Reading {
  readonly path: string;
  readonly begin: (origin: Origin | null) => Session;
  readonly readings: Readings;
  /** Whether lines that say nothing new may be passed over. */
  readonly strides: boolean;
  readonly done: (lines: number, end: SourceEnd) => void;
}

const NOTHING: Stretch = { lines: 0, end: 0 };
const NO_LINES: readonly string[] = [];

/** Numbers the lines of one source, tells each its place in the document around it, and gives it to the session it belongs to. */
export class SourceReader {
  readonly #path: string;
  readonly #begin: (origin: Origin | null) => Session;
  readonly #main: Session;
  readonly #readings: Readings;
  readonly #strides: boolean;
  readonly #done: Reading['done'];
  /** No line waits for others: what follows may be taken as bytes. */
  #settled = false;
  readonly #layers = new Layers();
  /** Sessions of what was put together from several origins. */
  readonly #sessions = new Map<string, Session>();
  /** Batches of a Markdown text, which is understood as a whole; null for plain lines, which are not kept. */
  #document: { batches: (readonly string[])[]; size: number } | null | undefined;

  constructor({ path, begin, readings, strides, done }: Reading) {
    this.#path = path;
    this.#begin = begin;
    this.#main = begin(null);
    this.#readings = readings;
    this.#strides = strides;
    this.#done = done;
  }

  push(batch: Batch): void {
    if (!isBlock(batch)) {
      this.#lines(batch);
      return;
    }
    // the first lines tell whether this is a document, which is held as a whole
    const first = this.#document === undefined ? lineBehind(batch.bytes, 0, SLICE) : 0;
    if (first > 0 && !mayBeMarkdown(this.#path, batch.bytes.subarray(0, first))) this.#document = null;
    const head = this.#document === undefined ? first : 0;
    if (head > 0) this.#lines(batch.lines(0, head));
    if (this.#document === null) this.#block(batch, head);
    else this.#lines(batch.lines(head, batch.bytes.length));
  }

  #lines(lines: readonly string[]): void {
    if (this.#document === undefined) {
      this.#document = looksLikeMarkdown(this.#path, lines.slice(0, 400).join('\n')) ? { batches: [], size: 0 } : null;
    }
    if (this.#document === null) {
      this.#read(this.#layers.push(lines));
      return;
    }
    this.#document.batches.push(lines);
    for (const line of lines) this.#document.size += line.length;
    if (this.#document.size > MARKDOWN_LIMIT) this.#readDocument(false);
  }

  /** Reads the lines of a block: those that say nothing new as bytes, the others one by one. */
  #block(block: Block, begin: number): void {
    let size = 0;
    for (let at = begin; at < block.bytes.length; ) {
      const from = this.#stride(block, at);
      if (from > at) size = 0;
      // what stopped the run is read, then it is tried again
      const to = from < block.bytes.length ? lineBehind(block.bytes, from, size) : from;
      if (to > from) {
        this.#settled = false;
        this.#read(this.#layers.push(block.lines(from, to)));
      }
      size = Math.min(2 * size + FIRST, this.#main.stride === null || !this.#strides ? SLICE : NEAR);
      at = to;
    }
  }

  /** Takes the run of lines that begins here, if there is one that is worth it; gives where the next line begins. */
  #stride(block: Block, at: number): number {
    const { stride } = this.#main;
    if (stride === null || !this.#strides || this.#sessions.size > 0) return at;
    if (!this.#settled) return this.#settle(stride, block, at);
    const first = this.#layers.lines + 1;
    const run = stride.take(block.bytes, at, first);
    if (run.lines === 0) return at;
    this.#pass(block, run, first, NO_LINES, at);
    return run.end;
  }

  /** Lines wait for what follows them. Where that is a run, as much of it is looked at as tells what they are, and taken with the run. */
  #settle(stride: Stride, block: Block, at: number): number {
    const { reach } = this.#layers;
    const most = Math.max(LOOKAHEAD, reach);
    const { lines, end } = stride.ahead(block.bytes, at, most);
    if (lines < most) return at;
    const texts = block.proved(at, end);
    const first = this.#layers.lines + 1;
    this.#read(this.#layers.prove(texts.slice(0, reach)));
    const takes = this.#layers.idle && this.#sessions.size === 0 && this.#main.settle(stride, reach, texts.slice(reach));
    const run = takes ? stride.take(block.bytes, at, first) : NOTHING;
    if (run.lines > 0) this.#pass(block, run, first, texts.slice(0, run.lines), Math.min(end, run.end));
    this.#settled = run.lines >= lines;
    if (this.#settled) return run.end;
    this.#read(this.#layers.prove(texts.slice(this.#layers.lines + 1 - first)));
    return end;
  }

  /** A run of lines from `first` on was taken, of which `head` was looked at up to `from`. */
  #pass(block: Block, { lines, end }: Stretch, first: number, head: readonly string[], from: number): void {
    const tail = lastLines(block.bytes, from, end, SHOWN);
    block.pass(lines - head.length - tail.lines);
    this.#layers.pass(Math.max(0, first + lines - 1 - this.#layers.lines));
    this.#main.pass(first, lines, head, block.proved(tail.begin, end));
    this.#readings.pass(lines);
  }

  end(source: SourceEnd): void {
    if (!this.#readDocument(true)) this.#read(this.#layers.flush());
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
    if (asMarkdown) this.#read(this.#layers.flush(), contexts);
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
