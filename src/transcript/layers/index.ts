/** What was put around the lines of a source on their way here is taken off, layer by layer, the outermost first. */
import { Ansible } from './ansible.ts';
import { Chat } from './chat.ts';
import { Containers } from './containers.ts';
import { Emphasis } from './emphasis.ts';
import { Backslashes, Colours, Html, QuotedLines } from './escapes.ts';
import { Exports } from './exports.ts';
import { FullWidth } from './full-width.ts';
import { type Item, itemOf, several } from './item.ts';
import type { Layer } from './layer.ts';
import { MovedIn } from './moved-in.ts';
import { Names } from './names.ts';
import { LineNumbers } from './numbers.ts';
import { Progress } from './progress.ts';
import { Quotes } from './quotes.ts';
import { WrappedLogs } from './wrapped.ts';

export class Layers {
  readonly #layers: readonly Layer[] = [
    new Exports(),
    new Html(),
    new Colours(),
    new QuotedLines(),
    new FullWidth(),
    new MovedIn(),
    new Quotes(),
    new WrappedLogs(),
    new Emphasis(),
    new Chat(),
    new LineNumbers(),
    new Names(),
    new Containers(),
    new Ansible(),
    new Backslashes(),
    new Progress(),
  ];
  #number = 0;

  /** The lines of the source so far. */
  get lines(): number {
    return this.#number;
  }

  /** No layer is amid something: lines that are wrapped in nothing may go another way. */
  get idle(): boolean {
    return this.#layers.every((layer) => layer.idle);
  }

  /** So many lines that are wrapped in nothing tell what all lines before them are, whatever follows. */
  get reach(): number {
    return Math.max(...this.#layers.map((layer) => layer.reach));
  }

  push(batch: readonly string[]): readonly Item[] {
    let items: readonly Item[] = batch.map((text) => itemOf(++this.#number, text));
    // the input stage leaves line breaks in a line where the screen, or an old system, had several
    if (batch.some((text) => text.includes('\n')))
      items = items.flatMap((item) => (item.text.includes('\n') ? several(item, item.text.split('\n')) : [item]));
    return this.#through(items, false);
  }

  /** The same of lines that are known from their bytes, without those that follow. */
  prove(batch: readonly string[]): readonly Item[] {
    return this.#through(
      batch.map((text) => itemOf(++this.#number, text, true)),
      true,
    );
  }

  /** What waits for the lines that follow, without them. */
  flush(): readonly Item[] {
    return this.#through([], true);
  }

  /** So many lines went another way. */
  pass(lines: number): void {
    this.#number += lines;
  }

  #through(items: readonly Item[], ended: boolean): readonly Item[] {
    let through = items;
    for (const layer of this.#layers) through = layer.take(through, ended);
    return through;
  }
}
