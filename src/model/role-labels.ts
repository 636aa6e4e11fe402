/** Machines that only words on their roles or folders tell apart: `Primary:` and `Standby:` above what was pasted, or `Node A` and `Node B`. */
import type { FactIndex } from './facts.ts';
import { MOMENT } from './host-names.ts';
import { hostOf } from './places.ts';

const ROLE = /^(?:(?:old|new) )?(?:primary|standby|witness)$/;
/** `Node A`, as people tell two apart. */
const ONE = /^node \w$/;

/** Words on roles that may both be of one machine: the new primary is the primary, and was the standby. */
const MAY_BE_ONE: readonly (readonly [string, string])[] = [
  ['new primary', 'primary'],
  ['new primary', 'standby'],
  ['old standby', 'standby'],
  ['new standby', 'standby'],
  ['old standby', 'primary'],
  ['old standby', 'new primary'],
  ['old primary', 'new standby'],
];

/**
 * Headings that are words on roles, or letters, each of a machine of its own, with the host of the prompts below it. Empty where two of them may be
 * one machine, where prompts below two of them name one host, or where there are several below one.
 */
export function machinesByRole(facts: FactIndex): Map<string, string | null> {
  const hosts = new Map<string, Set<string>>();
  for (const fact of facts.all) {
    const { label } = fact.place;
    if (label === null || !(ROLE.test(label) || ONE.test(label))) continue;
    const host = hostOf(fact);
    const known = hosts.get(label) ?? new Set();
    hosts.set(label, host === null ? known : known.add(host));
  }
  const all = [...hosts.values()].flatMap((own) => [...own]);
  const numbered = [...hosts.keys()].filter((label) => ONE.test(label)).length;
  const told =
    hosts.size > 1 && (numbered === 0 || numbered === hosts.size) && !MAY_BE_ONE.some(([one, other]) => hosts.has(one) && hosts.has(other));
  if (!told || new Set(all).size < all.length || [...hosts.values()].some((own) => own.size > 1)) return new Map();
  return new Map([...hosts].map(([label, own]) => [label, [...own][0] ?? null]));
}

/** Folders that hold files of the same names. */
export function twinFolders(facts: FactIndex): string[] {
  const files = new Map<string, Set<string>>();
  for (const { place, span } of facts.all) {
    const [file, folder] = span.source.split('/').reverse();
    if (file === undefined || folder === undefined || folder !== place.label || MOMENT.test(folder)) continue;
    files.set(folder, (files.get(folder) ?? new Set()).add(file));
  }
  const isTwin = (folder: string, names: Set<string>): boolean =>
    [...files].some(([other, theirs]) => other !== folder && [...names].some((name) => theirs.has(name)));
  return [...files].filter(([folder, names]) => isTwin(folder, names)).map(([folder]) => folder);
}
