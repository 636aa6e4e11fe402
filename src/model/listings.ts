/**
 * `cluster show` and `service status` as what they are: one node's records, and what answered when it asked. The records (role,
 * upstream, active) are the asked node's own copy and may be old; what runs and what answers was true at that moment.
 */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { isLater } from './replication.ts';
import { type Role, roleOf } from './roles.ts';

/** What a node does when it is asked; `unknown` where a server answers but not whether it is in recovery. */
export type Answer = 'running' | 'rejecting' | 'failed' | 'unreachable' | 'unknown';

/** One row: whom it is about, what the record says, what answers. */
export interface Listed {
  readonly listing: Listing;
  readonly node: Node | null;
  readonly name: string;
  /** By the record of the asked node; null for repmgr 3's FAILED. */
  readonly recorded: Role | null;
  /** What the server runs as; null where it did not answer. */
  readonly runs: Role | null;
  readonly answer: Answer;
  /** The record is inactive though the server answers: `! running`. */
  readonly inactive: boolean;
  readonly upstream: string | null;
  readonly upstreamMark: '' | '!' | '?';
  readonly conninfo: string | null;
  readonly fact: FactOf<'cluster-row'> | FactOf<'service-row'>;
}

export interface Listing {
  readonly viewer: Node | null;
  readonly rows: readonly Listed[];
  readonly issues: readonly FactOf<'message'>[];
  /** Its last row: where it stands among the other facts. */
  readonly fact: Fact;
}

const known = new WeakMap<Cluster, readonly Listing[]>();

/** Every listing, in the order of the bundle. */
export function listingsOf(cluster: Cluster): readonly Listing[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const made = [...cluster.views, ...cluster.services]
    .sort((a, b) => a.order - b.order)
    .flatMap((view): Listing[] => {
      const last = view.rows.at(-1);
      if (last === undefined) return [];
      const rows: Listed[] = [];
      const listing: Listing = { viewer: view.viewer, rows, issues: view.issues, fact: last };
      for (const row of view.rows) rows.push(listed(cluster, listing, row));
      return [listing];
    });
  known.set(cluster, made);
  return made;
}

function listed(cluster: Cluster, listing: Listing, fact: FactOf<'cluster-row'> | FactOf<'service-row'>): Listed {
  const mark = fact.kind === 'cluster-row' ? fact.mark : (/^[*!?x-](?=\s)/.exec(fact.status)?.[0] ?? '');
  const state = fact.kind === 'cluster-row' ? fact.state : fact.status.replace(/^[*!?x-]\s+/, '');
  const recorded = roleOf(fact.role);
  const node = (fact.name === '' ? null : cluster.node(fact.name)) ?? (fact.id === 0 ? null : cluster.nodeById(fact.id));
  const as = roleOf(/running as (\w+)/.exec(state)?.[1] ?? '');
  const answer = answerOf(mark, state, listing, fact.name);
  return {
    listing,
    node,
    name: node?.label ?? fact.name,
    recorded,
    runs: answer === 'running' ? (as ?? recorded) : null,
    answer,
    inactive: mark === '!' && /^(?:running|failed)$/.test(state),
    upstream: fact.upstream,
    upstreamMark: fact.kind === 'cluster-row' ? fact.upstreamMark : '',
    conninfo: fact.kind === 'cluster-row' ? fact.conninfo : null,
    fact,
  };
}

/** `? running` answers a ping and rejects the connection; so does `! running` where an item below says that no connection was made. */
function answerOf(mark: string, state: string, listing: Listing, name: string): Answer {
  if (/^failed/.test(state)) return mark === '!' ? 'rejecting' : 'failed';
  if (/^unreachable/.test(state)) return 'unreachable';
  if (/^rejected/.test(state) || (mark === '?' && /^running/.test(state))) return 'rejecting';
  if (!/^running/.test(state)) return 'unknown';
  const refused = listing.issues.some((issue) => issue.event === 'status.unreachable' && issue.values['node'] === name);
  return mark === '!' && state === 'running' && refused ? 'rejecting' : 'running';
}

/** The listing that a warning was printed with: the nearest one, where several stand close together. */
export function listingOfIssue(cluster: Cluster, issue: FactOf<'message'>): Listing | null {
  const distance = ({ rows }: Listing): number =>
    Math.min(
      ...rows.filter((row) => row.fact.span.source === issue.span.source).map((row) => Math.abs(row.fact.span.line - issue.span.line)),
    );
  const near = listingsOf(cluster).filter((listing) => listing.issues.includes(issue));
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** Rows of one node in all listings. */
export function rowsOf(cluster: Cluster, node: Node): readonly Listed[] {
  return listingsOf(cluster).flatMap((listing) => listing.rows.filter((row) => row.node === node));
}

/** The role that repmgr's records give a node, by the last listing that has it. */
export function recordedRole(cluster: Cluster, node: Node | null): Role | null {
  if (node === null) return null;
  return (
    rowsOf(cluster, node)
      .flatMap((row) => row.recorded ?? [])
      .at(-1) ?? null
  );
}

/** The listings that no later one of the same asked node follows: the last view of each. */
export function lastListings(cluster: Cluster): readonly Listing[] {
  const all = listingsOf(cluster).filter((listing) => listing.rows.some((row) => row.fact.kind === 'cluster-row'));
  const list = all.length > 0 ? all : listingsOf(cluster);
  return list.filter((one) => !list.some((other) => other !== one && other.viewer === one.viewer && isLater(other.fact, one.fact)));
}

/** The last listing of all, where one can be told to be the last. */
export function lastListing(cluster: Cluster): Listing | null {
  const last = lastListings(cluster);
  const end = last.at(-1);
  return end !== undefined && last.every((one) => one === end || !isLater(one.fact, end.fact)) ? end : null;
}
