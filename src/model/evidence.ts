import type { Fact } from '../core/fact.ts';
import type { Evidence } from '../core/finding.ts';
import type { Message } from '../core/text.ts';

/** A fact as evidence: its place, its text, and what it shows. */
export function evidence(fact: Fact, shows: Message): Evidence {
  return {
    source: fact.span.source,
    line: fact.span.line,
    endLine: fact.span.endLine,
    text: fact.excerpt,
    shows,
    at: fact.at,
    atText: fact.atText,
    around: fact.around,
  };
}
