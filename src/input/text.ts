/** Bytes to lines: encoding, line ends, over-long lines, what a terminal would have shown. In pieces, so that gigabytes pass through. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Problem } from '../core/source.ts';
import type { Batch, Block } from '../transcript/block.ts';
import { looksLikeUtf16 } from './formats.ts';
import type { Limits } from './limits.ts';
import { problem } from './problems.ts';
import { Terminal } from './terminal.ts';

/** Fewer bytes are decoded at once. */
const SMALL = 16 * 1024;

const LF = 0x0a;
const CR = 0x0d;

const lossyUtf8 = new TextDecoder('utf-8');
/** Made where a line is written in it, since its tables take milliseconds to load. */
let gb: { readonly strict: InstanceType<typeof TextDecoder>; readonly lossy: InstanceType<typeof TextDecoder> } | null = null;

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
/** Blanks of rich text editors and of Chinese input methods, and marks without width. */
const ODD_BLANK = /[\u0085\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;
const BLANKS = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const WITHOUT_WIDTH = /[\u200b-\u200f\u2060\ufeff]/g;

/** Feeds on the pieces of one source and gives its lines. */
export class LineDecoder {
  readonly #longest: number;
  readonly #terminal = new Terminal();
  readonly #seen = new Set<string>();
  #wide: InstanceType<typeof TextDecoder> | null = null;
  #begun = false;
  #separator = LF;
  /** The unfinished last line: bytes, or text where the encoding is UTF-16. */
  #rest: Uint8Array = new Uint8Array(0);
  #text = '';
  #joined: Buffer = Buffer.alloc(0);
  /** The rest of an over-long line is passed over. */
  #skipping = false;
  #lines = 0;
  #visible = false;
  readonly #cut = new Tally();
  readonly #nul = new Tally();
  readonly #undecodable = new Tally();

  constructor(limits: Pick<Limits, 'lineBytes'>) {
    this.#longest = limits.lineBytes;
  }

  /** What the lines turned out to be written in: `utf-8+gb18030` for a file that mixes them. */
  get encoding(): string {
    if (this.#wide !== null) return this.#wide.encoding;
    return this.#seen.size === 0 ? 'utf-8' : [...this.#seen].sort().reverse().join('+');
  }

  /** What was not as it should be, once all is read. */
  get problems(): Problem[] {
    const found: Problem[] = [];
    if (!this.#visible && this.#lines > 0 && this.#nul.count > 0) return [problem.onlyNul()];
    if (!this.#visible && this.#controls) return [problem.invisible()];
    if (this.#cut.count > 0) found.push(problem.line(this.#cut.count, this.#longest, this.#cut.first));
    if (this.#nul.count > 0) found.push(problem.nul(this.#nul.count, this.#nul.first));
    if (this.#undecodable.count > 0) found.push(problem.undecodable(this.#undecodable.count, this.#undecodable.first));
    return found;
  }

  #controls = false;

  /** The lines that this piece completes; `\n` inside a line where its place on the screen held several. */
  push(piece: Uint8Array): Batch {
    let bytes = piece;
    if (!this.#begun) {
      this.#begun = true;
      bytes = this.#begin(bytes);
    }
    return this.#wide === null ? this.#fromBytes(bytes) : this.#fromText(this.#wide.decode(bytes, { stream: true }));
  }

  /** The last line, where nothing ends it. */
  end(): string[] {
    if (this.#wide !== null) {
      const all = this.#fromText(`${this.#wide.decode()}\n`);
      if (all.at(-1) === '') all.pop();
      return all;
    }
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return rest.length === 0 ? [] : this.#block(rest);
  }

  #begin(bytes: Uint8Array): Uint8Array {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
    const wide = looksLikeUtf16(bytes);
    if (wide !== null) {
      this.#wide = new TextDecoder(wide);
      return bytes;
    }
    if (!bytes.includes(LF) && bytes.indexOf(CR) !== bytes.lastIndexOf(CR)) this.#separator = CR;
    return bytes;
  }

  #fromText(text: string): string[] {
    const all = (this.#text + text).split('\n');
    this.#text = (all.pop() ?? '').slice(0, this.#longest + 1);
    return this.#finish(all.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  }

  #fromBytes(piece: Uint8Array): Batch {
    let bytes = piece;
    if (this.#skipping) {
      const end = bytes.indexOf(this.#separator);
      if (end < 0) return [];
      this.#skipping = false;
      // the line's beginning is held, and this is its end
      bytes = bytes.subarray(end);
    }
    const all = this.#rest.length === 0 ? bytes : this.#join(this.#rest, bytes);
    const last = all.lastIndexOf(this.#separator);
    this.#hold(last < 0 ? all : all.subarray(last + 1));
    if (last < 0) return [];
    const view = viewOf(all.subarray(0, last + 1));
    return view.length < SMALL || this.#separator !== LF || view.includes(CR) ? this.#block(view.subarray(0, last)) : this.#whole(view);
  }

  /** Both in one place, which is the same for every piece: a block is read before the next one is made. */
  #join(rest: Uint8Array, bytes: Uint8Array): Uint8Array {
    const size = rest.length + bytes.length;
    if (this.#joined.length < size) this.#joined = Buffer.allocUnsafeSlow(size + 2 * SMALL);
    this.#joined.set(rest);
    this.#joined.set(bytes, rest.length);
    return this.#joined.subarray(0, size);
  }

  /** A copy, so that the piece it came from can go. */
  #hold(rest: Uint8Array): void {
    this.#skipping = rest.length > this.#longest;
    this.#rest = Uint8Array.prototype.slice.call(rest, 0, this.#longest + 1);
  }

  /** Many lines of one encoding, which are decoded where they are looked at. */
  #whole(view: Buffer): Batch {
    const ascii = isAscii(view);
    if (!ascii && !isUtf8(view)) return this.#block(view.subarray(0, view.length - 1));
    if (!ascii) this.#seen.add('utf-8');
    return new TextBlock(
      view,
      (from, to, proved) => {
        const lines = view.toString(ascii ? 'latin1' : 'utf8', from, to).split('\n');
        return proved ? this.#count(lines) : this.#finish(lines, ascii);
      },
      (lines) => {
        this.#lines += lines;
        this.#visible = true;
      },
    );
  }

  /** Whole lines, without the end of the last one. The usual case, one encoding and nothing odd, is decoded at once. */
  #block(bytes: Uint8Array): string[] {
    const view = viewOf(bytes);
    if (isAscii(view)) return this.#split(view.toString('latin1'), true);
    if (isUtf8(view)) {
      this.#seen.add('utf-8');
      return this.#split(view.toString('utf8'));
    }
    const lines: string[] = [];
    for (let from = 0; from <= view.length; ) {
      const found = view.indexOf(this.#separator, from);
      const end = found < 0 ? view.length : found;
      const { text, encoding, whole } = decodeLine(view.subarray(from, end));
      if (encoding !== null) this.#seen.add(encoding);
      if (!whole) this.#undecodable.add(this.#lines + lines.length + 1);
      lines.push(text.endsWith('\r') ? text.slice(0, -1) : text);
      from = end + 1;
    }
    return this.#finish(lines);
  }

  #split(text: string, ascii = false): string[] {
    if (this.#separator === CR) return this.#finish(text.split('\r'), ascii);
    if (!text.includes('\r')) return this.#finish(text.split('\n'), ascii);
    const regular = text.replaceAll('\r\n', '\n');
    return this.#finish((regular.endsWith('\r') ? regular.slice(0, -1) : regular).split('\n'), ascii);
  }

  /** Lines are made regular where they need it; most do not, and are not copied. */
  #finish(lines: string[], ascii = false): string[] {
    if (this.#lines === 0 && lines[0]?.startsWith('Script ') === true) this.#terminal.begin(lines[0]);
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] ?? '';
      const long = line.length > this.#longest;
      if (long || CONTROL.test(line) || (!ascii && ODD_BLANK.test(line))) lines[index] = this.#regular(line, this.#lines + index + 1);
      if (!this.#visible && lines[index] !== '') this.#visible = true;
    }
    this.#lines += lines.length;
    return lines;
  }

  /** Lines that are as they should be, unless they are too long. */
  #count(lines: string[]): string[] {
    if (lines.some((line) => line.length > this.#longest)) return this.#finish(lines);
    this.#lines += lines.length;
    this.#visible = true;
    return lines;
  }

  #regular(line: string, number: number): string {
    let text = line;
    if (text.length > this.#longest) {
      this.#cut.add(number);
      text = text.slice(0, this.#longest);
    }
    if (text.includes('\u0000')) {
      this.#nul.add(number, text.split('\u0000').length - 1);
      text = text.replaceAll('\u0000', '');
    }
    if (CONTROL.test(text)) {
      this.#controls = true;
      text = this.#terminal.show(text);
    }
    return ODD_BLANK.test(text) ? text.replace(BLANKS, ' ').replace(WITHOUT_WIDTH, '') : text;
  }
}

/** Bytes that `decode` makes lines of. */
class TextBlock implements Block {
  readonly bytes: Uint8Array;
  readonly pass: (lines: number) => void;
  /** Without the end of the last line. */
  readonly #decode: (from: number, to: number, proved: boolean) => string[];

  constructor(bytes: Uint8Array, decode: (from: number, to: number, proved: boolean) => string[], pass: (lines: number) => void) {
    this.bytes = bytes;
    this.#decode = decode;
    this.pass = pass;
  }

  lines(from: number, to: number): string[] {
    return to > from ? this.#decode(from, to - 1, false) : [];
  }

  proved(from: number, to: number): string[] {
    return to > from ? this.#decode(from, to - 1, true) : [];
  }

  [Symbol.iterator](): Iterator<string> {
    return this.lines(0, this.bytes.length)[Symbol.iterator]();
  }
}

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

class Tally {
  count = 0;
  first = 0;

  add(line: number, times = 1): void {
    if (this.count === 0) this.first = line;
    this.count += times;
  }
}

export interface DecodedLine {
  readonly text: string;
  /** Null where ASCII tells nothing. */
  readonly encoding: 'utf-8' | 'gb18030' | 'windows-1252' | null;
  /** Whether every byte had a meaning. */
  readonly whole: boolean;
}

/** One line by itself, for files that mix encodings: a Chinese log shown by a tool that writes UTF-8. */
export function decodeLine(bytes: Uint8Array): DecodedLine {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(view)) return { text: view.toString('latin1'), encoding: null, whole: true };
  if (isUtf8(view)) return { text: view.toString('utf8'), encoding: 'utf-8', whole: true };
  // UTF-8 cut in the middle of a character would pass for GB18030 and come out as nonsense
  const text = lossyUtf8.decode(view);
  const lost = count(text, /\ufffd/g);
  if (count(text, /[^\u0000-\u007f\ufffd]/g) >= lost * 2) return { text, encoding: 'utf-8', whole: false };
  if (isChinese(view)) {
    gb ??= { strict: new TextDecoder('gb18030', { fatal: true }), lossy: new TextDecoder('gb18030') };
    const { strict, lossy } = gb;
    const whole = attempt(() => strict.decode(view));
    return { text: whole ?? lossy.decode(view), encoding: 'gb18030', whole: whole !== null };
  }
  return { text: western(view), encoding: 'windows-1252', whole: true };
}

/** What windows-1252 has where Latin 1 has controls. Node's own decoder leaves them. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function western(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (char) => WINDOWS.charAt(char.charCodeAt(0) - 0x80));
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/**
 * Whether bytes above 127 come in pairs that stand for usual Chinese characters and punctuation. Nearly every pair of bytes is
 * valid in GB18030: `répertoire` in windows-1252 would be, too.
 */
function isChinese(bytes: Uint8Array): boolean {
  let usual = 0;
  let rare = 0;
  for (let index = 0; index < bytes.length; index++) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    const punctuation = lead >= 0xa1 && lead <= 0xa3;
    const firstLevel = lead >= 0xb0 && lead <= 0xd7;
    if ((punctuation || firstLevel) && trail >= 0xa1) usual++;
    else rare++;
    if (trail >= 0x40) index++;
  }
  return usual > rare;
}
