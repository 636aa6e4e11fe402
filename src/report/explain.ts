/** A cause's page, for `explain <id>` and docs/causes: one source for both. */
import type { Lang, Text } from '../core/text.ts';
import { wordsOf } from './words.ts';

/** What a page needs of a cause; `report` knows `core` only. */
export interface Explained {
  readonly id: string;
  readonly group: string;
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly title: Text;
  readonly about: Text;
  readonly yieldsTo?: readonly string[];
  readonly leadsTo?: readonly { readonly cause: string }[];
}

const LINKS = {
  yieldsTo: { en: 'Gives way to', 'zh-CN': '优先由以下原因解释' },
  leadsTo: { en: 'May lead to', 'zh-CN': '可能导致' },
} as const;

export function causePage(cause: Explained, lang: Lang): string {
  const words = wordsOf(lang);
  const links = (label: Text, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : ['', `${label[lang]}${words.colon}${ids.map((id) => `\`${id}\``).join(words.listed)}`];
  return [
    `# ${cause.title[lang]}`,
    '',
    `\`${cause.id}\` · ${words.severity[cause.severity]}`,
    '',
    cause.about[lang].trim(),
    ...links(LINKS.yieldsTo, cause.yieldsTo ?? []),
    ...links(
      LINKS.leadsTo,
      (cause.leadsTo ?? []).map((step) => step.cause),
    ),
    '',
  ].join('\n');
}
