/** Searches for a process that found nothing: the search alone in its own output, or no output at all. */
import { soughtBy } from '../../grammars/kit/grep.ts';
import { parsePrompt } from '../../grammars/prompt/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import type { FactIndex } from './facts.ts';

export interface FruitlessSearch {
  /** What was looked for: a word or a pattern of grep without alternatives. */
  readonly pattern: string;
  readonly fact: Fact;
}

/** Every search without a result, in the order of the bundle. */
export function fruitlessSearches(facts: FactIndex): readonly FruitlessSearch[] {
  const found = facts.of('note').flatMap((fact): FruitlessSearch[] => {
    const pattern = fact.topic === 'no-process' ? fact.values['pattern'] : undefined;
    return pattern === undefined ? [] : [{ pattern, fact }];
  });
  const silent = facts.of('command').flatMap((fact): FruitlessSearch[] => {
    const pattern = fact.via === 'prompt' && isAnsweredByPrompt(fact) ? searched(fact) : null;
    return pattern === null ? [] : [{ pattern, fact }];
  });
  // `grep -E 'kbha|repmgrd'` looks for each of them
  return [...found, ...silent]
    .flatMap(({ pattern, fact }) => pattern.split('|').map((one) => ({ pattern: one.trim(), fact })))
    .sort((a, b) => a.fact.order - b.fact.order);
}

/** The next line is a prompt again: the command printed nothing. */
const isAnsweredByPrompt = (fact: Fact): boolean => {
  const next = fact.around.after[0];
  return next !== undefined && parsePrompt(next) !== null;
};

/** `ps -ef | grep WORD | grep -v grep`, `pgrep WORD`: what is looked for. Null for every other command. */
function searched(fact: FactOf<'command'>): string | null {
  const pipeline = fact.script?.items.length === 1 ? fact.script.items[0]?.pipeline.commands : undefined;
  const [first, ...filters] = pipeline ?? [];
  if (first?.program === 'pgrep') return soughtBy(first);
  if (first?.program !== 'ps' || !filters.every(({ program }) => /grep$/.test(program ?? ''))) return null;
  const looking = filters.filter((filter) => !leavesOut(filter));
  return looking.length === 1 && looking[0] !== undefined ? soughtBy(looking[0]) : null;
}

const leavesOut = ({ args }: SimpleCommand): boolean => args.some((arg) => /^-\w*v/.test(arg));
