/** What `run.ts` works with: its program, and its memory. */

import type { Stretch } from '../../grammar.ts';
import type { Openings } from '../openings.ts';
import { TAG_BEGINS, telling, type Word } from '../plain.ts';
import type { Met } from '../shapes.ts';
import { PROGRAM } from './program.ts';

/** Where `run.ts` looks for it. */
const AT = {
  pairs: 0x00000,
  tags: 0x10000,
  slots: 0x10400,
  words: 0x10c00,
  kinds: 0x11c00,
  result: 0x11d00,
  inWord: 0x11e00,
  levels: 0x12000,
  texts: 0x13000,
  prefixes: 0x14000,
  bytes: 0x18000,
} as const;
const PREFIX = { size: 0x200, known: 0x10, digits: 0xf0 } as const;
/** Prefixes that are known at a time. */
const PREFIXES = (AT.bytes - AT.prefixes) / PREFIX.size;
/** Prefixes of a log that are taken up in all. */
const MOST = 256;
/** Sixteen bytes are compared at once. */
const SHORTEST = 16;
/** Zeros behind the bytes: what is looked at together with the last ones. */
const BEHIND = 4096;
const PAGE = 0x10000;

/** What WebAssembly is to this file: Node's types leave it to the browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Module: new (program: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

type Bytes = readonly number[] | null;
const of = (text: string): number[] => [...text.toLowerCase(), ...text.toUpperCase()].map((char) => char.charCodeAt(0));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const DIGITS = range(0x30, 0x39);

/**
 * Kinds of three bytes in a row of which the first may tell something, sixteen of them; null for any byte. Of the second and third the first
 * eight kinds know the upper halves, the others the lower ones. A kind also has what has its halves in common with it: bytes are put
 * together that add little. A test holds them against `plain.ts`.
 */
export const KINDS: readonly (readonly [Bytes, Bytes, Bytes])[] = [
  [[0x0a], null, null],
  [[...range(0x00, 0x08), ...range(0x0b, 0x0f)], null, null],
  [range(0x10, 0x1f), null, null],
  [[0x7f], null, null],
  [[0xc2, 0xe1, 0xe2, 0xe3, 0xef], null, null],
  [of('\\<'), null, null],
  [of('&'), null, null],
  [of(':'), [...DIGITS, ...of('*')], [...DIGITS, ...of(':')]],
  [of('#$'), of(' \t'), null],
  [of('>'), of(' \t'), null],
  [of('ak'), of('spi'), of('sia')],
  [of('csg'), of('rcl'), of('erp')],
  [of('oem'), of('kyd'), of('ej5')],
  [of('i'), of('zvg'), of('a=')],
  [of('h'), of('pousr'), of('_')],
  [
    [...of(':-x'), 0xe5],
    [...of('/w-'), 0x8f, 0xaf],
    [...of('/ \ta'), 0xa3, 0x86],
  ],
];

/** Prefixes of one log that were met, the last ones. */
export class Prefixes {
  readonly all: Uint8Array[] = [];
  readonly #known = new Set<string>();
  #next = 0;
  /** So many have been added. */
  added = 0;

  /** Another one, if it differs from those before in more than its digits. Where too many do, they are no log's few users and databases. */
  add(met: Met): void {
    if (met.length < SHORTEST || this.added >= MOST) return;
    const written = laidOut(met);
    const key = String.fromCharCode(...written.map((byte, at) => (written[at + PREFIX.digits - PREFIX.known] === 0xff ? 0 : byte)));
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.all[this.#next] = written;
    this.#next = (this.#next + 1) % PREFIXES;
    this.added++;
  }
}

/** A prefix as `run.ts` compares with it. */
function laidOut({ fours, digits, length }: Met): Uint8Array {
  const written = new Uint8Array(PREFIX.size);
  new DataView(written.buffer).setInt32(0, length, true);
  // the last four are those before its end
  const last = Math.ceil(length / 4) - 1;
  for (const [from, all] of [
    [PREFIX.known, fours],
    [PREFIX.digits, digits],
  ] as const) {
    const bytes = new Uint8Array(all.buffer);
    written.set(bytes.subarray(0, 4 * last), from);
    written.set(bytes.subarray(4 * last, 4 * last + 4), from + length - 4);
  }
  return written;
}

type Run = (from: number, to: number, most: number, follows: boolean, prefixes: number) => void;

/** Takes runs of lines, of one log at a time. */
export class Runner {
  readonly #memory = new WebAssembly.Memory({ initial: 2 });
  readonly #run: Run;
  #all: Uint8Array;
  #result: Int32Array;
  /** What is in the memory. */
  #bytes: Uint8Array | null = null;
  #prefixes: Prefixes | null = null;
  /** So many of its prefixes. */
  #taken = 0;

  /** Null where this processor does not have what it takes. */
  static make(levels: Openings, texts: Openings, inWord: Uint8Array): Runner | null {
    try {
      return new Runner(levels, texts, inWord);
    } catch {
      return null;
    }
  }

  private constructor(levels: Openings, texts: Openings, inWord: Uint8Array) {
    const program = new WebAssembly.Module(Uint8Array.from(atob(PROGRAM), (char) => char.charCodeAt(0)));
    this.#run = new WebAssembly.Instance(program, { env: { memory: this.#memory } }).exports['run'] as Run;
    this.#all = new Uint8Array(this.#memory.buffer);
    this.#result = new Int32Array(this.#memory.buffer, AT.result, 2);
    const { pairs, words } = telling();
    this.#all.set(pairs, AT.pairs);
    this.#all.set(TAG_BEGINS, AT.tags);
    this.#all.set(kinds(), AT.kinds);
    this.#all.set(inWord, AT.inWord);
    levels.layOut(this.#all.subarray(AT.levels, AT.texts));
    texts.layOut(this.#all.subarray(AT.texts, AT.prefixes));
    this.#layOutWords(words);
  }

  #layOutWords(words: readonly (readonly Word[])[]): void {
    const slots = new Uint16Array(this.#memory.buffer, AT.slots, words.length);
    // the first one is empty: of a slot that has none
    let end = AT.words + 1;
    words.forEach((some, slot) => {
      if (some.length === 0) return;
      const bytes = [some.length, ...some.flatMap(({ word, at }) => [at, word.length, ...word])];
      if (end + bytes.length > AT.kinds) throw new Error('more words than there is room for');
      slots[slot] = end - AT.words;
      this.#all.set(bytes, end);
      end += bytes.length;
    });
  }

  /** Whose lines come next. */
  know(prefixes: Prefixes): void {
    if (this.#prefixes === prefixes && this.#taken === prefixes.added) return;
    this.#prefixes = prefixes;
    this.#taken = prefixes.added;
    prefixes.all.forEach((prefix, index) => {
      this.#all.set(prefix, AT.prefixes + index * PREFIX.size);
    });
  }

  /** The run of these lines that begins at `from`, of some `most` lines. `follows`: the line before was taken. */
  run(bytes: Uint8Array, from: number, most: number, follows: boolean): Stretch {
    if (this.#bytes !== bytes) this.#load(bytes);
    if (this.#prefixes !== null) this.know(this.#prefixes);
    const count = this.#prefixes?.all.length ?? 0;
    this.#run(AT.bytes + from, AT.bytes + bytes.length, Math.min(most, 0x7fffffff), follows, count);
    return { end: (this.#result[0] as number) - AT.bytes, lines: this.#result[1] as number };
  }

  #load(bytes: Uint8Array): void {
    const missing = Math.ceil((AT.bytes + bytes.length + BEHIND - this.#all.length) / PAGE);
    if (missing > 0) {
      this.#memory.grow(missing);
      this.#all = new Uint8Array(this.#memory.buffer);
      this.#result = new Int32Array(this.#memory.buffer, AT.result, 2);
    }
    this.#all.set(bytes, AT.bytes);
    this.#all.fill(0, AT.bytes + bytes.length, AT.bytes + bytes.length + BEHIND);
    this.#bytes = bytes;
  }
}

/** For each eight kinds, a bit for each: which lower half the first byte may have, which upper one, and which half the second and third. */
function kinds(): Uint8Array {
  const tables = new Uint8Array(2 * 4 * 16);
  KINDS.forEach(([first, second, third], number) => {
    const upper = number < 8;
    [first, first, second, third].forEach((bytes, which) => {
      for (const byte of bytes ?? range(0, 255)) {
        const half = which === 1 || (which > 1 && upper) ? byte >> 4 : byte & 15;
        const at = 16 * (4 * (number >> 3) + which) + half;
        tables[at] = (tables[at] as number) | (1 << (number & 7));
      }
    });
  });
  return tables;
}
