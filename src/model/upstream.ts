/** The upstream of a standby: where it is told to receive from, and whether a server runs there. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { isLater, type MessageFact } from './replication.ts';

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
  const conninfo = row?.values['conninfo'];
  return row === undefined || !conninfo ? null : made(conninfo, node, row);
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

const UP = ['startup.ready', 'startup.ready-read-only'] as const satisfies readonly EventName[];
const DOWN = ['shutdown.complete', 'shutdown.after-startup-failure', 'connection.postmaster-gone'] as const satisfies readonly EventName[];

export function standingOf(cluster: Cluster, node: Node): Standing | null {
  const answered = node.facts.all.filter((fact) => isAnswer(fact) && cluster.askedOn(fact) === node).at(-1);
  const log = cluster
    .messages(...UP, ...DOWN)
    .filter((fact) => cluster.nodeOf(fact) === node)
    .reduce<MessageFact | null>((last, fact) => (last === null || isLater(fact, last) ? fact : last), null);
  const ended = log !== null && (DOWN as readonly (string | null)[]).includes(log.event);
  if (answered !== undefined && !(ended && log !== null && isLater(log, answered))) return { state: 'runs', fact: answered };
  if (ended && log !== null) return { state: 'stopped', fact: log };
  const listed = cluster.facts.of('cluster-row').filter((fact) => fact.name === node.name);
  const runs = listed.filter((fact) => fact.state.startsWith('running')).at(-1);
  const last = runs ?? listed.at(-1);
  if (last !== undefined) return { state: last === runs ? 'runs' : 'silent', fact: last };
  return log === null ? null : { state: 'runs', fact: log };
}

/** What only a running server can have said. */
function isAnswer(fact: Fact): fact is FactOf<'row'> {
  if (fact.kind === 'row') return fact.relation !== null && /^pg_/.test(fact.relation);
  if (fact.kind === 'setting') return fact.via === 'pg_settings' || fact.via === 'show';
  return fact.kind === 'process' && fact.role === 'postmaster';
}
