import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { inside } from './item.ts';
import { Layer, looksLogged } from './layer.ts';

/** What names the machine in front of a line: docker compose, Ansible. A mail's mark counts where a log stands behind it. */
const COMPOSE = /^[A-Za-z][\w.-]*? +\| (.*)$/;
const ANSIBLE = guarded(
  /^(?:(?:fatal|failed|ok|changed|skipping): \[[^\]]+\](?:: | =>|$)|(?:PLAY|TASK|RUNNING HANDLER) \[.*\] \*{3,}|PLAY RECAP \*{3,}|[\w.-]+ \| (?:CHANGED|SUCCESS|FAILED!?|UNREACHABLE!?) (?:\| rc=|=> \{))/,
);
const QUOTED = /^> ?(.*)$/;

/** Blanks in front of a paste whose lines have something of their own in front, which the layers below look for where a line begins. */
export class MovedIn extends Layer {
  #width = 0;

  constructor() {
    super(0);
  }

  override get idle(): boolean {
    return this.#width === 0;
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    return code === 0x20 || code === 0x09 || this.#width > 0;
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    const blanks = text.length - text.trimStart().length;
    if (blanks === text.length) return [item];
    if (blanks < this.#width) this.#width = 0;
    if (this.#width === 0 && (blanks > 1 || text.startsWith('\t')) && begins(text.slice(blanks))) this.#width = blanks;
    return [this.#width === 0 ? item : inside(item, text.slice(this.#width))];
  }
}

function begins(text: string): boolean {
  const logged = (COMPOSE.exec(text) ?? QUOTED.exec(text))?.[1];
  return ANSIBLE.test(text) || (logged !== undefined && !logged.includes(' | ') && logged.split(' ').length > 4 && looksLogged(logged));
}
