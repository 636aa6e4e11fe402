import type { Place } from '../core/source.ts';

/** Below every heading. */
const LINE = 9;

interface Scope {
  readonly level: number;
  readonly before: Place;
  readonly set: Place;
  /** Something was read in it. */
  used: boolean;
}

/** How far the name of a machine holds that stands above what was pasted: a heading to the next of its rank, a line to the next words. */
export class Scopes {
  readonly #scopes: Scope[] = [];

  /** What follows is of the machine that a heading names. */
  heading(level: number, node: string, place: Place): Place {
    return this.#enter(level, node, this.#leave(level, place));
  }

  /** The same for a line of its own: `log from db2:`. */
  line(node: string, place: Place): Place {
    return this.#enter(LINE, node, this.#leave(LINE, place));
  }

  /** A heading that names no machine; one for a file or a command is a part of the machine's own, at the same rank too. */
  other(level: number, isPart: boolean, place: Place): Place {
    return this.#leave(isPart ? level + 1 : level, place);
  }

  /** Words of a person: what a line named was just what stood below it. */
  words(place: Place): Place {
    return this.#scopes.at(-1)?.used ? this.#leave(LINE, place) : place;
  }

  /** A line of a program was read. */
  use(): void {
    const last = this.#scopes.at(-1);
    if (last !== undefined) last.used = true;
  }

  #enter(level: number, node: string, place: Place): Place {
    const set: Place = { ...place, label: node, host: null, user: null, cwd: null };
    this.#scopes.push({ level, before: place, set, used: false });
    return set;
  }

  #leave(level: number, place: Place): Place {
    let left = place;
    for (let last = this.#scopes.at(-1); last !== undefined && last.level >= level; last = this.#scopes.at(-1)) {
      this.#scopes.pop();
      const { before, set } = last;
      // a prompt in between says more than what stood above
      left = left.host === set.host ? { ...before, heading: left.heading } : { ...left, label: before.label };
    }
    return left;
  }
}
