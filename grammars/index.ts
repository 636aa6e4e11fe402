import type { AnyGrammar } from './kit/grammar.ts';
import table from './table/index.ts';

/** Every grammar, the most specific first: where two are equally sure of a line, the first one wins. */
export const grammars: readonly AnyGrammar[] = [table];
