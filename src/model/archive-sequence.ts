/** Whether the segments of an archive follow one another: over timelines, over partial segments, over the archives of several nodes. */
import type { FactOf } from '../core/fact.ts';
import { DEFAULT_SEGMENT_BYTES, formatWalName, segmentNumber, type WalName, walNameAt } from '../core/wal.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

type Listing = FactOf<'directory'>;

export interface SequenceGap {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The last listing of each archive directory that a node shows, without those that a person thinned out. */
export function archivesOf(node: Node): readonly Listing[] {
  const byPath = new Map<string, Listing>();
  for (const listing of node.archiving.archiveListings) byPath.set(listing.path ?? '', listing);
  return [...byPath.values()].filter((listing) => listing.cut !== 'anywhere');
}

/**
 * What is missing between the first and the last segment that is listed. A new timeline goes on in the numbering of the old one, so
 * numbers count, whatever the timeline; a `.partial` stands for its segment.
 */
function gapsIn(
  listing: Listing,
  bytes: number,
): (SequenceGap & { readonly numbers: readonly [from: number, to: number]; readonly atSwitch: boolean })[] {
  if (listing.segments.count < 2) return [];
  const sorted = [
    ...[...listing.segments.set].map((name) => ({ name, partial: false })),
    ...[...listing.partial.set].map((name) => ({ name, partial: true })),
  ]
    .map((one) => ({ ...one, number: segmentNumber(one.name, bytes) }))
    .sort((a, b) => a.number - b.number);
  return sorted.flatMap((one, index) => {
    const next = sorted[index + 1];
    if (next === undefined || next.number <= one.number + 1) return [];
    const atSwitch = sorted.slice(index + 1).some((later) => later.partial || later.name.timeline > one.name.timeline);
    return [{ ...gap(one.name.timeline, one.number + 1, next.number - 1, bytes), numbers: [one.number + 1, next.number - 1], atSwitch }];
  });
}

/**
 * The gaps of a node's own archives. What is missing before a change of the timeline is a gap only where nobody else can have it:
 * while the node was a standby, the primary of that time archived, to a place of its own where each node has one.
 */
export function gapsOf(cluster: Cluster, node: Node): (SequenceGap & { readonly listing: Listing })[] {
  const elsewhere = cluster.members.filter((other) => other !== node && !other.isWitness).map((other) => archivesOf(other));
  return archivesOf(node).flatMap((listing) => {
    const bytes = segmentSize(node, listing);
    const others = elsewhere.flat().filter((other) => other !== listing);
    const numbers = new Set(
      others.flatMap((other) => [...other.segments.set, ...other.partial.set].map((name) => segmentNumber(name, bytes))),
    );
    const isElsewhere = ([from, to]: readonly [number, number]): boolean => {
      if (elsewhere.some((archives) => archives.length === 0)) return true;
      for (let number = from; number <= to; number++) if (!numbers.has(number)) return false;
      return true;
    };
    return gapsIn(listing, bytes)
      .filter((one) => !(one.atSwitch && isElsewhere(one.numbers)))
      .map(({ from, to, count }) => ({ from, to, count, listing }));
  });
}

const gap = (timeline: number, from: number, to: number, bytes: number): SequenceGap => ({
  from: formatWalName(walNameAt(timeline, from, bytes)),
  to: formatWalName(walNameAt(timeline, to, bytes)),
  count: to - from + 1,
});

/** The size of the segments: of the server where it says so, else of the files that are listed. */
export function segmentSize(node: Node, listing: Listing): number {
  if (node.segmentBytes !== DEFAULT_SEGMENT_BYTES) return node.segmentBytes;
  const { bytes, count } = listing.segments;
  const size = bytes === null || count === 0 ? null : bytes / count;
  return size !== null && Number.isInteger(Math.log2(size)) && size >= 2 ** 20 && size <= 2 ** 30 ? size : DEFAULT_SEGMENT_BYTES;
}

export interface SplitGap extends SequenceGap {
  readonly before: { readonly node: Node; readonly listing: Listing };
  readonly after: { readonly node: Node; readonly listing: Listing };
}

/**
 * Each node archives to a place of its own, and between them segments are missing: one archive ends on a timeline before the point
 * where another one begins with the next timeline. Only an archive that holds the next timeline's beginning (its history file or the
 * partial segment of the switch) tells where it began; one that was cleaned at its old end does not.
 */
export function gapBetweenNodes(cluster: Cluster): SplitGap | null {
  const archives = cluster.members.flatMap((node) =>
    archivesOf(node)
      .filter((listing) => !listing.atLeast && listing.segments.count + listing.partial.count > 0)
      .map((listing) => ({ node, listing, bytes: segmentSize(node, listing) })),
  );
  for (const after of archives) {
    const first = firstOf(after.listing, after.bytes);
    if (first === null || after.listing.histories.count + after.listing.partial.count === 0) continue;
    for (const before of archives) {
      if (before.node === after.node || before.listing.path !== after.listing.path) continue;
      const last = lastOf(before.listing, before.bytes);
      if (last === null || last.timeline >= Math.max(first.timeline, ...after.listing.segments.set.timelines)) continue;
      const [end, begin] = [segmentNumber(last, before.bytes), segmentNumber(first, after.bytes)];
      if (begin > end + 1 && before.bytes === after.bytes) return { ...gap(last.timeline, end + 1, begin - 1, after.bytes), before, after };
    }
  }
  return null;
}

function extreme(listing: Listing, bytes: number, better: (a: number, b: number) => boolean): WalName | null {
  let best: WalName | null = null;
  for (const name of [...listing.segments.set, ...listing.partial.set])
    if (best === null || better(segmentNumber(name, bytes), segmentNumber(best, bytes))) best = name;
  return best;
}
const firstOf = (listing: Listing, bytes: number): WalName | null => extreme(listing, bytes, (a, b) => a < b);
const lastOf = (listing: Listing, bytes: number): WalName | null => extreme(listing, bytes, (a, b) => a > b);
