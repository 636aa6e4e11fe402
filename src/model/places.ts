import type { Fact } from '../core/fact.ts';
import type { EventName } from './events.ts';
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

/** Places of which repmgr said that they have no record, and which were not registered afterwards: none of the nodes on record. */
const unrecorded = once((facts: FactIndex): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const fact of facts.messages('repmgrd.no-record', 'metadata.local-record-missing', ...REGISTERED)) {
    if ((REGISTERED as readonly string[]).includes(fact.event ?? '')) keys.delete(placeKey(fact));
    else keys.add(placeKey(fact));
  }
  // a clone that breaks off drops the slot of its own node again: where no listing has that id, it is a further one
  const ids = new Set(facts.of('cluster-row').map(({ id }) => id));
  for (const fact of ids.size === 0 ? [] : facts.messages('slot.deleted')) {
    const own = fact.values['id'] === '-1' || /source node/.test(fact.text);
    const slot = /^repmgr_slot_(\d+)$/.exec(fact.values['slot'] ?? '');
    if (own && slot !== null && !ids.has(Number(slot[1]))) keys.add(placeKey(fact));
  }
  return keys;
});
const REGISTERED = ['register.primary-done', 'register.standby-done'] as const satisfies readonly EventName[];

/** Whether a key is a host that may be one of the nodes on record. */
export const mayBeOnRecord = (facts: FactIndex, key: string, fact: Fact): boolean => hostOf(fact) !== null && !unrecorded(facts).has(key);

/** Place and node: what is printed there speaks of that node as another one. */
export function placesThatNameAnother(facts: FactIndex): Set<string> {
  const listed = [...new Set(facts.of('cluster-row').map(({ name }) => name))];
  const spoken = facts.of('message').flatMap((fact) => {
    const name = OTHERS_EVENTS.test(fact.event ?? '') ? (fact.values['node'] ?? fact.values['upstream']) : undefined;
    return name === undefined ? [] : [`${placeKey(fact)} ${name}`];
  });
  return new Set([...spoken, ...[...unrecorded(facts)].flatMap((key) => listed.map((name) => `${key} ${name}`))]);
}
