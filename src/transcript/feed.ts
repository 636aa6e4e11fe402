import type { SecretBody } from '../core/fact.ts';
import type { Line } from '../core/source.ts';
import { headOf } from './candidates.ts';
import type { Item } from './layers/item.ts';
import { type LineContext, PLAIN } from './markdown.ts';
import { Mask } from './mask.ts';

/** Lines that content recognition may look ahead. */
export const LOOKAHEAD = 30;

const NOTHING: Fed['found'] = [];

/** A line, secrets struck out; a command that no prompt shows; or a place where nothing goes on. */
export interface Fed {
  readonly is: 'line' | 'typed' | 'break';
  readonly line: Line;
  readonly context: LineContext;
  /** Kinds of secrets that were struck out. */
  readonly found: readonly SecretBody['what'][];
  /** As evidence shows the line. */
  readonly shown: string;
  /** The time that was put in front of it. */
  readonly stamp: string | null;
  /** Of the open segment's own shape, as its bytes have shown. */
  readonly proved: boolean;
}

/** The lines of one session on their way in: each waits until those that follow it are known. */
export class Feed {
  readonly #mask: Mask;
  readonly #waiting: Fed[] = [];
  /** Texts of lines that follow those that wait. */
  #further: readonly string[] = [];
  /** Made once for each line, where it is asked for. */
  #ahead: readonly string[] | null = null;

  constructor(secrets: Set<string>) {
    this.#mask = new Mask(secrets);
  }

  push(item: Item, context: LineContext): void {
    const { number, stamp } = item;
    const proved = item.proved && this.#mask.idle;
    const { text, found } = proved ? { text: item.text, found: NOTHING } : this.#mask.line(item.text);
    const shown = item.source === null ? text : this.#mask.line(item.source).text;
    const masked = context.info ? { ...context, info: this.#mask.line(context.info).text } : context;
    this.#waiting.push({ is: item.typed ? 'typed' : 'line', line: { number, text }, context: masked, found, shown, stamp, proved });
  }

  pause(number: number): void {
    this.#waiting.push({ is: 'break', line: { number, text: '' }, context: PLAIN, found: NOTHING, shown: '', stamp: null, proved: false });
  }

  /** The next one, once enough of what follows is known. */
  take(ended: boolean): Fed | null {
    if (!ended && this.#waiting.length <= LOOKAHEAD) return null;
    this.#ahead = null;
    return this.#waiting.shift() ?? null;
  }

  /** Tells what follows those that wait. */
  follow(texts: readonly string[]): void {
    this.#further = texts;
    this.#ahead = null;
  }

  /** So many wait. */
  get length(): number {
    return this.#waiting.length;
  }

  /** The one that `take` gives next. */
  get next(): Fed | undefined {
    return this.#waiting[0];
  }

  /** Whether the last `lines` of those that wait are proved. */
  proved(lines: number): boolean {
    return this.#waiting.length >= lines && this.#waiting.slice(-lines).every((fed) => fed.proved);
  }

  /** The next so many have been read another way. */
  drop(lines: number): void {
    this.#waiting.splice(0, lines);
    this.#ahead = null;
  }

  /** The next few lines as evidence shows them. */
  shown(count: number): readonly Line[] {
    return this.#waiting.slice(0, count).map(({ line, shown }) => ({ number: line.number, text: shown }));
  }

  /** The lines that follow the one that was taken last, up to where something else begins. */
  get ahead(): readonly string[] {
    if (this.#ahead !== null) return this.#ahead;
    const ahead: string[] = [];
    const broken = this.#waiting.findIndex(({ is }) => is !== 'line');
    for (const { line } of broken < 0 ? this.#waiting : this.#waiting.slice(0, broken)) ahead.push(headOf(line.text));
    if (broken < 0) for (const text of this.#further) ahead.push(headOf(text));
    this.#ahead = ahead;
    return ahead;
  }
}
