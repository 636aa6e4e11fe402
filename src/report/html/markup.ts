/** HTML that is escaped by construction: only a `markup` template makes tags, whatever is put into one is text. */
import { Lexer, type Token } from 'marked';
import { prose, visibleText } from '../markdown/escape.ts';

const MADE = Symbol('made by markup');

/** A piece of a page. Nothing but `markup` can make one. */
export interface Markup {
  readonly [MADE]: string;
}

type Part = Markup | string | number | null | false | readonly Part[];

/** Text as it may stand between tags and in quoted attributes; control and bidirectional characters made visible. */
function escaped(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const shown = (part: Part): string => {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return MADE in part ? part[MADE] : part.map(shown).join('');
};

/** A template whose literal parts are HTML or SVG; strings in it are escaped, markup and lists of markup stand as they are. */
export function markup(literal: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { [MADE]: literal.map((text, index) => text + shown(parts[index] ?? null)).join('') };
}

/** The text of a style or of a script of this program; never anything from a bundle. */
export function raw(own: string): Markup {
  return { [MADE]: own };
}

export const join = (parts: readonly Markup[], between = ''): Markup => ({ [MADE]: parts.map((part) => part[MADE]).join(between) });

export const isEmpty = (part: Markup): boolean => part[MADE] === '';

export const NOTHING: Markup = markup``;

/** The page as a string. */
export const printed = (page: Markup): string => page[MADE];

/**
 * A sentence of a report: the Markdown of the other reports, read by marked, of which only code and emphasis become tags.
 * Whatever else marked may see in it stays the text that it is.
 */
export function sentence(text: string): Markup {
  return inline(Lexer.lexInline(prose(text), { gfm: false }));
}

/** Fixed words of the program that may hold emphasis. */
export function emphasis(own: string): Markup {
  return inline(Lexer.lexInline(own, { gfm: false }));
}

function inline(tokens: readonly Token[]): Markup {
  return join(
    tokens.map((token) => {
      switch (token.type) {
        case 'codespan':
          return markup`<code>${token['text'] as string}</code>`;
        case 'strong':
          return markup`<strong>${inline(token['tokens'] ?? [])}</strong>`;
        case 'escape':
          return markup`${token['text'] as string}`;
        default:
          return markup`${plain(token.raw)}`;
      }
    }),
  );
}

/** The entities that `prose` writes. */
const plain = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
