/** What a removal of WAL by hand took away, reckoned from the listings before and after it. */
import type { FactOf } from '../core/fact.ts';
import { formatWalName, parseWalName, segmentNumber, type WalSet, walNameAt } from '../core/wal.ts';
import type { Cluster, Done } from './cluster.ts';
import type { Node } from './node.ts';

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
  return cluster
    .doneOn(node, 'wal-removed')
    .filter((done) => !done.dryRun)
    .map((done) => removalOf(done, node));
}

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
  if (status === undefined || wal === undefined || wal.atLeast || wal.segments.count === 0) return null;
  const bytes = node.segmentBytes;
  const newest = Math.max(...[...wal.segments.set].map((name) => segmentNumber(name, bytes)));
  const judged = status.ready.set.filter((name) => segmentNumber(name, bytes) <= newest);
  return { status, wal, there: judged.intersect(wal.segments.set), gone: judged.without(wal.segments.set) };
}
