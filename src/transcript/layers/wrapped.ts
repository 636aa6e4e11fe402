import { mayBePrompt } from '../../../grammars/prompt/index.ts';
import { widthOf } from '../../core/width.ts';
import type { Item } from './item.ts';
import { frame, inside } from './item.ts';
import { type Ahead, Layer, looksLogged } from './layer.ts';

/** Narrower terminals are rare. */
const NARROWEST = 70;
/** So many lines of which no two are alike broke at one width within so many lines. */
const PROOF = 2;
const SEEN = 14;
/** A line of a log is not broken over more rows. */
const ROWS = 30;

const TAB = 8;
/** Columns on a terminal. */
function width(text: string): number {
  if (!text.includes('\t')) return widthOf(text);
  let columns = 0;
  for (const part of text.split('\t')) columns = (Math.floor((columns + widthOf(part)) / TAB) + 1) * TAB;
  return columns - TAB + (widthOf(text.slice(text.lastIndexOf('\t') + 1)) % TAB);
}

/** Mail breaks between words, no later than here and hardly earlier. */
const MAIL = { from: 64, to: 80 };

/** What a row that broke goes on with: nothing by which a line of its own begins. */
const goesOn = (text: string): boolean => text.trim() !== '' && !text.startsWith('\t') && !looksLogged(text) && !mayBePrompt(text);
/** Lines that differ in their numbers only would break alike anywhere. */
const masked = (text: string): string => text.replace(/\d+/g, '0');

/**
 * A log from a terminal that was too narrow: every line that reached its width goes on in the next row. It is joined only where that
 * is shown: unlike lines broke at the same width, no row is wider, and none goes on behind a row that is not full.
 */
export class WrappedLogs extends Layer {
  #width: number | null = null;
  /** Lines of this log go on below one another, whatever their width. */
  #free = false;
  /** Rows that belong to the line above. */
  #rest = 0;
  /** The width at which a mail broke the lines of this paragraph between words. */
  #mail: number | null = null;

  constructor() {
    super(SEEN);
  }

  override get idle(): boolean {
    return this.#width === null && this.#rest === 0 && this.#mail === null;
  }

  protected override maybe(text: string): boolean {
    return this.#rest > 0 || text.length >= NARROWEST / 2;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    if (this.#rest > 0) {
      this.#rest--;
      return [frame(item)];
    }
    const after = next.at(0)?.text ?? '';
    if (after.trim() === '') this.#mail = null;
    if (!goesOn(after)) {
      if (this.#width !== null && width(item.text) > this.#width) this.#width = null;
      return [item];
    }
    if (mayBePrompt(item.text)) this.#free = false;
    const logged = looksLogged(item.text);
    const own = width(item.text);
    if (this.#width === null || own > this.#width)
      this.#width = logged && !this.#free && own >= NARROWEST && shows(own, item, next) ? own : null;
    if (this.#width === null && logged) {
      this.#mail ??= mailWidth(item, next);
      if (this.#mail !== null) return [this.#joined(item, next, this.#mail)];
    }
    if (this.#width === null || !isFull(own, this.#width)) {
      this.#free ||= logged;
      return [item];
    }
    let text = item.text;
    let row = item.text;
    for (let ahead = 0; ahead < Math.min(next.length, ROWS); ahead++) {
      const more = next.at(ahead)?.text ?? '';
      if (!isFull(width(row), this.#width) || !goesOn(more)) break;
      // a blank at the end of a row is gone
      text += width(row) < this.#width && !/[\u1100-\uffff]$/.test(row) ? ` ${more}` : more;
      row = more;
      this.#rest++;
    }
    return [inside(item, text)];
  }

  /** A line that a mail broke between words. */
  #joined(item: Item, next: Ahead, limit: number): Item {
    let text = item.text;
    let row = item.text;
    for (let ahead = 0; ahead < Math.min(next.length, ROWS); ahead++) {
      const more = next.at(ahead)?.text ?? '';
      if (!goesOn(more) || !hadNoRoom(row, more, limit)) break;
      text = `${text.trimEnd()} ${more.trimStart()}`;
      row = more;
      this.#rest++;
    }
    return this.#rest === 0 ? item : inside(item, text);
  }
}

/** Whether the first word of the next row had no room any more; behind a colon a program begins a line of its own. */
const hadNoRoom = (row: string, more: string, limit: number): boolean =>
  !/[:：]\s*$/.test(row) && !/^\s{2}/.test(more) && width(row.trimEnd()) + 1 + width(/^\S+/.exec(more.trimStart())?.[0] ?? '') > limit;

/** The width at which the lines from here on were broken between words: none is wider, and of each the next word had no room. */
function mailWidth(item: Item, next: Ahead): number | null {
  const rows = [item.text];
  for (let ahead = 0; ahead < SEEN; ahead++) {
    const more = next.at(ahead)?.text ?? '';
    if (more.trim() === '') break;
    rows.push(more);
  }
  const limit = Math.max(...rows.map((row) => width(row.trimEnd())));
  if (limit < MAIL.from || limit > MAIL.to) return null;
  const broken = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const following = rows[index + 1];
    if (following === undefined || !goesOn(following)) continue;
    if (hadNoRoom(row, following, limit)) broken.add(masked(row));
    else if (looksLogged(row)) return null;
    // the last row of a line, and what the mail says behind it
    else break;
  }
  return broken.size >= PROOF ? limit : null;
}

/** A row ends one column early where a blank was, or where a wide character had no room. */
const isFull = (columns: number, limit: number): boolean => columns === limit || columns === limit - 1;

/** Whether the lines from here on were broken at a width. */
function shows(limit: number, item: Item, next: Ahead): boolean {
  const rows = [item.text];
  for (let ahead = 0; ahead < SEEN; ahead++) {
    const more = next.at(ahead)?.text;
    if (more === undefined) break;
    rows.push(more);
  }
  const broken = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const columns = width(row);
    if (columns > limit) return false;
    const following = rows[index + 1];
    if (following === undefined || !goesOn(following)) continue;
    if (!isFull(columns, limit)) return false;
    if (columns === limit && looksLogged(row)) broken.add(masked(row));
  }
  return broken.size >= PROOF;
}
