/** Strikes secrets out of the lines of one source before anything else sees them. */
import { KEY_BEGINS, KEY_ENDS, MASK, maskSecrets } from '../core/secrets.ts';

type Found = ReturnType<typeof maskSecrets>['found'];
const NOTHING: Found = [];
/** A private key longer than this is taken for one that was cut off. */
const KEY_LINES = 120;

export class Mask {
  /** The values that were masked, for striking them out wherever else they stand. */
  readonly literals: Set<string>;
  #keyLines = 0;

  constructor(literals: Set<string>) {
    this.literals = literals;
  }

  /** Not inside a private key: a line without secrets of its own stays as it is. */
  get idle(): boolean {
    return this.#keyLines === 0;
  }

  line(text: string): { readonly text: string; readonly found: Found } {
    if (this.#keyLines > 0) return { text: this.#insideKey(text), found: NOTHING };
    if (KEY_BEGINS.test(text)) {
      if (!KEY_ENDS.test(text)) this.#keyLines = 1;
      return { text: text.replace(/(-----BEGIN [A-Z ]*PRIVATE KEY-----).*/, `$1 ${MASK}`), found: ['key'] };
    }
    const masked = maskSecrets(text);
    for (const literal of masked.literals) this.literals.add(literal);
    return masked;
  }

  #insideKey(text: string): string {
    const ended = KEY_ENDS.test(text);
    const isKey = ended || /^[\sA-Za-z0-9+/=:,-]*$/.test(text);
    this.#keyLines = ended || !isKey || this.#keyLines >= KEY_LINES ? 0 : this.#keyLines + 1;
    return ended ? text.replace(/^.*(?=-----END)/, '') : isKey ? MASK : maskSecrets(text).text;
  }
}
