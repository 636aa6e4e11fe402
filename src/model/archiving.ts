import type { Fact, FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';

/** One observation of how many files wait to be archived. */
export interface Pending {
  readonly count: number;
  /** The text was cut or a pattern limited it: at least so many. */
  readonly atLeast: boolean;
  readonly status: 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN' | null;
  readonly threshold: number | null;
  readonly fact: Fact;
}

export interface Archiving {
  /** In order. */
  readonly pending: readonly Pending[];
  readonly lastPending: Pending | null;
  /** Listings of archive_status, of the WAL directory, and of directories that look like an archive, in order. */
  readonly statusListings: readonly FactOf<'directory'>[];
  readonly walListings: readonly FactOf<'directory'>[];
  readonly archiveListings: readonly FactOf<'directory'>[];
  /** pg_stat_archiver, every capture. */
  readonly statistics: readonly ArchiverStatistics[];
}

/** One row of pg_stat_archiver; counts are since `stats_reset` and accuse nobody by themselves. */
export interface ArchiverStatistics {
  readonly archived: number | null;
  readonly lastArchivedWal: string | null;
  readonly lastArchivedTime: string | null;
  readonly failed: number | null;
  readonly lastFailedWal: string | null;
  readonly lastFailedTime: string | null;
  readonly now: string | null;
  readonly fact: FactOf<'row'>;
}

const number = (text: string | null | undefined): number | null => {
  const value = Number(text ?? Number.NaN);
  return text === '' || !Number.isFinite(value) ? null : value;
};
const word = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text.trim() === '' ? null : text.trim();

/** Gathers what is known of one node's archiving. `facts` are the node's own. */
export function archivingOf(facts: FactIndex): Archiving {
  const pending: Pending[] = [];
  for (const fact of facts.all) {
    if (fact.kind === 'node-check' && fact.check === 'archive-ready' && fact.count !== null) {
      pending.push({ count: fact.count, atLeast: false, status: fact.status, threshold: fact.threshold, fact });
    } else if (fact.kind === 'node-status' && fact.key === 'wals pending archiving') {
      const count = number(/\d+/.exec(fact.value)?.[0]);
      if (count !== null) pending.push({ count, atLeast: false, status: null, threshold: null, fact });
    } else if (fact.kind === 'directory' && fact.holds === 'archive-status') {
      pending.push({ count: fact.ready.count, atLeast: fact.atLeast, status: null, threshold: null, fact });
    } else if (fact.kind === 'count' && fact.pattern !== null && /ready/.test(fact.pattern)) {
      pending.push({ count: fact.value, atLeast: false, status: null, threshold: null, fact });
    } else if (fact.kind === 'message' && fact.event === 'switchover.archive-backlog-critical') {
      const count = number(fact.values['count']);
      if (count !== null) pending.push({ count, atLeast: false, status: 'CRITICAL', threshold: number(fact.values['threshold']), fact });
    }
  }
  const listings = (holds: FactOf<'directory'>['holds']): FactOf<'directory'>[] =>
    facts.of('directory').filter((fact) => fact.holds === holds);
  return {
    pending,
    lastPending: pending.at(-1) ?? null,
    statusListings: listings('archive-status'),
    walListings: listings('wal'),
    archiveListings: listings('archive'),
    statistics: facts.rows('pg_stat_archiver').map((fact) => ({
      archived: number(fact.values['archived_count']),
      lastArchivedWal: word(fact.values['last_archived_wal']),
      lastArchivedTime: word(fact.values['last_archived_time']),
      failed: number(fact.values['failed_count']),
      lastFailedWal: word(fact.values['last_failed_wal']),
      lastFailedTime: word(fact.values['last_failed_time']),
      now: word(fact.values['now']),
      fact,
    })),
  };
}
