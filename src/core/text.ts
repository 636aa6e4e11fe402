/** Languages of a report. Ids, commands and quoted evidence are never translated. */
export type Lang = 'en' | 'zh-CN';

/** A text in every language, with `{name}` where a value goes. */
export interface Text {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** What may fill a placeholder. A list is joined by the renderer. */
export type Param = string | number | readonly string[];
export type Params = Readonly<Record<string, Param>>;

/** A text with its values; it becomes a string in a renderer only, which escapes the values for its format. */
export interface Message {
  readonly text: Text;
  readonly params: Params;
}

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** Both languages must name the same placeholders; otherwise the offending language gets this type and does not compile. */
type SamePlaceholders<E extends string, Z extends string> = [NamesIn<E>] extends [NamesIn<Z>]
  ? [NamesIn<Z>] extends [NamesIn<E>]
    ? unknown
    : { readonly 'zh-CN': `placeholders that en lacks: ${Exclude<NamesIn<Z>, NamesIn<E>>}` }
  : { readonly 'zh-CN': `placeholders missing: ${Exclude<NamesIn<E>, NamesIn<Z>>}` };

/** Makes a message of a text: takes exactly the values that the text names. */
export type Say<Names extends string> = [Names] extends [never] ? () => Message : (params: Readonly<Record<Names, Param>>) => Message;

interface Pair {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** A fixed text without placeholders (titles, headings, pages). */
export function text(pair: Pair): Text {
  return pair;
}

/**
 * The texts of one file, both languages side by side:
 * `const said = texts(() => ({ empty: { en: '{count} wait', 'zh-CN': '{count} 个待归档' } }))`, then `said.empty({ count: 3 })`.
 * They are made at first use: a report needs those of a few files.
 */
export function texts<const T extends Readonly<Record<string, Pair>>>(
  make: () => T & { readonly [K in keyof T]: SamePlaceholders<T[K]['en'], T[K]['zh-CN']> },
): { readonly [K in keyof T]: Say<NamesIn<T[K]['en']>> } {
  let made: Readonly<Record<string, unknown>> | null = null;
  const said = new Proxy(Object.create(null), {
    get(_, key) {
      made ??= saying(make());
      return made[key as string];
    },
  });
  // The proxy gives every key of T the function that its type promises; TypeScript cannot follow a computed key.
  return said as { readonly [K in keyof T]: Say<NamesIn<T[K]['en']>> };
}

function saying(all: Readonly<Record<string, Pair>>): Record<string, (params?: Params) => Message> {
  // without a prototype it is a table, which V8 does not lay out anew for each of its keys
  const said: Record<string, (params?: Params) => Message> = Object.create(null);
  for (const key of Object.keys(all)) {
    const pair = all[key] as Pair;
    said[key] = (params = {}) => ({ text: pair, params });
  }
  return said;
}

/** A message that is one value and nothing else, for quoted program text and names that stay as they are. */
export function verbatim(value: string): Message {
  return { text: { en: '{value}', 'zh-CN': '{value}' }, params: { value } };
}

/** The placeholders that a text names, in order of appearance. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** What stands in for a node whose name the bundle does not tell: words, no name, since a name holds no blank. */
const STAND_INS: Readonly<Record<string, string>> = {
  'this node': '该节点',
  'the other nodes': '其他节点',
  'the primary': '主机',
  'the standby': '备机',
  'the upstream': '上游',
};

function standIn(value: string, lang: Lang, begins: boolean): string | null {
  const word = STAND_INS[value];
  if (word === undefined) return null;
  return lang === 'zh-CN' ? word : begins ? value.charAt(0).toUpperCase() + value.slice(1) : value;
}

/**
 * Fills a message for one language. `quote` is applied to each value, never to the template.
 * @throws Error where a placeholder has no value: a defect, caught by the tests of every cause.
 */
export function fill(message: Message, lang: Lang, quote: (value: string, inCode: boolean) => string = (value) => value): string {
  const template = message.text[lang];
  return template.replace(
    /( ?)(`?)\{(\w+)\}(`?)( ?)/g,
    (_whole, space: string, before: string, name: string, after: string, next: string, at: number) => {
      const value = message.params[name];
      if (value === undefined) throw new Error(`placeholder {${name}} is not filled in: ${template}`);
      const inCode = before === '`' && after === '`';
      const joined = typeof value === 'object' ? value.join(lang === 'en' ? ', ' : '、') : String(value);
      const word = inCode ? null : standIn(joined, lang, at === 0 || template.slice(0, at + space.length).endsWith('. '));
      // a name stands apart from Chinese words, a word does not
      if (word !== null) return lang === 'zh-CN' ? word : space + word + next;
      return space + before + quote(joined, inCode) + after + next;
    },
  );
}
