/** The report's own sentences call programs and files as the product does; they are written with PostgreSQL's names. */
import type { Lang, Message, Text } from '../core/text.ts';
import type { Flavour } from './flavour.ts';
import { postgresql } from './postgresql.ts';

const names = new WeakMap<Flavour, ReadonlyMap<string, string>>();

/** PostgreSQL's name to the product's, where they differ. */
function namesOf(flavour: Flavour): ReadonlyMap<string, string> {
  const before = names.get(flavour);
  if (before !== undefined) return before;
  const pairs = [...Object.entries(postgresql.programs), ...Object.entries(postgresql.files)].flatMap(([key, theirs]) => {
    const ours = { ...flavour.programs, ...flavour.files }[key as 'ctl'];
    return theirs === null || ours === null || theirs === ours ? [] : [[theirs, ours] as const];
  });
  const made = new Map(pairs);
  names.set(flavour, made);
  return made;
}

const NAME = /(?<![\w./-])(?:pg_[a-z]+(?:\.conf)?|postgresql(?:\.auto)?\.conf|psql)(?![\w./-]*[\w/-])/g;

const renamed = (template: string, flavour: Flavour): string => template.replace(NAME, (name) => namesOf(flavour).get(name) ?? name);

/** A text in one language, with the product's names. Only the template is changed, never a value of the bundle. */
export const templateIn = (text: Text, flavour: Flavour, lang: Lang): string =>
  namesOf(flavour).size === 0 ? text[lang] : renamed(text[lang], flavour);

/** A message that says so in that language. */
export const messageIn = (message: Message, flavour: Flavour, lang: Lang): Message => ({
  ...message,
  text: { ...message.text, [lang]: templateIn(message.text, flavour, lang) },
});
