import { parsePrompt } from '../../../grammars/prompt/index.ts';
import type { Item } from './item.ts';
import { inside } from './item.ts';
import { type Ahead, Layer } from './layer.ts';

const MARKS = /^(?:> ?)+/;
const DIFF = /^(?:---$|\d+(?:,\d+)?[acd]\d|[<] )/;

/** Quoted mail: `> > text`. What shells and diff begin with `> ` is left alone. */
export class Quotes extends Layer {
  #before = '';
  /** Inside a quotation, or inside lines that only look like one. */
  #run: 'quoted' | 'other' | null = null;

  constructor() {
    super(2);
  }

  override get idle(): boolean {
    return this.#run === null;
  }

  protected override maybe(text: string): boolean {
    return text.charCodeAt(0) === 0x3e;
  }

  protected override passes(item: Item): void {
    this.#before = item.text;
    this.#run = null;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    this.#run ??= this.#begins(item.text, next);
    if (this.#run === 'other') return [item];
    return [inside(item, item.text.replace(MARKS, ''))];
  }

  #begins(text: string, next: Ahead): 'quoted' | 'other' {
    if (/^> ?>/.test(text)) return 'quoted';
    // a command that goes on, or two files compared
    if (this.#before.endsWith('\\') || DIFF.test(this.#before) || parsePrompt(this.#before) !== null) return 'other';
    for (let ahead = 0; ahead < next.length; ahead++) {
      const line = next.at(ahead)?.text ?? '';
      if (DIFF.test(line)) return 'other';
      if (line.startsWith('>')) return 'quoted';
    }
    return 'other';
  }
}
