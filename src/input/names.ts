/** Names that come from outside: labels only, made harmless to show. */
import { decodeLine } from './text.ts';

/** Characters that would move the cursor, end a line or turn the direction of writing. */
const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const LONGEST = 400;

/** A name as it may be printed: what is active in it is written out as `\u{1b}`. */
export function printable(name: string): string {
  return name.replace(ACTIVE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The name of a member of an archive: `../../etc/x` and `C:\x` point nowhere. */
export function memberLabel(name: string): string {
  const parts = printable(name)
    .split(/[/\\]+(?!u\{)/)
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  const label = parts.join('/') || 'unnamed';
  return label.length > LONGEST ? `…${label.slice(-LONGEST)}` : label;
}

/** A member's name from its bytes: archives made on a Chinese Windows hold GB18030 and do not say so. */
export function memberName(bytes: Uint8Array): string {
  return decodeLine(bytes).text;
}

/** Gives every source a path of its own: a tar may hold a name twice. */
export class Labels {
  readonly #given = new Map<string, number>();

  unique(path: string): string {
    const times = (this.#given.get(path) ?? 0) + 1;
    this.#given.set(path, times);
    return times === 1 ? path : this.unique(`${path} (${times})`);
  }
}
