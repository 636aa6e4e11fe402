import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';

/** The lines that follow, as far as the layer may look. */
export interface Ahead {
  readonly length: number;
  at(index: number): Item | undefined;
}

/** One way in which lines get wrapped before they reach a bundle. Takes lines in order and gives what was in them. */
export abstract class Layer {
  /** So many following lines may be asked for. */
  readonly #reach: number;
  #held: readonly Item[] = [];

  constructor(reach: number) {
    this.#reach = reach;
  }

  /** Whether a line may be wrapped this way: asked of every line, so it looks at a character or two. */
  protected abstract maybe(text: string): boolean;

  /** Amid nothing: lines that are wrapped in nothing go by, and what is known of the lines behind them stays the same. */
  get idle(): boolean {
    return true;
  }

  /** So many lines behind a line tell what it is. */
  get reach(): number {
    return this.#reach;
  }

  /** What was in a line, or the line itself. */
  protected abstract unwrap(item: Item, next: Ahead): readonly Item[];

  /** A line that is certainly not wrapped goes by. */
  protected passes(_item: Item): void {}

  take(items: readonly Item[], ended: boolean): readonly Item[] {
    const all = this.#held.length === 0 ? items : [...this.#held, ...items];
    const decided = ended ? all.length : Math.max(0, all.length - this.#reach);
    let out: Item[] | null = null;
    for (let index = 0; index < decided; index++) {
      const item = all[index] as Item;
      if (item.reading !== null || item.typed || (item.proved && this.idle) || !this.maybe(item.text)) {
        this.passes(item);
        out?.push(item);
        continue;
      }
      const found = this.unwrap(item, { length: this.#reach, at: (ahead) => all[index + 1 + ahead] });
      if (found.length === 1 && found[0] === item) out?.push(item);
      else {
        // nothing is copied while nothing is wrapped, which is most of any log
        out ??= all.slice(0, index);
        for (const one of found) out.push(one);
      }
    }
    this.#held = decided === all.length ? [] : all.slice(decided);
    return out ?? (decided === all.length ? all : all.slice(0, decided));
  }
}

/** A line that begins as programs begin the lines of a log: a date and time with something behind it, a level. */
export function looksLogged(text: string): boolean {
  return LOGGED.test(text);
}
const LOGGED = guarded(
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d\S*(?: [A-Z]{2,5})? +\S|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\[(?:DEBUG|INFO|NOTICE|WARNING|ERROR)\]|(?:LOG|FATAL|PANIC|ERROR|WARNING|NOTICE|INFO|HINT|DETAIL|STATEMENT|CONTEXT|DEBUG): |\{")/,
);
