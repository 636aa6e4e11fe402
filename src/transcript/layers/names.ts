import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item, Origin } from './item.ts';
import { inside } from './item.ts';
import { type Ahead, Layer, looksLogged } from './layer.ts';

/** `kite-0 postgresql text`: stern and kubetail, pod and container. */
const STERN = guarded(/^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?) ([a-z][a-z0-9-]*) (.*)$/);
/** `pg-0-1  | text`: docker compose pads the names to one width. */
const COMPOSE = /^([A-Za-z0-9][\w.-]*?)( +)\| ?(.*)$/;
/** `log/postgresql-Fri.log:text` of grep, with `-` for the lines around a match and a line number where it was asked for. */
const GREP = guarded(
  /^((?:[\w.@~+-]*\/)*[\w.@+-]*(?:\.(?:log|out|csv|json|txt)(?:\.\d{1,3}|-\d{8})?|messages(?:-\d{8})?|syslog(?:\.\d+)?))([:-])(?:\d+\2(?!\d\d-\d\d ))?(.*)$/,
);

interface Named {
  readonly form: 'stern' | 'compose' | 'grep';
  readonly origin: Origin;
  readonly text: string;
}

/** Several logs in one: every line begins with the name of where it comes from, and each is read by itself. */
export class Names extends Layer {
  readonly #known = new Map<string, Origin>();
  /** Where the text begins behind the names of docker compose, while such a log goes on. */
  #column = 0;
  /** Below `-[ RECORD 1 ]` of psql, where `name | value` is a column, not a container. */
  #inRecord = false;

  constructor() {
    super(8);
  }

  override get idle(): boolean {
    return !this.#inRecord;
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    if (code === 0x2d) this.#inRecord = /^-\[ /.test(text);
    else if (!text.includes('|')) this.#inRecord = false;
    if (code >= 0x61 && code <= 0x7a) return true;
    // a date, as most lines of a log begin, is no name
    if (code >= 0x30 && code <= 0x39) return text.charCodeAt(4) !== 0x2d;
    return code === 0x2f || code === 0x2e || (code >= 0x41 && code <= 0x5a && text.includes('|'));
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    const found = this.#named(item.text);
    if (found === null) return [item];
    const known = this.#known.get(`${found.form} ${found.origin.key}`);
    if (known === undefined && !this.#proved(found, columnOf(item.text), next)) return [item];
    const origin = known ?? found.origin;
    this.#known.set(`${found.form} ${origin.key}`, origin);
    if (found.form === 'compose') this.#column = columnOf(item.text);
    return [inside(item, found.text, { origin })];
  }

  #named(text: string): Named | null {
    const grep = GREP.exec(text);
    if (grep !== null) {
      const [, file = '', , rest = ''] = grep;
      return { form: 'grep', origin: { key: file, host: null, file: file.split('/').at(-1) ?? file }, text: rest };
    }
    const compose = COMPOSE.exec(text);
    if (compose !== null && !this.#inRecord && (this.#column === 0 || this.#column === columnOf(text))) {
      const [, name = '', , rest = ''] = compose;
      return { form: 'compose', origin: { key: name, host: name, file: null }, text: rest };
    }
    const stern = STERN.exec(text);
    if (stern === null) return null;
    const [, pod = '', container = '', rest = ''] = stern;
    return /[-\d]/.test(pod) ? { form: 'stern', origin: { key: `${pod}/${container}`, host: pod, file: null }, text: rest } : null;
  }

  /** A new name counts if a line of a log stands behind it, here and, but for grep, once more under a name of the same form. */
  #proved(found: Named, column: number, next: Ahead): boolean {
    if (!isRecord(found)) return false;
    if (found.form === 'grep') return true;
    for (const key of this.#known.keys()) if (key.startsWith(`${found.form} `)) return true;
    for (let ahead = 0; ahead < next.length; ahead++) {
      const text = next.at(ahead)?.text ?? '';
      const other = this.#named(text);
      if (other === null || other.form !== found.form || !isRecord(other)) continue;
      if (found.form === 'stern' || columnOf(text) === column) return true;
    }
    return false;
  }
}

/** Behind a bar, a time alone is a value of a table. */
function isRecord({ form, text }: Named): boolean {
  return looksLogged(text) && (form !== 'compose' || (!text.includes(' | ') && text.split(/\s+/).length > 3));
}

const columnOf = (text: string): number => text.indexOf('|');
