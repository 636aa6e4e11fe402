/**
 * bzip2, block by block: what a compressed block needs is a few hundred kilobytes, so memory does not grow with the file.
 * The format has no official document; this follows its common description (block sort, move to front, Huffman codes).
 */

const BLOCK = 0x314159265359;
const END = 0x177245385090;
/** A compressed block of the largest size, with room: as much is gathered before one is decoded. */
const GATHER = 1_300_000;
const LONGEST_CODE = 20;
const SYMBOLS_OF_A_TABLE = 50;
/** Codes up to this length are looked up at once. */
const SHORT_CODE = 10;

class Damaged extends Error {}
class NeedsMore extends Error {}

/** Unpacks a file of one or several streams. @throws Error where the data is damaged or breaks off. */
export async function* bunzip2(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new Decoder();
  for await (const piece of pieces) {
    decoder.add(piece);
    while (decoder.gathered >= GATHER) {
      const block = decoder.block();
      if (block === null) return;
      yield block;
    }
  }
  for (;;) {
    let block: Uint8Array | null;
    try {
      block = decoder.block();
    } catch (error) {
      throw error instanceof NeedsMore ? new Damaged('unexpected end of file') : error;
    }
    if (block === null) return;
    yield block;
  }
}

class Decoder {
  #bytes: Uint8Array = new Uint8Array(0);
  /** Position in bits. */
  #at = 0;
  #level = 0;
  #streamSum = 0;

  get gathered(): number {
    return this.#bytes.length - (this.#at >>> 3);
  }

  add(piece: Uint8Array): void {
    const from = this.#at >>> 3;
    const all = new Uint8Array(this.#bytes.length - from + piece.length);
    all.set(this.#bytes.subarray(from));
    all.set(piece, this.#bytes.length - from);
    this.#bytes = all;
    this.#at &= 7;
  }

  /** The next block unpacked, empty at the end of a stream; null where nothing follows. */
  block(): Uint8Array | null {
    if (this.#level === 0) {
      if (this.gathered === 0) return null;
      if (this.#bits(24) !== 0x425a68) throw new Damaged('no bzip2 data');
      this.#level = this.#bits(8) - 0x30;
      if (this.#level < 1 || this.#level > 9) throw new Damaged('no bzip2 data');
      this.#streamSum = 0;
    }
    const mark = this.#bits(24) * 2 ** 24 + this.#bits(24);
    const sum = this.#word();
    if (mark === END) {
      if (sum !== this.#streamSum) throw new Damaged('wrong checksum');
      this.#level = 0;
      this.#at = (this.#at + 7) & ~7;
      return new Uint8Array(0);
    }
    if (mark !== BLOCK) throw new Damaged('no block where one should begin');
    this.#streamSum = (sum ^ ((this.#streamSum << 1) | (this.#streamSum >>> 31))) >>> 0;
    const unpacked = this.#unpack();
    if (crc(unpacked) !== sum) throw new Damaged('wrong checksum');
    return unpacked;
  }

  #unpack(): Uint8Array {
    if (this.#bits(1) === 1) throw new Damaged('a block of bzip2 before 0.9.5');
    const origin = this.#bits(24);
    const used = this.#usedBytes();
    const tables = this.#bits(3);
    const selectors = this.#selectors(tables);
    const codes = Array.from({ length: tables }, () => new Code(this.#lengths(used.length + 2)));
    return unsort(this.#symbols(used, codes, selectors), origin);
  }

  /** The bytes that occur, in two levels of a bitmap. */
  #usedBytes(): Uint8Array {
    const rows = this.#bits(16);
    const used: number[] = [];
    for (let row = 0; row < 16; row++) {
      if ((rows & (0x8000 >>> row)) === 0) continue;
      const bits = this.#bits(16);
      for (let bit = 0; bit < 16; bit++) if ((bits & (0x8000 >>> bit)) !== 0) used.push(row * 16 + bit);
    }
    if (used.length === 0) throw new Damaged('an empty block');
    return Uint8Array.from(used);
  }

  /** Which table decodes each run of fifty symbols. */
  #selectors(tables: number): Uint8Array {
    const count = this.#bits(15);
    if (tables < 2 || tables > 6 || count === 0) throw new Damaged('wrong tables');
    const front = Uint8Array.from({ length: tables }, (_, index) => index);
    const selectors = new Uint8Array(count);
    for (let index = 0; index < count; index++) {
      let place = 0;
      while (this.#bits(1) === 1) if (++place >= tables) throw new Damaged('wrong tables');
      selectors[index] = toFront(front, place);
    }
    return selectors;
  }

  #lengths(symbols: number): Uint8Array {
    const lengths = new Uint8Array(symbols);
    let length = this.#bits(5);
    for (let symbol = 0; symbol < symbols; symbol++) {
      while (this.#bits(1) === 1) length += this.#bits(1) === 0 ? 1 : -1;
      if (length < 1 || length > LONGEST_CODE) throw new Damaged('wrong code lengths');
      lengths[symbol] = length;
    }
    return lengths;
  }

  /** The sorted block: runs expanded, move-to-front undone. */
  #symbols(used: Uint8Array, codes: readonly Code[], selectors: Uint8Array): Uint32Array {
    const front = Uint8Array.from(used);
    const end = used.length + 1;
    const most = this.#level * 100_000;
    const block = new Uint32Array(most);
    let size = 0;
    let run = 0;
    let weight = 1;
    for (let read = 0; ; read++) {
      const code = codes[selectors[Math.floor(read / SYMBOLS_OF_A_TABLE)] ?? -1];
      if (code === undefined) throw new Damaged('more symbols than announced');
      const symbol = this.#symbol(code);
      if (symbol <= 1) {
        run += weight << symbol;
        weight <<= 1;
        if (run > most) throw new Damaged('a block too long');
        continue;
      }
      if (run > 0) {
        if (size + run > most) throw new Damaged('a block too long');
        block.fill(front[0] ?? 0, size, size + run);
        size += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) return block.subarray(0, size);
      if (size >= most) throw new Damaged('a block too long');
      block[size++] = toFront(front, symbol - 1);
    }
  }

  #symbol(code: Code): number {
    const short = code.short(this.#ahead());
    if (short !== 0) {
      this.#at += short >>> 9;
      if (this.#at > this.#bytes.length * 8) throw new NeedsMore();
      return short & 0x1ff;
    }
    let value = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      value = (value << 1) | this.#bits(1);
      const symbol = code.symbol(value, length);
      if (symbol >= 0) return symbol;
    }
    throw new Damaged('a code that stands for nothing');
  }

  /** The next bits, not taken; zeros behind the end. */
  #ahead(): number {
    const byte = this.#at >>> 3;
    const bytes = ((this.#bytes[byte] ?? 0) << 16) | ((this.#bytes[byte + 1] ?? 0) << 8) | (this.#bytes[byte + 2] ?? 0);
    return (bytes >>> (24 - SHORT_CODE - (this.#at & 7))) & ((1 << SHORT_CODE) - 1);
  }

  #word(): number {
    return (this.#bits(16) * 0x10000 + this.#bits(16)) >>> 0;
  }

  #bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const byte = this.#bytes[this.#at >>> 3];
      if (byte === undefined) throw new NeedsMore();
      const free = 8 - (this.#at & 7);
      const taken = Math.min(free, left);
      value = (value << taken) | ((byte >>> (free - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }
}

/** A canonical Huffman code: symbols by length, then by number. */
class Code {
  readonly #first = new Int32Array(LONGEST_CODE + 2);
  readonly #count = new Int32Array(LONGEST_CODE + 2);
  readonly #index = new Int32Array(LONGEST_CODE + 2);
  readonly #symbols: Uint16Array;
  /** For each possible start: length of the code << 9, and its symbol; 0 where the code is longer. */
  readonly #short = new Uint16Array(1 << SHORT_CODE);

  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.#count[length] = (this.#count[length] ?? 0) + 1;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      this.#first[length] = code;
      this.#index[length] = index;
      index += this.#count[length] ?? 0;
      code = (code + (this.#count[length] ?? 0)) << 1;
    }
    const next = Int32Array.from(this.#index);
    this.#symbols = new Uint16Array(lengths.length);
    lengths.forEach((length, symbol) => {
      const place = next[length] ?? 0;
      next[length] = place + 1;
      this.#symbols[place] = symbol;
      if (length > SHORT_CODE) return;
      const value = (this.#first[length] ?? 0) + place - (this.#index[length] ?? 0);
      const free = SHORT_CODE - length;
      this.#short.fill((length << 9) | symbol, value << free, (value + 1) << free);
    });
  }

  short(ahead: number): number {
    return this.#short[ahead] ?? 0;
  }

  /** The symbol of a code of this length, -1 where it is only the beginning of one. */
  symbol(value: number, length: number): number {
    const offset = value - (this.#first[length] ?? 0);
    return offset < (this.#count[length] ?? 0) ? (this.#symbols[(this.#index[length] ?? 0) + offset] ?? -1) : -1;
  }
}

function toFront(list: Uint8Array, place: number): number {
  const value = list[place] ?? 0;
  list.copyWithin(1, 0, place);
  list[0] = value;
  return value;
}

/** Undoes the block sort, then the runs of four and more: four equal bytes are followed by how many more there are. */
function unsort(block: Uint32Array, origin: number): Uint8Array {
  if (origin >= block.length) throw new Damaged('wrong origin');
  const starts = new Uint32Array(257);
  for (const byte of block) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] = (starts[byte + 1] ?? 0) + (starts[byte] ?? 0);
  for (let index = 0; index < block.length; index++) {
    const byte = (block[index] ?? 0) & 0xff;
    const place = starts[byte] ?? 0;
    starts[byte] = place + 1;
    block[place] = ((block[place] ?? 0) & 0xff) | (index << 8);
  }
  const out = new Output(block.length);
  let at = (block[origin] ?? 0) >>> 8;
  let same = 0;
  let last = -1;
  for (let index = 0; index < block.length; index++) {
    const entry = block[at] ?? 0;
    const byte = entry & 0xff;
    at = entry >>> 8;
    if (same === 4) {
      out.repeat(last, byte);
      same = 0;
      last = -1;
    } else {
      out.add(byte);
      same = byte === last ? same + 1 : 1;
      last = byte;
    }
  }
  return out.bytes;
}

class Output {
  #bytes: Uint8Array;
  #size = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  add(byte: number): void {
    this.#room(1);
    this.#bytes[this.#size++] = byte;
  }

  repeat(byte: number, times: number): void {
    this.#room(times);
    this.#bytes.fill(byte, this.#size, this.#size + times);
    this.#size += times;
  }

  #room(more: number): void {
    if (this.#size + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#size + more));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** The checksum of zip and gzip with its bits the other way round. */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum << 8) ^ (TABLE[(sum >>> 24) ^ byte] ?? 0);
  return ~sum >>> 0;
}
