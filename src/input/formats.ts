/** What a file is, by its first bytes and never by its name. */
import { BLOCK, isHeader, wasHeader } from './tar-blocks.ts';

/** Opened on the way. */
export type Packing = 'gz' | 'bz2' | 'xz' | 'zst' | 'tar' | 'zip';

export type Format =
  | { readonly is: 'packed'; readonly by: Packing }
  /** Known, and not opened. */
  | { readonly is: 'archive' | 'picture' | 'document'; readonly name: string }
  | { readonly is: 'journal' | 'binary' }
  | { readonly is: 'text' };

/** As much of a file's beginning as telling its format needs: a tar's header is one block of 512 bytes. */
export const HEAD_BYTES = 8192;

const magic = (text: string): readonly number[] => [...text].map((char) => char.charCodeAt(0));

const PACKINGS: readonly (readonly [Packing, readonly number[]])[] = [
  ['gz', [0x1f, 0x8b, 0x08]],
  ['xz', [0xfd, ...magic('7zXZ'), 0x00]],
  ['zst', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', magic('PK\u0003\u0004')],
  ['zip', magic('PK\u0005\u0006')],
];

const OTHERS: readonly (readonly ['archive' | 'picture' | 'document' | 'journal', string, readonly number[]])[] = [
  ['archive', '7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['archive', 'rar', magic('Rar!\u001a\u0007')],
  ['archive', 'lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['archive', 'lzip', magic('LZIP\u0001')],
  ['archive', 'compress (.Z)', [0x1f, 0x9d]],
  ['picture', 'PNG', [0x89, ...magic('PNG\r\n')]],
  ['picture', 'JPEG', [0xff, 0xd8, 0xff]],
  ['picture', 'GIF', magic('GIF8')],
  ['document', 'PDF', magic('%PDF-')],
  ['document', 'Office 97', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['document', 'RTF', magic('{\\rtf')],
  ['journal', '', magic('LPKSHHRH')],
];

export function formatOf(head: Uint8Array): Format {
  for (const [by, bytes] of PACKINGS) if (startsWith(head, bytes)) return by === 'zip' ? zip(head) : { is: 'packed', by };
  for (const [is, name, bytes] of OTHERS) if (startsWith(head, bytes)) return is === 'journal' ? { is } : { is, name };
  if (isBzip2(head)) return { is: 'packed', by: 'bz2' };
  if (isTar(head)) return { is: 'packed', by: 'tar' };
  const boxed = latin1(head.subarray(0, 16));
  if (/^RIFF.{4}WEBP/s.test(boxed)) return { is: 'picture', name: 'WebP' };
  if (/^.{4}ftyp(?:heic|heix|mif1|avif)/s.test(boxed)) return { is: 'picture', name: 'HEIF' };
  if (/^BM.{4}\0{4}/s.test(boxed)) return { is: 'picture', name: 'BMP' };
  return { is: isText(head) ? 'text' : 'binary' };
}

/** Office files are zips of XML: what is in them is layout, not text. */
function zip(head: Uint8Array): Format {
  const first = latin1(head.subarray(30, 60));
  return /^(?:\[Content_Types\]\.xml|_rels\/|mimetypeapplication\/vnd\.o)/.test(first)
    ? { is: 'document', name: 'Office' }
    : { is: 'packed', by: 'zip' };
}

/** `BZh9`, then the mark of a block or, where nothing is packed, of the end. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0;
  if (!startsWith(head, magic('BZh')) || level < 0x31 || level > 0x39) return false;
  return startsWith(head.subarray(4), [0x31, 0x41, 0x59]) || startsWith(head.subarray(4), [0x17, 0x72, 0x45]);
}

/** By its first header, or by one that follows where the first is damaged and no text stands in its place. */
function isTar(head: Uint8Array): boolean {
  const first = head.subarray(0, BLOCK);
  if (isHeader(first) || wasHeader(first)) return true;
  if (isText(first)) return false;
  for (let at = BLOCK; at + BLOCK <= head.length; at += BLOCK) if (isHeader(head.subarray(at, at + BLOCK))) return true;
  return false;
}

/** Control characters that texts and recordings of terminals hold: BEL, backspace, tab, line ends, form feed, SO, SI, ESC. */
const USUAL = new Set([0x07, 0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x0e, 0x0f, 0x1b]);
/** Share of other control characters above which bytes are no text: compressed data holds a tenth. */
const ODD = 0.04;

const isOdd = (byte: number): boolean => (byte < 0x20 && !USUAL.has(byte)) || byte === 0x7f;

function isText(head: Uint8Array): boolean {
  if (looksLikeUtf16(head) !== null) return true;
  let odd = 0;
  let some = 0;
  for (const byte of head) {
    // NUL bytes are judged by what stands between them: a log that copytruncate cut begins with thousands
    if (byte === 0) continue;
    some++;
    if (isOdd(byte)) odd++;
  }
  return odd <= some * ODD;
}

/** UTF-16 by its mark, or by ASCII in it: every second byte is NUL. */
export function looksLikeUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length & ~1, 512);
  if (length < 8) return null;
  const little = asciiShare(head, length, 0);
  const big = asciiShare(head, length, 1);
  // Chinese has few such characters; the blanks, digits and line ends of any output are
  if (little > 0.2 && big < little * 0.2) return 'utf-16le';
  if (big > 0.2 && little < big * 0.2) return 'utf-16be';
  return null;
}

/** Share of two-byte units that are ASCII, read with the low byte first (0) or second (1); 0 where controls are among them. */
function asciiShare(head: Uint8Array, length: number, low: 0 | 1): number {
  let ascii = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (head[index + 1 - low] !== 0) continue;
    const byte = head[index + low] ?? 0;
    if (isOdd(byte) || byte === 0) odd++;
    else ascii++;
  }
  return odd > ascii * ODD ? 0 : ascii / (length / 2);
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
