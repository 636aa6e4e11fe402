/** Many beginnings of a text, looked for at once: a table that takes one byte after the other. */

/** Leads nowhere. */
const NONE = 0;
const START = 1;

/** Finds which of many literal beginnings a text has. `#` in a literal stands for a number. */
export class Openings {
  #next = new Uint16Array(256 * 64);
  /** What was found when a state is reached; 0: nothing yet. */
  #found: number[] = [0, 0];

  /** `found` is what `at` gives for these: above 0. */
  add(texts: Iterable<string>, found: number): this {
    for (const text of texts) {
      let state = START;
      for (const byte of new TextEncoder().encode(text)) state = byte === 0x23 ? this.#number(state) : this.#step(state, byte);
      this.#found[state] = found;
    }
    return this;
  }

  /** What begins at `from`, as `add` was told; and where it ends. The shortest counts. */
  at(bytes: Uint8Array, from: number): number {
    const next = this.#next;
    let state = START;
    for (let at = from; ; at++) {
      state = next[(state << 8) | (bytes[at] as number)] as number;
      if (state === NONE) return 0;
      const found = this.#found[state] as number;
      if (found !== 0) {
        this.end = at + 1;
        return found;
      }
    }
  }

  /** Where that which `at` found last ends. */
  end = 0;

  #step(state: number, byte: number): number {
    const known = this.#next[(state << 8) | byte] ?? NONE;
    if (known !== NONE) return known;
    const made = this.#found.push(0) - 1;
    if ((made + 1) * 256 > this.#next.length) {
      const larger = new Uint16Array(this.#next.length * 2);
      larger.set(this.#next);
      this.#next = larger;
    }
    this.#next[(state << 8) | byte] = made;
    return made;
  }

  /** One digit and more. */
  #number(state: number): number {
    const made = this.#step(state, 0x30);
    for (let digit = 0x30; digit <= 0x39; digit++) {
      this.#next[(state << 8) | digit] = made;
      this.#next[(made << 8) | digit] = made;
    }
    return made;
  }
}
