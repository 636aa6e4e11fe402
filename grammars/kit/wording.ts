import { asked, prepared } from './prepared.ts';

/**
 * Free text of messages against a catalogue of known wordings. A wording is written as the program prints it, with
 * `{name}` where a value stands, `<a|b>` for alternatives (`<s|>` for an optional part), `…` for anything, and a leading `^`
 * where it must stand at the start. Blanks match any blanks (`unable to  connect`), a double quote matches a typographic one too.
 *
 * Both flavours and old versions are folded in by the compiler: `pg_` also reads `sys_`, `PostgreSQL` also `Kingbase`,
 * `SSH` also KingbaseES's `ES`, `primary` also repmgr 3's `master`.
 */
export type Wordings = Readonly<Record<string, string | readonly string[]>>;

export interface Recognised<E extends string> {
  readonly event: E;
  readonly values: Readonly<Record<string, string>>;
}

/** `"node2" (ID: 2)`: a node and its id, which repmgr 3 and some messages leave out. */
const nodeOf = (name: string): string => {
  const id = name === 'node' ? 'id' : `${name}Id`;
  return `"(?<${name}>[^"]*)"(?:\\s+\\((?:node\\s+)?ID:?\\s*(?<${id}>-?\\d+)\\))?`;
};

const NODES = new Set(['node', 'other', 'upstream']);
const NUMBERS = new Set(
  'id otherId upstreamId count total attempt attempts seconds code threshold timeline otherTimeline required available pid port priority line visible'.split(
    ' ',
  ),
);
const LSNS = new Set(['lsn', 'otherLsn']);

function placeholder(name: string, last: boolean): string {
  if (NODES.has(name)) return nodeOf(name);
  if (NUMBERS.has(name)) return `(?<${name}>-?\\d+)`;
  if (LSNS.has(name)) return `(?<${name}>[0-9A-Fa-f]+/[0-9A-Fa-f]+)`;
  if (name === 'rest') return '(?<rest>.*)';
  if (name === 'host') return `(?<host>[^"\\s]*${last ? '' : '?'})`;
  return `(?<${name}>[^"]*${last ? '' : '?'})`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Literal text in both flavours and all versions. */
function literal(text: string): string {
  return escaped(text)
    .replace(/\s+/g, '\\s+')
    .replace(/\bpg_/g, '(?:pg|sys)_')
    .replace(/PostgreSQL/g, '(?:PostgreSQL|Kingbase(?:ES)?)')
    .replace(/\bpostgresql\\\./g, '(?:postgresql|kingbase)\\.')
    .replace(/\bSSH\b/g, '(?:SSH|ssh|ES|SCMD|scmd)')
    .replace(/\bprimary\b/g, '(?:primary|master)');
}

const PARTS = /\{(\w+)\}|<([^<>]*)>|(…)/g;

/** A wording as a regular expression with named groups. */
export function patternOf(wording: string): RegExp {
  const anchored = wording.startsWith('^');
  const text = anchored ? wording.slice(1) : wording;
  let source = anchored ? '^\\s*' : '';
  let at = 0;
  for (const part of text.matchAll(PARTS)) {
    source += literal(text.slice(at, part.index));
    at = part.index + part[0].length;
    const [, name, choice] = part;
    if (name !== undefined) source += placeholder(name, at === text.length);
    else if (choice !== undefined) source += `(?:${choice.split('|').map(literal).join('|')})`;
    else source += '.*?';
  }
  return new RegExp(source + literal(text.slice(at)));
}

/** Runs of a wording without blanks and marks: words, and what stands beside them without a blank. */
const RUNS = /(?:\{\w+\}|<[^<>]*>|…|[A-Za-z_]+)+/g;
/** What `literal` writes differently for another flavour or version. */
const VARIED = /\b(?:pg_|PostgreSQL|postgresql|SSH|primary)/;

/**
 * Words that are the same in every flavour and version, whole in the wording: what a text must hold to be looked at. Of a wording
 * without any, pairs of Chinese characters.
 */
function wordsOf(wording: string): string[] {
  const words: string[] = [];
  for (const [run] of wording.matchAll(RUNS)) if (/^[A-Za-z_]{2,}$/.test(run) && !VARIED.test(run)) words.push(run.toLowerCase());
  return words.length > 0 ? words : pairsOf(wording.replace(PARTS, ' '));
}

/** The first and the last word, which may be a part of one in the text. */
const EDGES = /^[A-Za-z_]+|[A-Za-z_]+$/g;

/** Neighbouring characters: Chinese writes no blanks between words. */
function pairsOf(text: string): string[] {
  const pairs: string[] = [];
  for (const [run] of text.matchAll(/[\u3400-\u9fff]{2,}/g)) for (let at = 1; at < run.length; at++) pairs.push(run.slice(at - 1, at + 1));
  return pairs;
}

/** Full-width punctuation that Chinese catalogues and editors put in, folded to ASCII one to one so that offsets stay. */
const FOLD: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '（': '(',
  '）': ')',
  '；': ';',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};
export const foldPunctuation = (text: string): string => text.replace(/[：，（）；“”‘’]/g, (char) => FOLD[char] ?? char);

interface Compiled<E extends string> {
  readonly event: E;
  readonly wording: string;
  /** Words that a text must hold, and the pattern: made when a text is first compared, since most wordings are met by no line. */
  words: readonly string[] | null;
  pattern: RegExp | null;
  readonly rank: number;
}

interface Index<E extends string> {
  /** By the rarest word of each. */
  readonly byWord: ReadonlyMap<string, readonly Compiled<E>[]>;
  /** Wordings without one. */
  readonly wordless: readonly Compiled<E>[];
}

/**
 * Recognises texts by the rarest word of each wording, or the rarest pair of Chinese characters: a log line costs a few map look-ups and one or two patterns.
 * Where several wordings match, the one that stands first in the catalogues wins.
 */
export class Recogniser<E extends string> {
  readonly #name: string;
  readonly #catalogues: readonly Wordings[];
  #index: Index<E> | null = null;
  readonly #seen = new Map<string, Recognised<E> | null>();

  /** The name tells this recogniser from others with other catalogues. */
  constructor(name: string, catalogues: readonly Wordings[]) {
    this.#name = name;
    this.#catalogues = catalogues;
    if (asked !== null) this.#index = this.#indexed();
  }

  #indexed(): Index<E> {
    const all = wordingsOf<E>(this.#catalogues);
    return indexOf(all, prepared(`words ${this.#name}`, () => rarest(all)) ?? rarest(all));
  }

  recognise(text: string): Recognised<E> | null {
    const known = this.#seen.get(text);
    if (known !== undefined) return known;
    const found = this.#search(foldPunctuation(text));
    // Logs repeat themselves; the memory of what was seen stays bounded.
    if (this.#seen.size > 500) this.#seen.clear();
    this.#seen.set(text, found);
    return found;
  }

  #search(text: string): Recognised<E> | null {
    this.#index ??= this.#indexed();
    const { byWord, wordless } = this.#index;
    const words = new Set([...(text.toLowerCase().match(/[a-z_]{2,}/g) ?? []), ...pairsOf(text)]);
    let best: { compiled: Compiled<E>; groups: Record<string, string | undefined> } | null = null;
    const weigh = (compiled: Compiled<E>): void => {
      if (best !== null && best.compiled.rank < compiled.rank) return;
      compiled.words ??= wordsOf(compiled.wording.replace(EDGES, ''));
      if (!compiled.words.every((word) => words.has(word))) return;
      compiled.pattern ??= patternOf(compiled.wording);
      const match = compiled.pattern.exec(text);
      if (match !== null) best = { compiled, groups: match.groups ?? {} };
    };
    for (const word of words) for (const compiled of byWord.get(word) ?? []) weigh(compiled);
    if (/[\u3400-\u9fff]/.test(text)) for (const compiled of wordless) weigh(compiled);
    return best === null ? null : recognised(best);
  }
}

function wordingsOf<E extends string>(catalogues: readonly Wordings[]): Compiled<E>[] {
  const all: Compiled<E>[] = [];
  for (const catalogue of catalogues) {
    for (const [event, wordings] of Object.entries(catalogue)) {
      // The keys of the catalogues are the members of E: the caller's type is made of them.
      for (const wording of [wordings].flat()) all.push({ event: event as E, wording, words: null, pattern: null, rank: all.length });
    }
  }
  return all;
}

/** Of each wording the word that the fewest others hold; null of one without any. */
function rarest(all: readonly Compiled<string>[]): (string | null)[] {
  const words = all.map(({ wording }) => wordsOf(wording));
  const frequency = new Map<string, number>();
  for (const one of words) for (const word of new Set(one)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return words.map((one) => one.sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0))[0] ?? null);
}

function indexOf<E extends string>(all: readonly Compiled<E>[], words: readonly (string | null)[]): Index<E> {
  const byWord = new Map<string, Compiled<E>[]>();
  const wordless: Compiled<E>[] = [];
  for (const compiled of all) {
    const word = words[compiled.rank] ?? null;
    const alike = word === null ? wordless : byWord.get(word);
    if (alike !== undefined) alike.push(compiled);
    else if (word !== null) byWord.set(word, [compiled]);
  }
  return { byWord, wordless };
}

function recognised<E extends string>({
  compiled,
  groups,
}: {
  compiled: Compiled<E>;
  groups: Record<string, string | undefined>;
}): Recognised<E> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) if (value !== undefined && name !== 'rest') values[name] = value.trim();
  return { event: compiled.event, values };
}
