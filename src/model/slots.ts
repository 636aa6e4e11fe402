/** Replication slots as the bundle shows them: who holds which, for whom it is, and how much WAL it keeps. */
import type { FactOf } from '../core/fact.ts';
import { parseLsn } from '../core/wal.ts';
import type { Cluster } from './cluster.ts';
import type { FactIndex } from './facts.ts';
import type { Node } from './node.ts';
import { isLater, places } from './replication.ts';

export interface Slot {
  readonly name: string;
  readonly logical: boolean;
  /** Of one session, gone with it: a base backup's own. */
  readonly temporary: boolean;
  readonly active: boolean | null;
  readonly activePid: string | null;
  readonly restart: bigint | null;
  /** The column was asked and is empty: the slot was never used, or is lost. */
  readonly reservesNothing: boolean;
  readonly walStatus: string | null;
  /** Why it is invalid, where the view tells (17 on): `wal_removed`, `rows_removed` … */
  readonly invalidation: string | null;
  /** Bytes of WAL that it keeps: as the query reckoned them, else from the last position that its server shows; null where neither tells. */
  readonly held: number | null;
  /** Whose server holds it. */
  readonly owner: Node | null;
  readonly fact: FactOf<'row'>;
}

const text = (value: string | null | undefined): string | null => (value === undefined || value === null || value === '' ? null : value);

const truth = (value: string | null | undefined): boolean | null =>
  value === undefined || value === null ? null : /^(?:t|true|on|yes|是)$/i.test(value);

const isSlotRow = (fact: FactOf<'row'>): boolean =>
  'slot_name' in fact.values && (fact.relation === 'pg_replication_slots' || (fact.relation === null && 'active' in fact.values));

/** A query that names no slots and no limit shows all of them. */
const isWhole = (query: string | null): boolean => query === null || !/\b(?:where|limit)\b/i.test(query);

/** Slots as of the last word on each: a capture of the whole view replaces what was seen before, a later drop ends a slot. */
export function slotsOf(cluster: Cluster): readonly Slot[] {
  return places(cluster).flatMap(({ node, facts }) => {
    const standing = standingRows(facts);
    const dropped = cluster.done.filter((done) => done.kind === 'slot-dropped' && (done.node === node || done.node === null));
    return standing
      .filter((row) => !dropped.some((done) => done.target === row.values['slot_name'] && isLater(done.fact, row)))
      .map((row) => slotOf(row, node, facts));
  });
}

/** Every row of a slot that the bundle shows, those of earlier captures too. */
export function slotHistory(cluster: Cluster): readonly Slot[] {
  return places(cluster).flatMap(({ node, facts }) =>
    facts
      .of('row')
      .filter(isSlotRow)
      .map((row) => slotOf(row, node, facts)),
  );
}

function standingRows(facts: FactIndex): FactOf<'row'>[] {
  const standing = new Map<string, FactOf<'row'>>();
  const empty = facts.of('note').filter((fact) => fact.topic === 'no-rows' && fact.values['relation'] === 'pg_replication_slots');
  let capture = '';
  for (const fact of [...facts.of('row').filter(isSlotRow), ...empty].sort((a, b) => a.order - b.order)) {
    const query = fact.kind === 'row' ? fact.query : (fact.values['query'] ?? null);
    const key = `${fact.segment} ${query ?? ''}`;
    if (key !== capture && isWhole(query)) standing.clear();
    capture = key;
    if (fact.kind === 'row') standing.set(fact.values['slot_name'] ?? '', fact);
  }
  return [...standing.values()];
}

function slotOf(fact: FactOf<'row'>, owner: Node | null, facts: FactIndex): Slot {
  const { values } = fact;
  const restart = text(values['restart_lsn']) === null ? null : parseLsn(values['restart_lsn'] ?? '');
  return {
    name: values['slot_name'] ?? '',
    logical: values['slot_type'] === 'logical',
    temporary: truth(values['temporary']) === true,
    active: truth(values['active']),
    activePid: text(values['active_pid']),
    restart,
    reservesNothing: 'restart_lsn' in values && text(values['restart_lsn']) === null,
    walStatus: text(values['wal_status']),
    invalidation: text(values['invalidation_reason']),
    held: reckonedIn(values) ?? behind(restart, facts),
    owner,
    fact,
  };
}

const UNITS: Readonly<Record<string, number>> = { bytes: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40 };

/** `70 GB` or a bare number in a column that the query itself reckoned: any that the view does not have. */
function reckonedIn(values: FactOf<'row'>['values']): number | null {
  for (const [column, value] of Object.entries(values)) {
    if (/lsn|safe_wal_size|xmin|pid|datoid|slot_name/.test(column)) continue;
    const printed = /^([\d.]+) ?(bytes|[kMGT]B)$/i.exec(value ?? '');
    if (printed !== null) return Math.round(Number(printed[1]) * (UNITS[(printed[2] ?? '').toLowerCase()] ?? 1));
    // `diff`, `lag_mb`: a bare number, in bytes where the column's name says nothing else
    if (/diff|lag|behind|retain|held|bytes|size|delay/.test(column) && /^\d+(?:\.\d+)?$/.test(value ?? ''))
      return Math.round(Number(value) * (UNITS[/(?:^|_)([kmgt]b)$/.exec(column)?.[1] ?? 'bytes'] ?? 1));
  }
  return null;
}

function behind(restart: bigint | null, facts: FactIndex): number | null {
  const position = lastPosition(facts);
  return restart === null || position === null ? null : Number(position > restart ? position - restart : 0n);
}

/** The furthest WAL position that a server's own views, functions and control file show; a lower bound of where it is. */
function lastPosition(facts: FactIndex): bigint | null {
  let last: bigint | null = null;
  const see = (value: string | null | undefined): void => {
    const lsn = value ? parseLsn(value) : null;
    if (lsn !== null && (last === null || lsn > last)) last = lsn;
  };
  for (const row of facts.of('row'))
    for (const [column, value] of Object.entries(row.values)) if (/(?:lsn|location)$/.test(column)) see(value);
  for (const control of facts.of('control')) if (control.key === 'latest checkpoint location') see(control.value);
  return last;
}

/** For whom a slot is: a node, nobody that repmgr's records know (they are shown), or somebody that the bundle does not tell. */
export type SlotUser = { readonly is: 'node'; readonly node: Node } | { readonly is: 'nobody' } | { readonly is: 'unknown' };

const REPMGR_SLOT = /^repmgr_slot_(\d+)$/;

/** Whether a slot bears the name that repmgr gives: `repmgr_slot_` and the node id. */
export const isRepmgrSlot = (name: string): boolean => REPMGR_SLOT.test(name);

/** Whether repmgr gives its standbys slots: by a configuration that the bundle shows, by its own word, by the slots that are there. */
export const usesRepmgrSlots = (cluster: Cluster): boolean =>
  cluster.nodes.some((node) => {
    const setting = node.repmgrSetting('use_replication_slots');
    return setting.known && /^(?:true|on|yes|1)$/i.test(setting.value);
  }) ||
  cluster.messages('attach.free-slots').length > 0 ||
  slotsOf(cluster).some((slot) => isRepmgrSlot(slot.name));

/** The node that uses a slot: by its own settings or its receiver, by repmgr's records, by the number in the name. */
export function userOfSlot(cluster: Cluster, slot: Pick<Slot, 'name' | 'owner'>): SlotUser {
  const recorded = cluster.facts.rows('repmgr.nodes').find((row) => row.values['slot_name'] === slot.name)?.values['node_name'];
  const id = REPMGR_SLOT.exec(slot.name)?.[1];
  const node =
    cluster.nodes.find((one) => one !== slot.owner && !one.isPrimary && usesSlot(one, slot.name)) ??
    (recorded == null ? null : cluster.node(recorded)) ??
    (id === undefined ? null : cluster.nodeById(Number(id)));
  if (node !== null && node !== slot.owner && !node.isWitness) return { is: 'node', node };
  const recordsShown = cluster.views.length > 0 || cluster.services.length > 0 || cluster.facts.rows('repmgr.nodes').length > 0;
  return id !== undefined && recordsShown ? { is: 'nobody' } : { is: 'unknown' };
}

function usesSlot(node: Node, name: string): boolean {
  const configured = node.setting('primary_slot_name');
  return (
    (configured.known && configured.value === name) ||
    node.facts.rows('pg_stat_wal_receiver').some((row) => row.values['slot_name'] === name)
  );
}
