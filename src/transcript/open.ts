import type { AnyGrammar, Reader } from '../../grammars/kit/grammar.ts';
import type { Prompt } from '../core/shell.ts';
import type { Place } from '../core/source.ts';

/** The segment that is being read. */
export interface Open {
  readonly id: number;
  readonly grammar: AnyGrammar | null;
  readonly reader: Reader | null;
  readonly first: number;
  last: number;
  understood: number;
  readonly command: string | null;
  readonly place: Place;
}

/** Where a shell's prompt stands: what it leaves out is as before, but for the directory. */
export function placeOf({ host, user, cwd }: Prompt, before: Place): Place {
  return { ...before, host: host ?? before.host, user: user ?? before.user, cwd };
}
