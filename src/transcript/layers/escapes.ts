import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { inside, several } from './item.ts';
import { type Ahead, Layer } from './layer.ts';

const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#39|#34|#x27|#x2[Ff]|#160);/;
const ENTITIES = new RegExp(ENTITY, 'g');
const CHARACTERS: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#34': '"',
  '#x27': "'",
  '#x2f': '/',
  '#x2F': '/',
  '#160': ' ',
};
const unescaped = (text: string): string => text.replace(ENTITIES, (entity) => CHARACTERS[entity.slice(1, -1)] ?? entity);

/** Tags of a page that was saved or copied as HTML, in text that no program printed with them. */
const TAG =
  /<\/?(?:p|br|hr|div|span|pre|code|li|ul|ol|td|tr|th|table|tbody|thead|b|i|em|strong|a|h[1-6]|font|blockquote)(?:\s[^<>]*)?\/?>/i;
const TAGS = new RegExp(TAG, 'gi');
const BREAK = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\s*\/?>/gi;

/** HTML: `&quot;` and `&gt;` of a tool that showed text as it was meant for a browser, and the tags of a saved page. */
export class Html extends Layer {
  /** In a table that psql printed with `-H`, or at its foot: these tags are a program's. */
  #table: 'table' | 'foot' | null = null;

  constructor() {
    super(2);
  }

  override get idle(): boolean {
    return this.#table === null;
  }

  protected override maybe(text: string): boolean {
    return text.includes('&') || text.includes('<');
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    const { text } = item;
    if (this.#printed(text, next)) return [item];
    if (TAG.test(text)) {
      const lines = text.replace(BREAK, '\n').replace(TAGS, '').split('\n').map(unescaped);
      // the break at the end of a line is the end that the line has anyway
      if (lines.length > 1 && lines.at(-1)?.trim() === '') lines.pop();
      return lines.length === 1 ? [inside(item, lines[0] ?? '')] : several(item, lines);
    }
    return ENTITY.test(text) ? [inside(item, unescaped(text))] : [item];
  }

  #printed(text: string, next: Ahead): boolean {
    if (OPENS.test(text) && ROW.test(next.at(0)?.text || (next.at(1)?.text ?? ''))) this.#table = 'table';
    else if (this.#table === 'foot' && !/^<p>|^<\/p>$/.test(text)) this.#table = null;
    const printed = this.#table !== null;
    if (text === '</table>' && printed) this.#table = 'foot';
    return printed;
  }
}

const OPENS = /^<table border="\d"/;
const ROW = /^ {2}<(?:tr|caption)\b/;

/** Of a prompt, a time or an option: `\[postgres@coot3 \~]$`, `\[2026-03-02 09:11:00\]`, `\-\-siblings\-follow`. No program escapes these. */
const ESCAPED = guarded(/^\s*\\\[(?:[\w.-]+@|\d{4}-\d\d-\d\d )|(?:^|\s)\\-\\-[a-z]|\\_[a-z]+\\_|\(1 row\\\)/);
const ESCAPES = /\\([[\]{}()*_+\-~^!|#?&.>`=])/g;

/** Backslashes that a wiki or an editor put before what it takes for markup: once seen, in all lines that follow. */
export class Backslashes extends Layer {
  #seen = false;

  constructor() {
    super(5);
  }

  protected override maybe(text: string): boolean {
    return text.includes('\\');
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    if (!this.#seen) {
      this.#seen = ESCAPED.test(item.text);
      for (let ahead = 0; ahead < next.length && !this.#seen; ahead++) this.#seen = ESCAPED.test(next.at(ahead)?.text ?? '');
    }
    if (!this.#seen) return [item];
    const text = item.text.replace(ESCAPES, '$1');
    return text === item.text ? [item] : [inside(item, text)];
  }
}

const RESET = /\[0?m|\[38;5;\d{1,3}m/;
const COLOURS = /\[(?:\d{1,3}(?:;\d{1,3}){0,4})?m/g;

/** Colours whose escape character was lost on the way: `[38;5;6mpostgresql-repmgr [0m`. */
export class Colours extends Layer {
  constructor() {
    super(0);
  }

  protected override maybe(text: string): boolean {
    return text.includes('[0m') || text.includes('[38;5;');
  }

  protected override unwrap(item: Item): readonly Item[] {
    return RESET.test(item.text) ? [inside(item, item.text.replace(COLOURS, ''))] : [item];
  }
}

const IN_QUOTES = /^"((?:[^"]|"")*)"$/;

/** An export of a log viewer: every line in double quotes, those within doubled. */
export class QuotedLines extends Layer {
  #within = false;

  constructor() {
    super(1);
  }

  override get idle(): boolean {
    return !this.#within;
  }

  protected override maybe(text: string): boolean {
    return text.charCodeAt(0) === 0x22;
  }

  protected override passes(item: Item): void {
    if (item.text !== '') this.#within = false;
  }

  protected override unwrap(item: Item, next: Ahead): readonly Item[] {
    const text = IN_QUOTES.exec(item.text)?.[1];
    this.#within = text !== undefined && (this.#within || IN_QUOTES.test(next.at(0)?.text ?? ''));
    return text === undefined || !this.#within ? [item] : [inside(item, text.replaceAll('""', '"'))];
  }
}
