import type { Fact } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import { OTHERS_EVENTS } from './host-names.ts';
import { once } from './once.ts';

/** What every machine calls itself. */
export const SELF = /^localhost(?:\.|\d*$)/i;

/** The host that a prompt names; under a heading `localhost` tells less than the heading. */
export function hostOf({ place }: Fact): string | null {
  return place.label !== null && SELF.test(place.host ?? '') ? null : place.host;
}

/** The key of a place: host first, then folder or file. Facts of one key belong to one node. */
export function placeKey(fact: Fact): string {
  return hostOf(fact) ?? (fact.place.label !== null ? `label:${fact.place.label}` : `file:${fact.span.source}`);
}

/** Every key that occurs, with its first fact. */
export const keysOf = once((facts: FactIndex): ReadonlyMap<string, Fact> => {
  const keys = new Map<string, Fact>();
  for (const fact of facts.all) {
    const key = placeKey(fact);
    if (!keys.has(key)) keys.set(key, fact);
  }
  return keys;
});

/** As a sentence shows it. */
export const shown = (key: string): string => key.replace(/^(?:label|file):/, '');

/** Place and node: what is printed there speaks of that node as another one. */
export function placesThatNameAnother(facts: FactIndex): Set<string> {
  return new Set(
    facts.of('message').flatMap((fact) => {
      const name = OTHERS_EVENTS.test(fact.event ?? '') ? (fact.values['node'] ?? fact.values['upstream']) : undefined;
      return name === undefined ? [] : [`${placeKey(fact)} ${name}`];
    }),
  );
}
