/** Whether archiving works on a server as of the last word on it: a later success undoes every failure before it. */
import type { Fact, FactOf } from '../core/fact.ts';
import { elapsed } from '../core/moment.ts';
import { parseWalName } from '../core/wal.ts';
import { attemptsOf } from './archive-attempts.ts';
import { segmentOf } from './archive-obstacles.ts';
import type { ArchiverStatistics } from './archiving.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import { processesOf } from './processes.ts';
import { isLater } from './replication.ts';

export interface ArchiveOutcome {
  /** `open`: the bundle shows neither, or what it shows contradicts itself. */
  readonly is: 'fails' | 'works' | 'open';
  /** The facts that tell. */
  readonly shown: readonly Fact[];
}

const cache = new WeakMap<Node, ArchiveOutcome>();

export function archiveOutcome(node: Node): ArchiveOutcome {
  const known = cache.get(node);
  if (known !== undefined) return known;
  const outcome = judged(node);
  cache.set(node, outcome);
  return outcome;
}

/** A base backup that waits for its WAL to be archived, a minute at least, and was not seen to end. */
export interface WaitingBackup {
  readonly fact: FactOf<'message'>;
  readonly seconds: number;
}

/** The server's notice, by itself or below what the client said last. */
const WAITS: readonly string[] = ['basebackup.waits-for-archive', 'backup.waits-for-archive'];

export function backupThatWaits(cluster: Cluster): WaitingBackup | null {
  const fact = cluster.facts
    .of('message')
    .findLast((one) => WAITS.includes(one.event ?? '') || (one.event === null && WAITS.includes(one.values['reason'] ?? '')));
  if (fact === undefined) return null;
  const times = [...`${fact.text}\n${fact.detail ?? ''}`.matchAll(/(\d+) ?(?:seconds elapsed|秒)/g)].map((match) => Number(match[1]));
  const seconds = Math.max(0, ...times);
  const archived = /all required WAL segments have been archived/.test(fact.detail ?? '');
  if (seconds < 60 || archived) return null;
  return cluster.messages('basebackup.archived', 'clone.complete').some((one) => isLater(one, fact)) ? null : { fact, seconds };
}

/** The last capture of the archiver's statistics: files have no order, so the times in it tell, then its counts, which only grow. */
export function lastStatistics(node: Node): ArchiverStatistics | null {
  return node.archiving.statistics.reduce<ArchiverStatistics | null>(
    (last, row) => (last === null || isAfter(row, last) ? row : last),
    null,
  );
}

function isAfter(row: ArchiverStatistics, other: ArchiverStatistics): boolean {
  const apart = elapsed(other.now, row.now);
  if (apart !== null) return apart >= 0;
  const attempts = (one: ArchiverStatistics): number | null =>
    one.archived === null || one.failed === null ? null : one.archived + one.failed;
  const [before, after] = [attempts(other), attempts(row)];
  return before === null || after === null || after >= before;
}

function judged(node: Node): ArchiveOutcome {
  const { failures: reported, libraries } = attemptsOf(node);
  const failures = [...reported, ...libraries].sort((a, b) => a.order - b.order);
  const failure = failures.at(-1);
  const row = lastStatistics(node);
  const told = row === null ? 'open' : verdictOf(row, node.archiving.statistics);
  if (row !== null && told === 'fails') return queueIsEmpty(node) ? { is: 'open', shown: [row.fact] } : { is: 'fails', shown: [row.fact] };
  if (failure === undefined) return row === null ? byProcess(node) : { is: told, shown: told === 'open' ? [] : [row.fact] };
  if (row !== null && told === 'works') {
    const after = elapsed(failure.lastAtText ?? failure.atText, row.lastArchivedTime);
    const later = after !== null ? after >= 0 : row.fact.span.source !== failure.span.source || row.fact.order > failure.order;
    // An exit status above 125 is never counted, nor is a library that is missing: only the times can tell.
    const counted = libraries.length === 0 && failures.every((one) => Number(one.values['code'] ?? 0) <= 125);
    if (later && (after !== null || counted)) return { is: 'works', shown: [row.fact] };
    return { is: 'fails', shown: [failure] };
  }
  const passed = wasPassed(node, failures.map(segmentOf));
  if (passed !== null) return { is: 'works', shown: [passed] };
  if (queueIsEmpty(node)) return { is: 'works', shown: node.archiving.lastPending === null ? [] : [node.archiving.lastPending.fact] };
  const process = byProcess(node);
  return process.is === 'works' ? process : { is: 'fails', shown: [failure] };
}

/** Counts since the last reset accuse nobody: the times do, or two captures that differ. */
function verdictOf(row: ArchiverStatistics, all: readonly ArchiverStatistics[]): ArchiveOutcome['is'] {
  if (row.lastFailedTime !== null) {
    const after = elapsed(row.lastFailedTime, row.lastArchivedTime);
    if (row.lastArchivedTime === null || (after !== null && after < 0)) return 'fails';
    if (after !== null) return 'works';
  } else if (row.lastArchivedTime !== null) return 'works';
  const others = all.filter((other) => other !== row);
  const grew = (count: (one: ArchiverStatistics) => number | null): boolean =>
    others.some((other) => (count(row) ?? 0) > (count(other) ?? Number.POSITIVE_INFINITY));
  return grew((one) => one.archived) ? 'works' : grew((one) => one.failed) ? 'fails' : 'open';
}

/** Nothing waits as of the last count: what had failed has been archived, or nobody asks for it any more. */
function queueIsEmpty(node: Node): boolean {
  const last = node.archiving.lastPending;
  return last !== null && last.count === 0 && !last.atLeast;
}

/** A complete listing of the status files where a segment that had failed is marked as done. */
function wasPassed(node: Node, segments: readonly (string | null)[]): Fact | null {
  const listing = node.archiving.statusListings.at(-1);
  const last = segments.at(-1);
  if (listing === undefined || last === undefined || last === null) return null;
  const name = parseWalName(last);
  return name !== null && listing.done.set.has(name) ? listing : null;
}

/** What the archiver's process title says: `failed on SEG`, `last was SEG`. */
function byProcess(node: Node): ArchiveOutcome {
  const archiver = processesOf(node).findLast((fact) => fact.role === 'archiver');
  if (archiver === undefined) return { is: 'open', shown: [] };
  if (/^failed on /.test(archiver.activity ?? '')) return { is: 'fails', shown: [archiver] };
  return /^last was /.test(archiver.activity ?? '') ? { is: 'works', shown: [archiver] } : { is: 'open', shown: [] };
}
