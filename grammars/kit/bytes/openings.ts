/** Many beginnings of a text, looked for at once by their first four bytes. */
import { isDigit } from './characters.ts';

interface Opening {
  /** Behind the first four; `#` stands for a number. */
  readonly rest: Uint8Array;
  /** The same, four bytes at a time, and which bits of the last four count; null where numbers stand in it. */
  readonly fours: Int32Array | null;
  readonly mask: number;
  readonly found: number;
}

const SLOTS = 256;
const NUMBER = 0x23;
/** Not four bytes of any text. */
const EMPTY = -1;
const slotOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> 24;

/** Finds which of many literal beginnings a text has; each has at least four bytes. */
export class Openings {
  readonly #keys = new Int32Array(SLOTS).fill(EMPTY);
  readonly #lists: Opening[][] = Array.from({ length: SLOTS }, () => []);
  /** Where that which `at` found last ends. */
  end = 0;

  /** `found` is what `at` gives for these: above 0. */
  add(texts: Iterable<string>, found: number): this {
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text);
      const four = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
      let slot = slotOf(four);
      while (this.#keys[slot] !== EMPTY && this.#keys[slot] !== four) slot = (slot + 1) % SLOTS;
      this.#keys[slot] = four;
      const rest = bytes.subarray(4);
      const count = Math.ceil(rest.length / 4);
      const whole = new DataView(Uint8Array.from({ length: 4 * count }, (_, index) => rest[index] ?? 0).buffer);
      const fours = rest.includes(NUMBER) ? null : Int32Array.from({ length: count }, (_, index) => whole.getInt32(4 * index, true));
      this.#lists[slot]?.push({ rest, fours, mask: (-1 >>> (8 * (4 * count - rest.length))) | 0, found });
    }
    return this;
  }

  /** Writes them as `simd/run.ts` looks for them: keys, where their lists stand, the lists. */
  layOut(memory: Uint8Array): void {
    const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    let end = SLOTS * 6;
    this.#keys.forEach((key, slot) => {
      view.setInt32(slot * 4, key, true);
      const list = this.#lists[slot] ?? [];
      if (list.length === 0) return;
      view.setUint16(SLOTS * 4 + slot * 2, end, true);
      const bytes = [list.length, ...list.flatMap(({ rest, found }) => [found, rest.length, ...rest])];
      memory.set(bytes, end);
      end += bytes.length;
    });
  }

  /** What begins at `from`, as `add` was told; 0 for nothing. */
  at(view: DataView, from: number): number {
    const four = view.getInt32(from, true);
    let slot = slotOf(four);
    for (;;) {
      const key = this.#keys[slot] as number;
      if (key === four) break;
      if (key === EMPTY) return 0;
      slot = (slot + 1) % SLOTS;
    }
    const list = this.#lists[slot] as Opening[];
    for (let index = 0; index < list.length; index++) {
      const { rest, fours, mask, found } = list[index] as Opening;
      const end = fours === null ? endOf(rest, view, from + 4) : isAt(fours, mask, view, from + 4) ? from + 4 + rest.length : -1;
      if (end < 0) continue;
      this.end = end;
      return found;
    }
    return 0;
  }
}

function isAt(fours: Int32Array, mask: number, view: DataView, from: number): boolean {
  const last = fours.length - 1;
  for (let index = 0; index < last; index++) if (view.getInt32(from + 4 * index, true) !== fours[index]) return false;
  return last < 0 || ((view.getInt32(from + 4 * last, true) ^ (fours[last] as number)) & mask) === 0;
}

function endOf(rest: Uint8Array, view: DataView, from: number): number {
  let at = from;
  for (let index = 0; index < rest.length; index++) {
    const byte = rest[index] as number;
    if (byte === NUMBER) {
      const begin = at;
      while (at < from + 40 && isDigit(view.getUint8(at))) at++;
      if (at === begin) return -1;
    } else if (view.getUint8(at++) !== byte) return -1;
  }
  return at;
}
