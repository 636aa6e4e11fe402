/** The upstream of a standby: where it is told to receive from, and whether a server runs there. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import { lifeOfNode } from './life.ts';
import type { Node } from './node.ts';

/** What a standby's `primary_conninfo` says, or its receiver shows. */
export interface Source {
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly applicationName: string | null;
  readonly slot: string | null;
  readonly fact: Fact;
}

/** The last word on where a standby is told to receive from; null where the bundle does not show it, or it is empty. */
export function sourceOf(node: Node): Source | null {
  const setting = node.setting('primary_conninfo');
  if (setting.known && setting.value !== '') return made(setting.value, node, setting.fact);
  const row = node.facts.rows('pg_stat_wal_receiver').at(-1);
  if (row === undefined) return null;
  const { conninfo, sender_host: host, sender_port: port } = row.values;
  if (conninfo) return made(conninfo, node, row);
  return host ? { ...made('', node, row), host, port: numberOf(port ?? undefined) } : null;
}

function made(conninfo: string, node: Node, fact: Fact): Source {
  const { values } = parseConninfo(conninfo);
  const slot = node.setting('primary_slot_name');
  return {
    host: values['host'] ?? values['hostaddr'] ?? null,
    port: numberOf(values['port']),
    user: values['user'] ?? null,
    applicationName: values['application_name'] ?? null,
    slot: slot.known && slot.value !== '' ? slot.value : null,
    fact,
  };
}

const numberOf = (text: string | undefined): number | null => (text !== undefined && /^\d+$/.test(text) ? Number(text) : null);

/** Whether a server runs on a node, by the last word: it answered, it was stopped, it did not answer whoever asked. */
export interface Standing {
  readonly state: 'runs' | 'stopped' | 'silent';
  readonly fact: Fact;
}

export function standingOf(cluster: Cluster, node: Node): Standing | null {
  const { touched, unanswered } = lifeOfNode(cluster, node);
  if (touched?.state === 'stopped') return { state: 'stopped', fact: touched.fact };
  // what a log told once does not outweigh whoever got no answer
  if (touched !== null && !(touched.past && unanswered !== null)) return { state: 'runs', fact: touched.fact };
  return unanswered === null ? null : { state: 'silent', fact: unanswered.fact };
}
