/** Whether the archiver gets on: how the number of waiting files changes, when it last stored something, what it is busy with. */
import type { Fact, FactOf } from '../core/fact.ts';
import { elapsed, type Moment, parseMoment } from '../core/moment.ts';
import { formatWalName, parseWalName, segmentNumber } from '../core/wal.ts';
import { lastStatistics } from './archive-outcome.ts';
import type { Pending } from './archiving.ts';
import type { Node } from './node.ts';
import { processesOf } from './processes.ts';

/** repmgr warns above so many (`archive_ready_warning`); fewer wait after any burst of writes. */
export const USUAL = 16;

/** The counts of waiting files that can be put in order: those of one source by line, or those that carry a time. */
export function countsInOrder(node: Node): readonly Pending[] {
  const all = node.archiving.pending.filter((one) => !one.atLeast);
  const timed = all.flatMap((one) => {
    const at = momentOf(node, one.fact);
    return at === null ? [] : [{ one, at }];
  });
  const series = timed.sort((a, b) => elapsed(b.at, a.at) ?? 0).map(({ one }) => one);
  const bySource = new Map<string, Pending[]>();
  for (const one of all) bySource.set(one.fact.span.source, [...(bySource.get(one.fact.span.source) ?? []), one]);
  const longest = [...bySource.values()].reduce<Pending[]>((best, list) => (list.length > best.length ? list : best), []);
  return series.length > longest.length ? series : longest;
}

/** A count that fell from one to the next, at the end of the series: the first and the last of that run; null where it did not. */
export function fallingCounts(node: Node): { readonly from: Pending; readonly to: Pending; readonly steps: number } | null {
  const counts = countsInOrder(node);
  const to = counts.at(-1);
  if (to === undefined) return null;
  let at = counts.length - 1;
  while (at > 0 && (counts[at - 1]?.count ?? 0) > (counts[at]?.count ?? 0)) at--;
  const from = counts[at];
  return from === undefined || from === to ? null : { from, to, steps: counts.length - 1 - at };
}

/** Two captures of the archiver's statistics between which it stored something. */
export function archivedBetween(node: Node): { readonly from: number; readonly to: number; readonly fact: Fact } | null {
  const rows = node.archiving.statistics.filter((row) => row.archived !== null);
  const counts = rows.map((row) => row.archived ?? 0);
  const from = Math.min(...counts);
  const to = Math.max(...counts);
  const last = rows.find((row) => row.archived === to);
  return rows.length < 2 || to <= from || last === undefined ? null : { from, to, fact: last.fact };
}

/** Milliseconds since the last success, as of the capture of the statistics or, without its time, of the last time that the node shows. */
export function sinceLastSuccess(node: Node): { readonly ms: number; readonly fact: Fact } | null {
  const row = lastStatistics(node);
  if (row === null || row.lastArchivedTime === null) return null;
  const now = row.now ?? null;
  const ms = now !== null ? elapsed(row.lastArchivedTime, now) : elapsed(row.lastArchivedTime, latestMoment(node));
  return ms === null || ms < 0 ? null : { ms, fact: row.fact };
}

/** The archiver's process as the last `ps` shows it; `none` where a `ps` of the server's processes shows no archiver. */
export function archiverProcess(node: Node): FactOf<'process'> | 'none' | null {
  const processes = processesOf(node);
  const archiver = processes.findLast((fact) => fact.role === 'archiver');
  if (archiver !== undefined) return archiver;
  // A `ps | grep` shows what it was asked for: only the server's own helpers beside it prove that the list is whole.
  const whole = ['postmaster', 'background'].every((role) => processes.some((fact) => fact.role === role));
  return whole ? 'none' : null;
}

/** The segment that the archiver is busy with (`archiving SEG`). */
export function busyWith(node: Node): { readonly segment: string; readonly fact: FactOf<'process'> } | null {
  const archiver = archiverProcess(node);
  if (archiver === null || archiver === 'none') return null;
  const segment = /^archiving ([0-9A-F]{24}\S*|[0-9A-F]{8}\.history)/.exec(archiver.activity ?? '')?.[1];
  return segment === undefined ? null : { segment, fact: archiver };
}

/**
 * Whether the segment that the archiver is busy with was first in the queue already when something else was captured: in a listing of
 * the status files, or as the one behind the last that the statistics call archived. Then it has been at it all the while.
 */
export function busyAllTheWhile(node: Node, segment: string): Fact | null {
  const name = parseWalName(segment);
  if (name === null) return null;
  const listing = node.archiving.statusListings.at(-1);
  const first = listing?.ready.set.first ?? null;
  const head = listing !== undefined && !listing.atLeast && first !== null && formatWalName(first) === segment ? listing : null;
  const row = lastStatistics(node);
  const stored = row?.lastArchivedWal == null ? null : parseWalName(row.lastArchivedWal.slice(0, 24));
  const next = stored !== null && segmentNumber(stored, node.segmentBytes) + 1 === segmentNumber(name, node.segmentBytes) ? row : null;
  if (head !== null && (row === null || row.lastArchivedWal === null || next !== null)) return head;
  return null;
}

/** The time of a fact: its own, else that of a clock (`date`) a line or two above it in the same source. */
export function momentOf(node: Node, fact: Fact): Moment | null {
  const own = parseMoment(fact.atText) ?? (fact.at === null ? null : parseMoment(fact.at));
  if (own !== null) return own;
  const clock = node.facts
    .of('host')
    .findLast(
      (host) =>
        host.what === 'clock' &&
        host.span.source === fact.span.source &&
        host.span.line < fact.span.line &&
        fact.span.line - host.span.endLine <= 3,
    );
  return clock === undefined ? null : parseMoment(clock.value);
}

/** The latest time that any fact of the node names: the bundle was not collected before. */
function latestMoment(node: Node): Moment | null {
  let latest: Moment | null = null;
  for (const fact of node.facts.all) {
    const text =
      fact.kind === 'message' ? (fact.lastAtText ?? fact.atText) : fact.kind === 'host' && fact.what === 'clock' ? fact.value : fact.atText;
    const at = parseMoment(text);
    if (at !== null && (latest === null || (elapsed(latest, at) ?? 0) > 0)) latest = at;
  }
  return latest;
}
