/** Who receives WAL from whom, as the bundle tells it: senders, and which message was undone by a later one. Attachment: attachment.ts, slots: slots.ts. */
import type { Fact, FactOf } from '../core/fact.ts';
import { parseLsn } from '../core/wal.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { FactIndex } from './facts.ts';
import type { Node } from './node.ts';

export type MessageFact = FactOf<'message'>;

const endOf = (fact: Fact): number => (fact.kind === 'message' ? fact.lastLine : fact.span.endLine);

/** Whether a fact was stated after another one. Lines of one source tell, and times where both have one; files have no order. */
export function isLater(later: Fact, earlier: Fact): boolean {
  if (later.span.source === earlier.span.source) return endOf(later) > endOf(earlier);
  return later.at !== null && earlier.at !== null && Date.parse(later.at) > Date.parse(earlier.at);
}

/** The same for what shows a state: a listing without a time, in another file, shows the moment of collecting, and a log ends there. */
export function shownSince(shown: Fact, earlier: Fact): boolean {
  return (shown.span.source !== earlier.span.source && shown.at === null) || isLater(shown, earlier);
}

/** The last message of any of these events that comes after a fact; null where none does. */
export function messageAfter(cluster: Cluster, fact: Fact, events: readonly EventName[]): MessageFact | null {
  return (
    cluster
      .messages(...events)
      .filter((other) => isLater(other, fact))
      .at(-1) ?? null
  );
}

/** The first and the last of some facts: what evidence cites of many. */
export function ends<F>(facts: readonly F[]): F[] {
  const first = facts[0];
  const last = facts.at(-1);
  return first === undefined || last === undefined ? [] : first === last ? [first] : [first, last];
}

const text = (value: string | null | undefined): string | null => (value === undefined || value === null || value === '' ? null : value);

/** One row of pg_stat_replication, under whatever headings it was asked. */
export interface Sender {
  readonly name: string | null;
  readonly address: string | null;
  readonly state: string | null;
  readonly syncState: string | null;
  readonly sent: bigint | null;
  readonly replayed: bigint | null;
  /** `01:30:08.551203` in seconds. */
  readonly lagSeconds: number | null;
  readonly node: Node | null;
  readonly fact: FactOf<'row'>;
}

const lsn = (value: string | null | undefined): bigint | null => (value ? parseLsn(value) : null);

function seconds(interval: string | null): number | null {
  const match = /^(?:(\d+) days? ?)?(?:(\d+):(\d\d):(\d\d)(?:\.\d+)?)?$/.exec(interval ?? '-');
  if (match === null) return null;
  return Number(match[1] ?? 0) * 86_400 + Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
}

/** States of a walsender; those of a backend are others. */
const SENDING = /^(?:startup|catchup|streaming|backup|stopping)$/;

const isSenderRow = (fact: FactOf<'row'>): boolean =>
  fact.relation === 'pg_stat_replication' ||
  (fact.relation === null &&
    'state' in fact.values &&
    ('sent_lsn' in fact.values || 'replay_lsn' in fact.values || 'sync_state' in fact.values || SENDING.test(fact.values['state'] ?? '')));

/** Rows of the last capture of each place; rows with other headings than the view's count, too. */
function lastCapture(facts: FactIndex, fits: (fact: FactOf<'row'>) => boolean, relation: string): readonly FactOf<'row'>[] | null {
  const rows = facts.of('row').filter(fits);
  const last = rows.at(-1);
  const none = facts
    .of('note')
    .filter((fact) => fact.topic === 'no-rows' && fact.values['relation'] === relation)
    .at(-1);
  if (last === undefined) return none === undefined ? null : [];
  if (none !== undefined && none.order > last.order && !('count' in last.values)) return [];
  return rows.filter((row) => row.segment === last.segment && row.query === last.query);
}

/** Every node with its own facts, and what no node could be told for. */
export const places = (cluster: Cluster): { readonly node: Node | null; readonly facts: FactIndex }[] => [
  ...cluster.nodes.map((node) => ({ node, facts: node.facts })),
  { node: null, facts: cluster.unplaced },
];

/** Who receives, by the last capture on each node; null where nobody was asked. */
export function sendersOf(cluster: Cluster): readonly Sender[] | null {
  let asked = false;
  const senders: Sender[] = [];
  for (const { node, facts } of places(cluster)) {
    const rows = lastCapture(facts, isSenderRow, 'pg_stat_replication');
    if (rows === null) continue;
    asked = true;
    for (const fact of rows) {
      const { values } = fact;
      if (!('state' in values || 'application_name' in values || 'sync_state' in values)) continue;
      const name = Object.entries(values).find(([column]) => /^app/.test(column))?.[1];
      senders.push({
        name: text(name),
        address: text(values['client_addr']),
        state: text(values['state']),
        syncState: text(values['sync_state']),
        sent: lsn(values['sent_lsn'] ?? values['sent_location']),
        replayed: lsn(values['replay_lsn'] ?? values['replay_location']),
        lagSeconds: seconds(text(values['replay_lag'])),
        node,
        fact,
      });
    }
  }
  return asked ? senders : null;
}

/** Where a place that was asked has as many receivers as `max_wal_senders` allows: the setting, and who or how many they are. */
export function fullOfSenders(cluster: Cluster): readonly Fact[] | null {
  for (const { facts } of places(cluster)) {
    const limit = facts
      .of('setting')
      .findLast((fact) => fact.name === 'max_wal_senders' && fact.program === 'server' && fact.via !== 'file');
    const allowed = Number(limit?.value ?? 0);
    const rows = lastCapture(facts, isSenderRow, 'pg_stat_replication') ?? [];
    const [only] = rows;
    const used = rows.length === 1 && only?.values['count'] != null ? Number(only.values['count']) : rows.length;
    if (limit !== undefined && only !== undefined && allowed > 0 && used >= allowed) return [limit, only];
  }
  return null;
}

/** The note that pg_stat_replication of a node had no rows. */
export function noSenders(cluster: Cluster): FactOf<'note'> | null {
  return (
    cluster.facts
      .of('note')
      .filter(
        (fact) =>
          fact.topic === 'no-rows' && fact.values['relation'] === 'pg_stat_replication' && !(cluster.nodeOf(fact)?.isStandby ?? false),
      )
      .at(-1) ?? null
  );
}

/** Names under which tools, not standbys, receive WAL. */
export const isToolName = (name: string): boolean =>
  /^(?:pg|sys)_(?:basebackup|receivewal|receivexlog|recvlogical|rman)|barman|wal-?g|repmgr$|debezium|subscription|^sub_/i.test(name);

/** Senders of standbys under a name that no node has: a standby that repmgr cannot recognise, or one that the bundle names nowhere else. */
export function unclaimedSenders(cluster: Cluster): readonly Sender[] {
  return (sendersOf(cluster) ?? []).filter(
    ({ name, state, fact }) =>
      name !== null && state !== 'backup' && !isToolName(name) && cluster.node(name) === null && !isLogical(cluster, fact),
  );
}

/** A walsender of a logical subscription is no standby: an active logical slot has its process. */
function isLogical(cluster: Cluster, sender: FactOf<'row'>): boolean {
  const pid = sender.values['pid'];
  return pid != null && cluster.facts.of('row').some(({ values }) => values['slot_type'] === 'logical' && values['active_pid'] === pid);
}

/** How a node answers, by the last listing that has it: `running`, `failed`, `unreachable`; null where none has. */
export function stateOf(cluster: Cluster, node: Node): { readonly state: string; readonly fact: Fact } | null {
  const rows = cluster.facts.of('cluster-row').filter((fact) => fact.name === node.name);
  const running = rows.filter((fact) => fact.state.startsWith('running')).at(-1);
  const last = running ?? rows.at(-1);
  return last === undefined ? null : { state: last.state, fact: last };
}

/** Upstream of a standby: by the listings, else the primary. */
export function upstreamOf(cluster: Cluster, node: Node | null): Node | null {
  if (node !== null) {
    const named = cluster.facts
      .of('cluster-row')
      .filter((fact) => fact.name === node.name && fact.upstream !== null)
      .at(-1)?.upstream;
    const upstream = named == null ? null : cluster.node(named);
    if (upstream !== null) return upstream;
  }
  const { primary } = cluster;
  return primary === node ? null : primary;
}

const addressOf = (client: string | undefined): string | null => (client === undefined ? null : client.replace(/:\d+$/, ''));

/** The server that was asked, and that holds the slots, the senders and the WAL which a message speaks of; null where the bundle does not tell. */
export function askedServerOf(cluster: Cluster, fact: MessageFact): Node | null {
  const own = cluster.nodeOf(fact);
  if (fact.program === 'server' && /^(?:walsender|slot)\./.test(fact.event ?? '')) return own;
  // the demotion candidate asks the promotion candidate, on which the switchover runs
  const asksBack = cluster
    .messages('switchover.replication-back-failed')
    .some((one) => one.span.source === fact.span.source && one.span.line > fact.span.line && one.span.line - fact.span.endLine <= 4);
  if (asksBack) return own;
  const named = fact.program === 'server' ? null : cluster.nodeById(Number(fact.values['id'] ?? Number.NaN));
  if (named !== null) return named;
  // a standby's log shown on its primary (`ssh standby tail …`)
  if (own?.isPrimary && fact.program === 'server') return own;
  return upstreamOf(cluster, own) ?? (own !== null && cluster.nodes.length === 1 && own.name === null ? own : null);
}

/** No sender was free, by the server's words inside another program's message, or alone. */
export const tooMany = (fact: MessageFact): boolean =>
  fact.event === 'connect.walsenders-exhausted' || fact.values['reason'] === 'connect.walsenders-exhausted';

/** `(currently 5)` */
export const sendersAllowed = (fact: MessageFact): string | undefined =>
  fact.values['max'] ?? (tooMany(fact) ? fact.values['count'] : undefined);

/** What is told of nobody in particular is of the only server that the rest is about. */
export function adoptOwner<W extends { readonly owner: Node | null }>(words: readonly W[]): W[] {
  const owners = new Set(words.flatMap((word) => word.owner ?? []));
  const [only] = owners;
  return owners.size === 1 && only !== undefined
    ? words.map((word) => (word.owner === null ? { ...word, owner: only } : word))
    : [...words];
}

/** The host that a message says it could not get into. */
export const targetOf = (fact: MessageFact): string | undefined =>
  fact.values['host'] ?? /(?:server at|running on host|host name) "([^"]+)"/.exec(`${fact.text}\n${fact.detail ?? ''}`)?.[1];

/** The message says that this node is not reached: it is another one that tries. */
function isTarget(node: Node, fact: MessageFact): boolean {
  const target = targetOf(fact);
  return target !== undefined && fact.program === 'server' && (node.name === target || node.identity.address === target);
}

/**
 * The standby that a message speaks of, whoever printed it: the application or client that a walsender served, the node itself for
 * what a receiver or a recovery says (a primary's log may begin before its promotion). Null where the bundle does not tell.
 */
export function standbyOf(cluster: Cluster, fact: MessageFact): Node | null {
  const { application, client } = fact.values;
  for (const node of cluster.nodes) if (node.name !== null && node.name === application) return node;
  const address = addressOf(client);
  if (address !== null) {
    const byAddress = cluster.nodes.filter((node) => node.identity.address === address);
    if (byAddress.length === 1 && byAddress[0] !== undefined) return byAddress[0];
  }
  const own = cluster.nodeOf(fact);
  const upstreamSays = /^(?:walsender|auth|slot)\./.test(fact.event ?? '') && fact.program === 'server';
  // A log that only stands beside the one node of a bundle need not be that node's.
  if (!upstreamSays && own !== null && (!own.isPrimary || cluster.nodes.length > 1)) return own;
  const others = cluster.members.filter((node) => node !== own && !node.isPrimary && !node.isWitness && !isTarget(node, fact));
  return others.length === 1
    ? (others[0] ?? null)
    : cluster.nodes.length === 1 && own !== null && !own.isPrimary && !upstreamSays
      ? own
      : null;
}
