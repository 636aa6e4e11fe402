/** What `run.ts` works with: its program, and its memory. */

import type { Stretch } from '../../grammar.ts';
import { WORD_CHARACTERS } from '../characters.ts';
import type { Openings } from '../openings.ts';
import { TAG_BEGINS, telling, type Word } from '../plain.ts';
import type { Shape } from '../shapes.ts';
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
  shapes: 0x14000,
  wordCharacters: 0x18800,
  bytes: 0x19000,
} as const;
const SHAPE = { size: 0x600, digits: 0x20, bits: 0x100, parts: 0x1e0 } as const;
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

type Run = (from: number, to: number, most: number, follows: boolean, shapes: number) => void;

/** Takes runs of lines, of one log at a time. */
export class Runner {
  readonly #memory = new WebAssembly.Memory({ initial: 2 });
  readonly #run: Run;
  #all: Uint8Array;
  #result: Int32Array;
  /** What is in the memory. */
  #bytes: Uint8Array | null = null;
  #shapes: readonly Shape[] | null = null;
  /** So many of them. */
  #known = 0;

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
    texts.layOut(this.#all.subarray(AT.texts, AT.shapes));
    this.#all.set(WORD_CHARACTERS, AT.wordCharacters);
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

  /** The run of these lines that begins at `from`, of some `most` lines whose prefixes have one of these shapes. `follows`: the line before was taken. */
  run(bytes: Uint8Array, from: number, most: number, follows: boolean, shapes: readonly Shape[]): Stretch {
    if (this.#bytes !== bytes) this.#load(bytes);
    if (this.#shapes !== shapes) this.#known = 0;
    this.#shapes = shapes;
    for (; this.#known < shapes.length; this.#known++) this.#learn(shapes[this.#known] as Shape, AT.shapes + this.#known * SHAPE.size);
    this.#run(AT.bytes + from, AT.bytes + bytes.length, Math.min(most, 0x7fffffff), follows, shapes.length);
    return { end: (this.#result[0] as number) - AT.bytes, lines: this.#result[1] as number };
  }

  #learn({ digits, bits, parts, keeps }: Shape, at: number): void {
    const { buffer } = this.#memory;
    new Int32Array(buffer, at, 4).set([digits.length, parts.length, keeps ? 1 : 0, 0]);
    new Int32Array(buffer, at + SHAPE.digits, digits.length).set(digits);
    new Int32Array(buffer, at + SHAPE.bits, bits.length).set(bits);
    new Int16Array(buffer, at + SHAPE.parts, parts.length).set(parts);
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
