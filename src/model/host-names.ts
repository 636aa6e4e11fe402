/** How hosts and nodes are found by name: with or without a domain, as a word in a folder's or a file's name. */
import type { FactIndex } from './facts.ts';
import type { Identity } from './identity.ts';

/** Whether a host is the one that a node registered, with or without its domain. */
export function isHostOf({ address }: Identity, host: string): boolean {
  return address !== null && (address === host || address.split('.')[0] === host || host.split('.')[0] === address);
}

/** Whether a name stands in a text as a word of its own: `node1` in `pg-node1_ls.txt`, not in `node10`. */
export function standsIn(word: string, text: string): boolean {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return false;
  const alnum = /[A-Za-z0-9]/;
  return !alnum.test(text[at - 1] ?? ' ') && !alnum.test(text[at + word.length] ?? ' ');
}

/** `pg3` and `pg2`: two of one series, and never the same. */
export function isNumberedApart(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => /^(.*?)0*(\d+)$/.exec(name.toLowerCase()));
  return a != null && b != null && a[1] === b[1] && a[2] !== b[2];
}

const ROLE = /^(?:(?:old|new) )?(?:primary|standby|witness)$/;

/** Whether a place is called after another role than the one that a node is known by. */
export function isOtherRole(key: string, { hosts }: Identity): boolean {
  const role = key.replace(/^label:/, '');
  return ROLE.test(role) && [...hosts].some((host) => ROLE.test(host) && host !== role);
}

/** The one node that the listings show in a role, which has no other in any of them. */
export function onlyInRole(facts: FactIndex): (key: string) => string | null {
  const roles = new Map<string, Set<string>>();
  for (const { role, name } of facts.of('cluster-row')) roles.set(role, (roles.get(role) ?? new Set()).add(name));
  return (key) => {
    const role = /^label:(.*)$/.exec(key)?.[1] ?? '';
    const [name, ...more] = roles.get(role) ?? [];
    const others = [...roles].filter(([other, names]) => other !== role && names.has(name ?? ''));
    return name === undefined || more.length > 0 || others.length > 0 ? null : name;
  };
}

/** Folders called after a moment, not a machine. */
export const MOMENT = /^(?:before|after|old|new|pre|post|t\d+|step.*|day.*|now|then|\d[\d_.:-]*|.*[前后])$/i;

/** Hosts that repmgr reaches over the network: never the one that it runs on. */
export function hostsReached(facts: FactIndex): Set<string> {
  const reached = facts.messages(
    'switchover.ssh-ok',
    'switchover.ssh-failed',
    'switchover.remote-executable',
    'switchover.config-ownership',
  );
  return new Set(reached.flatMap((fact) => fact.values['host'] ?? []));
}

/** Messages that name another node than the one where they are printed: the one to attach to, the one that does not answer. */
export const OTHERS_EVENTS =
  /^(?:rejoin\.(?:target|primary-not-reachable)|follow\.successful|repmgrd\.(?:upstream-not-reachable|following|reconnect-failed)|connection\.primary-failed)$/;
