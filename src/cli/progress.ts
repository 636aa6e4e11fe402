/** What is being read, on standard error of a terminal, once the work is long enough to wonder about. */
import { statSync } from 'node:fs';
import { sizeText } from '../core/size.ts';
import { cut, oneLine } from '../report/terminal.ts';
import type { DecodedSource } from '../transcript/read.ts';

/** Short work says nothing. */
const PATIENCE_MS = 1000;
const BETWEEN_MS = 200;
const WIDTH = 79;

export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The same sources; while they are read, one line of the screen tells of it. Nothing where the screen is no terminal or `quiet` is set. */
export async function* watched(
  sources: AsyncIterable<DecodedSource>,
  inputs: readonly string[],
  options: { readonly quiet?: boolean },
  screen: Screen = process.stderr,
  now: () => number = Date.now,
): AsyncGenerator<DecodedSource> {
  if (screen.isTTY !== true || options.quiet === true) {
    yield* sources;
    return;
  }
  const meter = new Meter(totalBytes(inputs), screen, now);
  try {
    for await (const source of sources) {
      yield meter.watch(source);
      meter.done(source);
    }
  } finally {
    meter.clear();
  }
}

class Meter {
  readonly #total: number | null;
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #start: number;
  #shown = 0;
  #read = 0;

  constructor(total: number | null, screen: Screen, now: () => number) {
    this.#total = total;
    this.#screen = screen;
    this.#now = now;
    this.#start = now();
  }

  watch(source: DecodedSource): DecodedSource {
    const tick = (): void => this.#tick(source);
    const batches = source.batches;
    const counted = (async function* () {
      for await (const batch of batches) {
        tick();
        yield batch;
      }
    })();
    // what else a source tells is final only after its batches: it is asked of the source itself
    return new Proxy(source, { get: (target, name) => (name === 'batches' ? counted : Reflect.get(target, name, target)) });
  }

  done(source: DecodedSource): void {
    this.#read += source.bytes;
  }

  clear(): void {
    if (this.#shown > 0) this.#screen.write('\r\u001b[K');
  }

  #tick(source: DecodedSource): void {
    const time = this.#now();
    if (time - this.#start < PATIENCE_MS || time - this.#shown < BETWEEN_MS) return;
    this.#shown = time;
    const read = this.#read + source.bytes;
    // packed inputs hold more than their size: then there is no end to tell
    const total = this.#total !== null && this.#total >= read ? this.#total : null;
    const parts = [total === null ? sizeText(read) : `${sizeText(read)} of ${sizeText(total)}`];
    if (total !== null && read > 0) parts.push(timeText(((time - this.#start) / read) * (total - read)));
    const rest = parts.join(' · ');
    this.#screen.write(`\r\u001b[K${cut(`reading ${oneLine(source.path)}`, WIDTH - rest.length - 4)} · ${rest}`);
  }
}

/** Bytes of all inputs that are plain files; null where one is something else, whose size nobody knows beforehand. */
export function totalBytes(inputs: readonly string[]): number | null {
  const stats = inputs.map((path) => statSync(path, { throwIfNoEntry: false }));
  return stats.every((stat) => stat?.isFile() === true) ? stats.reduce((sum, stat) => sum + (stat?.size ?? 0), 0) : null;
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`;
}
