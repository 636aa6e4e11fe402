import { mayBePrompt, parsePrompt } from '../../../grammars/prompt/index.ts';
import type { Item } from './item.ts';
import { inside } from './item.ts';
import { Layer, looksLogged } from './layer.ts';

/** `**ERROR: …**`, `` `ERROR: …` ``: one line that is marked as a whole. */
const WHOLE = /^(?:\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`)\s*$/;
/** The first row of a listing that is given in quotation marks. */
const QUOTED_ROW = /^"(\s*\d+\s*\|[^"]*)$/;

/** Marks around what a program printed: bold lines, code of several lines between single backticks, a listing in quotation marks. */
export class Emphasis extends Layer {
  /** Behind a backtick that closes on a later line. */
  #open = false;
  /** Behind the quotation mark of a listing, which closes on a later line. */
  #quoted = false;

  constructor() {
    super(0);
  }

  override get idle(): boolean {
    return !this.#open && !this.#quoted;
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    return code === 0x60 || code === 0x5f || code === 0x22 || this.#quoted || text.includes('**') || (this.#open && text.includes('`'));
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    if (this.#quoted) {
      const last = /^(.*)"\s*$/.exec(text)?.[1];
      const closes = last !== undefined && last.split('"').length % 2 === 1;
      this.#quoted = !closes && text.trim() !== '';
      return [closes ? inside(item, last) : item];
    }
    const row = QUOTED_ROW.exec(text)?.[1];
    if (row !== undefined) {
      this.#quoted = true;
      return [inside(item, row)];
    }
    if (this.#open) {
      // whatever else the backtick may be, the code is not known to go on
      this.#open = !text.includes('`');
      const last = /^([^`]*)`\s*$/.exec(text)?.[1];
      return last === undefined ? [item] : [inside(item, last)];
    }
    const whole = WHOLE.exec(text);
    if (whole !== null) {
      const told = whole[1] ?? whole[2] ?? whole[3] ?? '';
      return isPrinted(told) ? [inside(item, told)] : [item];
    }
    // some words of a printed line, or bold that goes on over lines
    const plain = text.replace(/(^|[^*\w])\*\*(?=[^*\s])|(?<=[^*\s])\*\*(?=[^*\w]|$)/g, '$1');
    if (plain !== text && isPrinted(plain)) return [inside(item, plain)];
    const begun = /^`(?!-- )([^`].*)$/.exec(text)?.[1]; // not the last branch of tree
    if (begun === undefined || begun.includes('`')) return [item];
    this.#open = true;
    return [inside(item, begun)];
  }
}

/** A line of a log, or a prompt: what somebody says in bold is neither. */
const isPrinted = (text: string): boolean => looksLogged(text) || (mayBePrompt(text) && parsePrompt(text) !== null);
