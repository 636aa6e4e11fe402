/** What a removal of WAL by hand took away, reckoned from the listings before and after it. */
import type { FactOf } from '../core/fact.ts';
import { formatWalName, parseWalName, segmentNumber, type WalSet, walNameAt } from '../core/wal.ts';
import type { Cluster, Done } from './cluster.ts';
import type { Node } from './node.ts';
import { slotsOf } from './slots.ts';

export interface Removal {
  readonly done: Done;
  /** The last listing of the WAL directory before it, and the first after. */
  readonly before: FactOf<'directory'> | null;
  readonly after: FactOf<'directory'> | null;
  /** Segments that went: from, to, how many; null where the bundle does not show them. */
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number | null;
}

/** Removals of segments from the live WAL directory of a node that really happened, in order. */
export function walRemovals(cluster: Cluster, node: Node): Removal[] {
  return removalsBy(cluster.doneOn(node, 'wal-removed'), node);
}

/** The same of given actions, reckoned by the listings of a node. */
export const removalsBy = (done: readonly Done[], node: Node): Removal[] =>
  done.filter((one) => !one.dryRun).map((one) => removalOf(one, node));

function removalOf(done: Done, node: Node): Removal {
  const listings = node.archiving.walListings;
  const before = listings.filter((fact) => fact.order < done.fact.order).at(-1) ?? null;
  const after = listings.find((fact) => fact.order > done.fact.order) ?? null;
  const bytes = node.segmentBytes;
  const first = before?.segments.set.first ?? null;
  const limit = parseWalName((done.argument ?? '').slice(0, 24)) ?? after?.segments.set.first ?? null;
  if (first === null || limit === null || segmentNumber(limit, bytes) <= segmentNumber(first, bytes)) {
    return { done, before, after, from: null, to: null, count: null };
  }
  const last = segmentNumber(limit, bytes) - 1;
  return {
    done,
    before,
    after,
    from: formatWalName(first),
    to: formatWalName(walNameAt(limit.timeline, last, bytes)),
    count: last - segmentNumber(first, bytes) + 1,
  };
}

/** The files that wait on a node as of its last listing, split by whether their segment was still there when last listed. */
export interface WaitingSegments {
  readonly status: FactOf<'directory'>;
  readonly wal: FactOf<'directory'>;
  readonly there: WalSet;
  readonly gone: WalSet;
}

/**
 * Compares the last status listing with the last WAL listing. Null where one is missing or incomplete in a way that matters.
 * A `.ready` beyond the newest listed segment was made after the listing and proves nothing.
 */
export function waitingSegments(node: Node): WaitingSegments | null {
  const status = node.archiving.statusListings.at(-1);
  const wal = node.archiving.walListings.at(-1);
  if (status === undefined || wal === undefined || wal.segments.count === 0) return null;
  if (wal.atLeast && wal.cut !== 'behind') return null;
  const bytes = node.segmentBytes;
  const newest = Math.max(...[...wal.segments.set].map((name) => segmentNumber(name, bytes)));
  // the beginning of a list by name holds every name up to the last that it shows
  const last = wal.atLeast ? [...wal.segments.set].map(formatWalName).sort().at(-1) : undefined;
  const judged = status.ready.set.filter(
    (name) => segmentNumber(name, bytes) <= newest && (last === undefined || formatWalName(name) <= last),
  );
  return { status, wal, there: judged.intersect(wal.segments.set), gone: judged.without(wal.segments.set) };
}

/** Segments that are gone from the live WAL directory although the server itself would still have them. */
export interface Vanished {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** The listing in which they are missing. */
  readonly listing: FactOf<'directory'>;
  /** What shows that the server did not remove them: the listing itself (a hole), or an inactive slot that still reserves them. */
  readonly by: 'hole' | 'slot';
  readonly witness: FactOf<'directory'> | FactOf<'row'>;
}

/**
 * A server removes WAL only at its old end, never in the middle, and never what a slot reserves. Told of a primary only: a standby
 * keeps what it fetched from an archive, a rewound node what it copied.
 */
export function vanishedSegments(cluster: Cluster, node: Node): Vanished | null {
  const listing = node.archiving.walListings.at(-1);
  if (listing === undefined || listing.atLeast || listing.segments.count === 0 || !node.isPrimary) return null;
  const bytes = node.segmentBytes;
  return holeIn(listing, bytes, lastWritten(node, bytes)) ?? reservedAndGone(cluster, node, listing, bytes);
}

/** The segment of the last checkpoint: what lies behind it are spares, which have no order. */
function lastWritten(node: Node, bytes: number): number | null {
  const name = parseWalName(node.control("latest checkpoint's redo wal file")?.value ?? '');
  return name === null ? null : segmentNumber(name, bytes);
}

function holeIn(listing: FactOf<'directory'>, bytes: number, written: number | null): Vanished | null {
  // before its promotion the node was a standby: what it streamed it recycles, while older segments still wait for its archiver
  const own = Math.max(...listing.segments.set.timelines);
  const hole = listing.segments.set
    .gaps(bytes)
    .find((gap) => gap.from.timeline === own && written !== null && segmentNumber(gap.to, bytes) < written);
  if (hole === undefined) return null;
  return { from: formatWalName(hole.from), to: formatWalName(hole.to), count: hole.count, listing, by: 'hole', witness: listing };
}

/** An inactive slot does not move: what it reserves must be there, unless the server gave the slot up. */
function reservedAndGone(cluster: Cluster, node: Node, listing: FactOf<'directory'>, bytes: number): Vanished | null {
  const oldest = listing.segments.set.first;
  if (oldest === null) return null;
  const held = slotsOf(cluster).find(
    (slot) =>
      slot.owner === node && slot.active === false && slot.restart !== null && !['lost', 'unreserved'].includes(slot.walStatus ?? ''),
  );
  if (held?.restart == null) return null;
  const needed = Number(held.restart / BigInt(bytes));
  const count = segmentNumber(oldest, bytes) - needed;
  if (count <= 0) return null;
  const name = (at: number): string => formatWalName(walNameAt(oldest.timeline, at, bytes));
  return { from: name(needed), to: name(needed + count - 1), count, listing, by: 'slot', witness: held.fact };
}
