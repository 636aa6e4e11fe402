import { getLookaheadPaths, type ILookaheadStrategy, type IToken, LLkLookaheadStrategy, type TokenType, tokenMatcher } from 'chevrotain';

/** Alternatives, each the sequences of tokens that it may begin with; of an optional part the first is what stands inside. */
export type Paths = readonly (readonly (readonly TokenType[])[])[];

/** A parser, as look-ahead sees it: it is `this` of each function. */
interface Ahead {
  LA(howMuch: number): IToken;
}
type Choice = (this: Ahead) => number | undefined;
type Entry = (this: Ahead) => boolean;

/** A look-ahead function, and what it was made of. */
export interface Looking {
  readonly optional: boolean;
  readonly paths: () => Paths;
}

/**
 * Chevrotain's own look-ahead, each function of it made when the parser first comes to its place in the grammar: a ticket goes through
 * few of the places that there are. No grammar here has predicates, nor tokens that are defined while it parses.
 */
export class LookaheadWhenNeeded extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation({ rule, prodOccurrence: occurrence, maxLookahead, hasPredicates }: Alternation): Choice & Looking {
    if (hasPredicates) throw new Error(`${rule.name} has a predicate, which no look-ahead here asks`);
    return choosing(() => getLookaheadPaths({ occurrence, rule, prodType: 'Alternation', maxLookahead }));
  }

  override buildLookaheadForOptional({ rule, prodOccurrence: occurrence, maxLookahead, prodType }: Optional): Entry & Looking {
    return entering(() => getLookaheadPaths({ occurrence, rule, prodType, maxLookahead }));
  }
}
type Alternation = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];

/** Which alternative the next tokens begin. */
export function choosing(paths: () => Paths): Choice & Looking {
  return whenNeeded(paths, false, (known): Choice => {
    const single = singles(known);
    if (single !== null) {
      return function () {
        return single[kindOf(this.LA(1))];
      };
    }
    return function () {
      const chosen = known.findIndex((sequences) => sequences.some((sequence) => begins(this, sequence)));
      return chosen < 0 ? undefined : chosen;
    };
  });
}

/** Whether the next tokens begin what is optional. */
export function entering(paths: () => Paths): Entry & Looking {
  return whenNeeded(paths, true, (known): Entry => {
    const inside = known.slice(0, 1);
    const single = singles(inside);
    if (single !== null) {
      return function () {
        return single[kindOf(this.LA(1))] === 0;
      };
    }
    return function () {
      return inside[0]?.some((sequence) => begins(this, sequence)) ?? false;
    };
  });
}

function whenNeeded<Result>(paths: () => Paths, optional: boolean, make: (paths: Paths) => (this: Ahead) => Result) {
  let known: ((this: Ahead) => Result) | null = null;
  const looking = function (this: Ahead): Result {
    known ??= make(paths());
    return known.call(this);
  };
  return Object.assign(looking, { optional, paths });
}

const begins = (parser: Ahead, sequence: readonly TokenType[]): boolean =>
  sequence.every((tokenType, at) => tokenMatcher(parser.LA(at + 1), tokenType));

const kindOf = (token: IToken): number => token.tokenTypeIdx;

/** By the number of a token's type which alternative it begins, the first where several do; null where one token does not tell. */
function singles(paths: Paths): readonly (number | undefined)[] | null {
  const byKind: (number | undefined)[] = [];
  for (const [alternative, sequences] of paths.entries()) {
    for (const sequence of sequences) {
      const [tokenType] = sequence;
      if (sequence.length !== 1 || tokenType === undefined) return null;
      for (const kind of [tokenType.tokenTypeIdx ?? 0, ...(tokenType.categoryMatches ?? [])]) byKind[kind] ??= alternative;
    }
  }
  return byKind;
}
