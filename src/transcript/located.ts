/** Where a statement stands, and what a reader sees there. */
import type { At } from '../../grammars/kit/grammar.ts';
import { EXCERPT_LIMIT, type FactBase } from '../core/fact.ts';
import type { Line } from '../core/source.ts';
import type { Window } from './window.ts';

/** The place, the excerpt with the lines around it, and the time of a fact of one source. */
export function located(
  at: At,
  source: string,
  window: Window,
  shown: readonly Line[],
): Pick<FactBase, 'about' | 'span' | 'excerpt' | 'around' | 'at' | 'atText'> {
  const endLine = at.endLine ?? at.line;
  return {
    about: at.about ?? null,
    span: { source, line: at.line, endLine },
    excerpt: at.excerpt === undefined ? window.excerpt(at.line, endLine) : at.excerpt.slice(0, EXCERPT_LIMIT),
    around: window.around(at.line, endLine, shown),
    at: at.at ?? (at.atText == null ? window.stamp(at.line) : null),
    atText: at.atText ?? null,
  };
}

/** The beginning of a line that nobody understood. */
export const unread = (line: Line): { readonly line: number; readonly text: string } => ({
  line: line.number,
  text: line.text.slice(0, 300),
});
