/** What a report draws rather than tells: the backlog, the segments, the volumes. Numbers with their places, no judgement. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Report } from '../core/report.ts';
import { formatWalName, segmentNumber, WalSet } from '../core/wal.ts';
import { readArchiveCommand } from '../model/archive-command.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { waitingSegments, walRemovals } from '../model/removals.ts';

type Measures = Report['measures'];

export function measuresOf(cluster: Cluster): Measures {
  return {
    roles: cluster.nodes.flatMap(rolesOf),
    backlog: cluster.nodes.flatMap(backlogOf),
    segments: cluster.nodes.flatMap((node) => segmentsOf(cluster, node)),
    volumes: cluster.nodes.flatMap(volumesOf),
  };
}

const placeOf = (fact: Fact) => ({ source: fact.span.source, line: fact.span.line });

/** What the server did outweighs its record; a word that repeats the one before it changes nothing. */
function rolesOf(node: Node): Measures['roles'] {
  const running = node.roles.filter((seen) => seen.how === 'running');
  const seen = running.length > 0 ? running : node.roles;
  const changes = seen
    .filter((word, index) => seen[index - 1]?.role !== word.role)
    .map((word) => ({ role: word.role, order: word.fact.order }));
  return changes.length === 0 ? [] : [{ node: node.label, changes }];
}

function backlogOf(node: Node): Measures['backlog'] {
  const { pending, statusListings } = node.archiving;
  if (pending.length === 0) return [];
  const listing = statusListings.at(-1);
  return [
    {
      node: node.label,
      threshold: pending.map((one) => one.threshold).findLast((value) => value !== null) ?? null,
      points: pending.map((one) => ({
        count: one.count,
        atLeast: one.atLeast,
        at: one.fact.at,
        atText: one.fact.atText,
        ...placeOf(one.fact),
      })),
      ready:
        listing === undefined || listing.ready.count === 0
          ? null
          : {
              count: listing.ready.count,
              atLeast: listing.atLeast,
              oldest: listing.ready.oldest,
              newest: listing.ready.newest,
              ...placeOf(listing),
            },
    },
  ];
}

/** Runs that one row of the strip holds; more would be no picture. */
const RUNS = 200;

function segmentsOf(cluster: Cluster, node: Node): Measures['segments'] {
  const bytes = node.segmentBytes;
  const rows: Measures['segments'][number]['rows'] = [];
  const add = (what: (typeof rows)[number]['what'], set: WalSet, fact: FactOf<'directory'> | null, atLeast: boolean): void => {
    const runs = set
      .runs(bytes)
      .slice(0, RUNS)
      .map((run) => ({
        from: formatWalName(run.from),
        to: formatWalName(run.to),
        timeline: run.from.timeline,
        start: segmentNumber(run.from, bytes),
        count: run.count,
      }));
    if (runs.length > 0) rows.push({ what, runs, atLeast, ...(fact === null ? { source: '', line: 0 } : placeOf(fact)) });
  };
  const wal = node.archiving.walListings.at(-1);
  const status = node.archiving.statusListings.at(-1);
  const archive = node.archiving.archiveListings.at(-1);
  if (wal !== undefined) add('present', wal.segments.set, wal, wal.atLeast);
  if (status !== undefined) add('waiting', status.ready.set, status, status.atLeast);
  if (status !== undefined) add('done', status.done.set, status, status.atLeast);
  if (archive !== undefined) add('archived', archive.segments.set.union(archive.partial.set), archive, archive.atLeast);
  const gone = waitingSegments(node)?.gone;
  if (gone !== undefined && status !== undefined) add('missing', gone, status, false);
  for (const removal of walRemovals(cluster, node)) {
    if (removal.from === null || removal.to === null || removal.count === null) continue;
    const run = runBetween(removal.from, removal.count, bytes);
    rows.push({ what: 'removed', runs: [{ ...run, from: removal.from, to: removal.to }], atLeast: false, ...placeOf(removal.done.fact) });
  }
  return rows.length === 0 ? [] : [{ node: node.label, segmentBytes: bytes, rows }];
}

function runBetween(from: string, count: number, bytes: number): { timeline: number; start: number; count: number } {
  const first = WalSet.of([from]).first;
  return { timeline: first?.timeline ?? 0, start: first === null ? 0 : segmentNumber(first, bytes), count };
}

function volumesOf(node: Node): Measures['volumes'] {
  const last = new Map<string, FactOf<'volume'>>();
  for (const fact of node.facts.of('volume')) last.set(`${fact.of} ${fact.mount}`, fact);
  const all = [...last.values()];
  const command = node.setting('archive_command');
  const archive = command.known ? readArchiveCommand(command.value).directory : null;
  const mounts = all.filter((fact) => fact.of === 'blocks').map((fact) => fact.mount);
  const holds = [
    ['data', node.dataDir],
    ['wal', node.walDir],
    ['archive', archive],
  ] as const;
  return all.map((fact) => ({
    node: node.label,
    of: fact.of,
    mount: fact.mount,
    filesystem: fact.filesystem,
    size: fact.size,
    used: fact.used,
    available: fact.available,
    usedPercent: fact.usedPercent,
    holds: holds.flatMap(([what, path]) => (path !== null && mountOf(path, mounts) === fact.mount ? [what] : [])),
    ...placeOf(fact),
  }));
}

/** The longest mount point that a path lies below; null where none of those listed is. */
function mountOf(path: string, mounts: readonly string[]): string | null {
  const above = mounts.filter((mount) => mount === '/' || path === mount || path.startsWith(`${mount}/`));
  return above.sort((a, b) => b.length - a.length)[0] ?? null;
}
