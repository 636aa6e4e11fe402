/** Attempts to bring a node back as a standby: `repmgr node rejoin`, kbha's recovery, pg_rewind by hand. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Party } from './switchovers.ts';

export class Rejoin {
  /** The node that is to come back. */
  readonly party: Party;
  /** The node that it is to follow. */
  readonly target: string | null;
  readonly messages: readonly FactOf<'message'>[];

  constructor(cluster: Cluster, messages: readonly FactOf<'message'>[]) {
    this.messages = messages;
    this.target = this.said('rejoin.target')[0]?.values['node'] ?? null;
    this.party = partyOf(cluster, messages, this.target);
  }

  said(...events: readonly EventName[]): readonly FactOf<'message'>[] {
    return this.messages.filter((message) => message.event !== null && (events as readonly string[]).includes(message.event));
  }

  has(...events: readonly EventName[]): boolean {
    return this.said(...events).length > 0;
  }

  get succeeded(): boolean {
    return this.has('rejoin.successful', 'kbha.recovery-success');
  }
}

/** A log that names the target only was still written on the other node. */
function partyOf(cluster: Cluster, messages: readonly FactOf<'message'>[], target: string | null): Party {
  // repmgrd of the primary recovers another node, and names it
  const recovered = messages.find((one) => /^kbha\.recovery-/.test(one.event ?? ''))?.values['node'];
  if (recovered !== undefined) return { node: cluster.node(recovered), name: recovered };
  const first = messages[0];
  const node = first === undefined ? null : cluster.nodeOf(first);
  if (node !== null && (node.name === null || node.name !== target)) return { node, name: node.name };
  const others = cluster.members.filter((other) => other.name !== target && !other.isWitness);
  const other = others.length === 1 ? (others[0] ?? null) : null;
  return { node: other, name: other?.name ?? null };
}

/** Messages that only an attempt to come back prints. */
const OWN = /^(?:(?:rejoin|rewind)\.|kbha\.recovery-(?:failed|success)$)/;
const OPENS = new Set<string | null>(['rejoin.target']);
const attempts = new WeakMap<Cluster, readonly Rejoin[]>();

/** In the order of the bundle. An attempt ends where another begins, a command is typed, or a file ends. */
export function rejoinsOf(cluster: Cluster): readonly Rejoin[] {
  const known = attempts.get(cluster);
  if (known !== undefined) return known;
  const found: Rejoin[] = [];
  let messages: FactOf<'message'>[] = [];
  let isRejoin = false;
  const close = (): void => {
    if (isRejoin && messages.length > 0) found.push(new Rejoin(cluster, messages));
    messages = [];
    isRejoin = false;
  };
  const typed = new Set<Fact>(cluster.done.filter((done) => done.kind === 'rejoin' || done.kind === 'rewind').map((done) => done.fact));
  for (const fact of cluster.facts.all) {
    if (fact.kind === 'command' && fact.via === 'prompt') {
      close();
      isRejoin = typed.has(fact);
    }
    if (fact.kind !== 'message' || fact.program === 'server') continue;
    if (messages[0] !== undefined && messages[0].span.source !== fact.span.source) close();
    // what a switchover says on its own side is told in `switchovers`
    if (OPENS.has(fact.event) || fact.event?.startsWith('switchover.executing') === true) close();
    if (fact.event === null && messages.length === 0) continue;
    isRejoin ||= OWN.test(fact.event ?? '') || fact.values['target'] === 'rejoin' || fact.event === 'attach.rewind-required';
    messages.push(fact);
    if (/^(?:rejoin\.(?:successful|failed)|kbha\.recovery-(?:success|failed))$/.test(fact.event ?? '')) close();
  }
  close();
  attempts.set(cluster, found);
  return found;
}

/** The later attempt of the same node that succeeded; null where none did. */
export function laterRejoin(cluster: Cluster, rejoin: Rejoin): Rejoin | null {
  const all = rejoinsOf(cluster);
  return all.slice(all.indexOf(rejoin) + 1).find((one) => one.succeeded && one.party.name === rejoin.party.name) ?? null;
}
