import type { FactOf } from '../core/fact.ts';
import { detectFlavour } from '../flavours/detect.ts';
import type { FactIndex } from './facts.ts';
import { once } from './once.ts';

/**
 * The rows of `show pool_nodes` where that list is the cluster's own record: kingbasecluster of V8R3, no pgpool in front of a cluster
 * that repmgr manages.
 */
export const poolNodes = once((facts: FactIndex): readonly FactOf<'row'>[] => {
  const rows = facts.rows('pool_nodes');
  return rows.length > 0 && !detectFlavour(facts.all).usesRepmgr ? rows : [];
});

/** A server that it has taken out and that somebody sends WAL to all the same: the list is wrong, or kingbasecluster cannot get there. */
export function streamsAllTheSame(facts: FactIndex, row: FactOf<'row'>): FactOf<'row'> | null {
  const { hostname } = row.values;
  return (
    facts
      .rows('pg_stat_replication')
      .findLast(({ values }) => values['client_addr'] === hostname && /^(?:streaming|catchup)$/.test(values['state'] ?? '')) ?? null
  );
}

/** It could not reach the node, failed over if that was the primary, and sends nobody there until the node is attached again. */
export const isTakenOut = (row: FactOf<'row'>): boolean => /^(?:down|3)$/.test(row.values['status'] ?? '');
