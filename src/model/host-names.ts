/** How hosts and nodes are found by name: with or without a domain, as a word in a folder's or a file's name. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import type { Identity } from './identity.ts';
import { poolNodes } from './pool-nodes.ts';

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

/** What people number who write a report, and versions: no machines. */
const NUMBERED =
  /^(?:step|case|test|phase|part|try|attempt|round|run|question|q|issue|fig(?:ure)?|example|scenario|stage|version|v|r|log|file|output|screen|problem|error|section|option|solution|method|fix|update|edit|incident|day|week|item|no|h|terminal|session|window|tab|shell|console|client|conn(?:ection)?|thread|query|command|cmd|block|snippet|listing|paste|sample|cluster|site|env|dc|region|zone|room|rack|team|user|table|index|slot|tablespace|disk|volume)[-_.]?\w?\d*$|^(?:pg|postgres(?:ql)?|repmgr|kes|kingbase(?:es)?)[-_.]?\d[\d.]*$/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Names of two machines of one series: they differ in the number or the letter at their end, or are two addresses. */
function isSiblingOf(one: string, other: string): boolean {
  if (one === other) return false;
  if (ADDRESS.test(one)) return ADDRESS.test(other);
  if (NUMBERED.test(one) || MOMENT.test(one)) return false;
  const [a, b] = [one, other].map((name) => /^([a-z][\w.-]*?)(?:0*(\d+)|(?<=[-_.\d])([a-z]))$/.exec(name.toLowerCase()));
  return a != null && b != null && a[1] === b[1] && (a[2] === undefined) === (b[2] === undefined) && (a[2] ?? a[3]) !== (b[2] ?? b[3]);
}

/** Of some labels those that have a sibling: another one, a host of a prompt, a node's name. */
export function siblingsAmong(labels: readonly string[], facts: FactIndex, nodes: readonly Identity[]): string[] {
  const others = new Set([...labels, ...facts.all.flatMap(({ place }) => place.host ?? []), ...nodes.flatMap(({ name }) => name ?? [])]);
  return labels.filter((label) => [...others].some((other) => isSiblingOf(label, other)));
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
  /^(?:rejoin\.(?:target|primary-not-reachable)|follow\.successful|repmgrd\.(?:upstream-not-reachable|following|reconnect-failed)|connection\.primary-failed|kbha\.recovery-started)$/;

/** The rows of repmgr before 3.1, which names nodes by their conninfo only: a configuration or the records may know the node by its name. */
export const namedByHost = (rows: readonly FactOf<'cluster-row'>[]): readonly FactOf<'cluster-row'>[] => {
  const old = rows.filter(({ id, name }) => id === 0 && name !== '');
  if (old.some(({ upstream }) => upstream !== null)) return [];
  return old.filter(({ name, conninfo }) => {
    const { host, hostaddr } = parseConninfo(conninfo ?? '').values;
    return name === (host ?? hostaddr);
  });
};

/** Addresses that the machine at a prompt gives as its own: `Start DB on localhost([10.1.1.1]) failed`. */
export function ownAddresses(facts: FactIndex): readonly { readonly address: string; readonly fact: Fact }[] {
  return [
    ...ofApplications(facts),
    ...facts.of('message').flatMap((fact) => {
      const address = fact.program === 'script' && fact.values['what'] === 'localhost' ? fact.values['host'] : undefined;
      return address === undefined || fact.place.host === null ? [] : [{ address, fact }];
    }),
  ];
}

/** In a cluster of V8R3 a standby calls itself by its host: `node42` of `10.8.4.42` is where a prompt says node42. */
function ofApplications(facts: FactIndex): { readonly address: string; readonly fact: Fact }[] {
  if (poolNodes(facts).length === 0) return [];
  return facts.rows('pg_stat_replication').flatMap(({ values }) => {
    const [name, address] = [values['application_name'] ?? '', values['client_addr'] ?? ''];
    const fact = address === '' ? undefined : facts.all.find(({ place }) => place.host === name);
    return fact === undefined ? [] : [{ address, fact }];
  });
}

/** Nodes that a message of repmgr names, with their ids where it gives them; a host or a slot never has these forms. */
export function namesTold(fact: FactOf<'message'>): { readonly name: string; readonly id: number | null }[] {
  const told: { name: string; id: number | null }[] = [];
  const add = (name: string | undefined, id: string | undefined): void => {
    if (name !== undefined) told.push({ name, id: id === undefined ? null : Number(id) });
  };
  // `  node3 (node ID: 3)`: the list under a warning on siblings, or on nodes that are not attached
  if (/^(?:switchover\.siblings-left|switchover\.siblings-ssh-failed|status\.downstream-missing)$/.test(fact.event ?? ''))
    for (const match of (fact.detail ?? '').matchAll(/^(?:DETAIL:)?\s*(\S+) \((?:node )?ID: (\d+)/gm)) add(match[1], match[2]);
  for (const match of fact.text.matchAll(/demotion candidate "([^"]+)"/g)) add(match[1], undefined);
  if (fact.event === 'status.not-in-stat-replication') add(fact.values['node'], undefined);
  for (const text of [fact.text, fact.detail ?? ''])
    for (const match of text.matchAll(/(?:node|server|primary|standby|candidate|unreachable:)\s+"([^"]+)" \((?:node )?ID:? ?(\d+)\)/g))
      add(match[1], match[2]);
  return told;
}

/** What a row says of a node without its mark: `running`, `unreachable`. */
export const stateIn = (row: FactOf<'cluster-row'> | FactOf<'service-row'>): string =>
  row.kind === 'cluster-row' ? row.state : row.status.replace(/^[*!?x-]\s*/, '').trim();
