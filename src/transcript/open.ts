import type { AnyGrammar, Reader } from '../../grammars/kit/grammar.ts';
import type { Place } from '../core/source.ts';

/** The segment that is being read. */
export interface Open {
  readonly id: number;
  readonly grammar: AnyGrammar | null;
  readonly reader: Reader | null;
  readonly first: number;
  last: number;
  readonly command: string | null;
  readonly place: Place;
}
