/** Where repmgr's records and what runs disagree: a role, an activity, an upstream or a node that the records have wrong or not at all. */
import type { Fact } from '../core/fact.ts';
import { attachmentOf } from './attachment.ts';
import type { Cluster } from './cluster.ts';
import { recordedOtherwise } from './conninfos.ts';
import type { EventName } from './events.ts';
import { senderOf } from './following.ts';
import { type Listed, lastListings, listingOfIssue, listingsOf } from './listings.ts';
import type { Node } from './node.ts';
import { outageOf } from './outage.ts';
import { isTakenOut, poolNodes, streamsAllTheSame } from './pool-nodes.ts';
import { primaryClaim } from './primaries.ts';
import { isLater, type MessageFact } from './replication.ts';
import { type Role, roleOf } from './roles.ts';

/**
 * `promoted`, `demoted`: registered in one role, running in the other; `inactive`: runs, and its record says that it does not count;
 * `no-upstream`, `other-upstream`: a standby whose record names none, or not the primary; `unregistered`: no record; `other-conninfo`, `other-file`: the
 * record leads elsewhere than the configuration file of the node; `name-taken`: two nodes under one name;
 * `taken-out`: kingbasecluster calls a standby down that receives; `old-copy`: the asked node's copy says what the primary's own records no longer say.
 */
export type DiscordKind =
  | 'promoted'
  | 'demoted'
  | 'inactive'
  | 'no-upstream'
  | 'other-upstream'
  | 'unregistered'
  | 'other-conninfo'
  | 'other-file'
  | 'name-taken'
  | 'old-copy'
  | 'taken-out';

export interface Discord {
  readonly kind: DiscordKind;
  /** Whose record it is; for an old copy, the node that has the copy. Null where the bundle does not tell. */
  readonly node: Node | null;
  readonly facts: readonly Fact[];
  /** What shows that the record was put right. */
  readonly undone: Fact | null;
}

const BY_EVENT: Partial<Record<EventName, DiscordKind>> = {
  'status.standby-as-primary': 'promoted',
  'status.inactive-standby-as-primary': 'promoted',
  'status.primary-as-standby': 'demoted',
  'status.inactive-primary-as-standby': 'demoted',
  'status.running-but-inactive': 'inactive',
  'repmgrd.inactive-node': 'inactive',
  'switchover.not-downstream': 'no-upstream',
  'status.no-upstream': 'no-upstream',
  'repmgrd.not-promoting': 'no-upstream',
  'repmgrd.no-record': 'unregistered',
  'metadata.no-records': 'unregistered',
  'metadata.local-record-missing': 'unregistered',
  'register.upstream-inactive': 'inactive',
  'register.name-taken': 'name-taken',
  'status.application-name-duplicate': 'name-taken',
};

/** What writes a record anew, or shows that it was. */
const WRITTEN = [
  'register.primary-done',
  'register.standby-done',
  'register.witness-done',
  'repmgrd.record-activated',
  'rejoin.successful',
  'follow.successful',
  'switchover.completed',
] as const satisfies readonly EventName[];

/** The last word of kingbasecluster's list on each. */
function takenOut(cluster: Cluster): Discord[] {
  const rows = poolNodes(cluster.facts);
  const last = rows.filter((row, at) => !rows.slice(at + 1).some((other) => other.values['hostname'] === row.values['hostname']));
  return last.filter(isTakenOut).flatMap((row): Discord[] => {
    const sent = streamsAllTheSame(cluster.facts, row);
    return sent === null ? [] : [{ kind: 'taken-out', node: cluster.node(row.values['hostname'] ?? ''), facts: [row, sent], undone: null }];
  });
}

const known = new WeakMap<Cluster, readonly Discord[]>();

export function discordsOf(cluster: Cluster): readonly Discord[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const found: Discord[] = [...oldCopies(cluster), ...takenOut(cluster)];
  const add = (kind: DiscordKind, node: Node | null, fact: Fact): void => {
    if (found.some((one) => one.kind === 'old-copy' && (one.facts.includes(fact) || (one.node !== null && isBy(cluster, fact, one.node)))))
      return;
    // what is told of nobody is of the one that is told so, and one node is told once
    const index = found.findIndex((one) => (node === null ? one.kind === kind : one.node === node && one.kind !== 'old-copy'));
    const one = found[index];
    if (one === undefined) found.push({ kind, node, facts: [fact], undone: undoneBy(cluster, node, kind, fact) });
    else found[index] = { ...one, facts: [...one.facts, fact], undone: undoneBy(cluster, one.node, one.kind, fact) };
  };
  for (const listing of lastListings(cluster)) {
    if (listing.viewer?.isWitness) continue;
    for (const row of listing.rows) {
      const kind = inRow(row);
      if (kind !== null) add(kind, row.node, row.fact);
    }
  }
  for (const fact of emptyRecords(cluster)) add('unregistered', cluster.askedOn(fact), fact);
  for (const node of cluster.members) for (const fact of recordedOtherwise(cluster, node) ?? []) add('other-conninfo', node, fact);
  for (const node of cluster.members) for (const fact of otherFile(cluster, node)) add('other-file', node, fact);
  for (const node of cluster.members) for (const fact of ownWords(cluster, node)) add(fact.kind, node, fact.fact);
  for (const fact of cluster.facts.of('message')) {
    const told = inMessage(cluster, fact);
    if (told !== null && !isSaidInRow(cluster, told.node, fact)) add(told.kind, told.node, fact);
  }
  known.set(cluster, found);
  return found;
}

/** A switchover complained of what it was told with the file on record, and with the file that was typed there repmgr finds nothing wrong. */
function otherFile(cluster: Cluster, node: Node): Fact[] {
  const refused = cluster.messages('switchover.data-directory-incorrect').findLast((fact) => fact.values['node'] === node.name);
  const row = cluster.facts.rows('repmgr.nodes').findLast((fact) => fact.values['node_name'] === node.name);
  const recorded = row?.values['config_file'];
  const fine = node.check('data-directory-config')?.status === 'OK' ? node.check('data-directory-config') : null;
  if (refused === undefined || row === undefined || !recorded || fine === null) return [];
  const typed = cluster.facts.of('command').findLast((one) => one.segment === fine.segment || one.order === fine.order - 1);
  const used = /\brepmgr\b.*?\s(?:-f|--config-file)[=\s]\s*(\/\S+)/.exec(typed?.text ?? '')?.[1];
  return used === undefined || used === recorded ? [] : [row, fine];
}

/** Whether a line was printed on a node. */
const isBy = (cluster: Cluster, fact: Fact, node: Node): boolean => cluster.askedOn(fact) === node;

function inRow(row: Listed): DiscordKind | null {
  if (row.node !== null && /unregistered/.test(row.fact.status)) return 'unregistered';
  if (row.node === null || row.answer !== 'running' || row.recorded === 'witness') return null;
  if (row.recorded === 'standby' && row.runs === 'primary') return 'promoted';
  if (row.recorded === 'primary' && row.runs === 'standby') return 'demoted';
  return row.inactive ? 'inactive' : null;
}

/** A warning under a listing says again what its row shows, or what an earlier row showed. */
function isSaidInRow(cluster: Cluster, node: Node | null, fact: MessageFact): boolean {
  const listing = listingOfIssue(cluster, fact);
  if (listing === null) return false;
  if (listing.viewer?.isWitness || !lastListings(cluster).includes(listing)) return true;
  return listing.rows.some((row) => row.node === node && inRow(row) !== null);
}

/** The node's own check of its role, and its record in the table beside what its server answers. */
function ownWords(cluster: Cluster, node: Node): { readonly kind: DiscordKind; readonly fact: Fact }[] {
  if (node.isWitness) return [];
  const words: { kind: DiscordKind; fact: Fact }[] = [];
  const check = node.check('role');
  const differs = check?.status === 'CRITICAL' ? /registered as (?:a )?(\w+) but running as (?:a )?(\w+)/.exec(check.detail ?? '') : null;
  const kind = differs === null ? null : kindOf(roleOf(differs[1] ?? ''), roleOf(differs[2]?.replace('prima', 'primary') ?? ''));
  if (check !== null && kind !== null) words.push({ kind, fact: check });
  const record = lastRecord(cluster, node);
  if (record === null || writtenAfter(cluster, record.fact)) return words;
  if (!record.active && isThere(cluster, node)) words.push({ kind: 'inactive', fact: record.fact });
  if (record.role !== 'standby') return words;
  const claim = primaryClaim(cluster, node);
  if (claim !== null && !claim.past) words.push({ kind: 'promoted', fact: record.fact });
  else if (record.active && record.upstream === '') words.push({ kind: 'no-upstream', fact: record.fact });
  else if (isSentByAnother(cluster, node, record)) words.push({ kind: 'other-upstream', fact: record.fact });
  return words;
}

/** It takes connections by its own word, or its upstream sends to it. */
function isThere(cluster: Cluster, node: Node): boolean {
  const { is } = outageOf(cluster, node);
  return is === 'runs' || is === 'back' || attachmentOf(cluster, node).attached !== null;
}

/** The primary sends to it, and the record names another node. */
function isSentByAnother(cluster: Cluster, node: Node, { upstream, fact }: Written): boolean {
  const recorded = upstream === null || upstream === '' ? null : cluster.nodeById(Number(upstream));
  const sender = senderOf(cluster, node);
  if (recorded === null || sender === null || sender.node === recorded || !sender.node.isPrimary) return false;
  return isLater(sender.fact, fact) || !cluster.messages(...WRITTEN, 'promote.successful').some((one) => isLater(one, sender.fact));
}

function kindOf(recorded: Role | null, runs: Role | null): DiscordKind | null {
  if (recorded === 'standby' && runs === 'primary') return 'promoted';
  return recorded === 'primary' && runs === 'standby' ? 'demoted' : null;
}

interface Written {
  readonly role: Role | null;
  readonly active: boolean;
  /** Its number; empty where the column is empty, null where it was not asked for. */
  readonly upstream: string | null;
  readonly fact: Fact;
}

/** The whole table was asked for, and holds nothing. */
const emptyRecords = (cluster: Cluster): readonly Fact[] =>
  cluster.facts
    .of('note')
    .filter(
      ({ topic, values }) => topic === 'no-rows' && values['relation'] === 'repmgr.nodes' && !/\bwhere\b/i.test(values['query'] ?? ''),
    );

/** A node's row in repmgr.nodes as last shown. */
function lastRecord(cluster: Cluster, node: Node): Written | null {
  const row = cluster.facts.rows('repmgr.nodes').findLast((fact) => fact.values['node_name'] === node.name);
  const type = row?.values['type'];
  if (row === undefined || type == null) return null;
  const upstream = 'upstream_node_id' in row.values ? (row.values['upstream_node_id'] ?? '') : null;
  return { role: roleOf(type), active: row.values['active'] !== 'f', upstream, fact: row };
}

function writtenAfter(cluster: Cluster, fact: Fact): boolean {
  return cluster.messages(...WRITTEN, 'promote.successful').some((other) => isLater(other, fact));
}

function inMessage(cluster: Cluster, fact: MessageFact): { readonly kind: DiscordKind; readonly node: Node | null } | null {
  // `--node-id=9` was typed: nothing is wrong with the records
  if (fact.program === 'server' || fact.event === null || /specified with --node/.test(fact.text)) return null;
  const here = cluster.askedOn(fact) ?? cluster.nodeOf(fact);
  if (fact.event === 'repmgrd.role-mismatch') {
    const kind = kindOf(roleOf(fact.values['role'] ?? ''), roleOf(fact.values['state'] ?? ''));
    return kind === null ? null : { kind, node: here };
  }
  if (fact.event === 'rejoin.target-not-primary') {
    const named = fact.values['node'];
    return named === undefined ? { kind: 'promoted', node: null } : { kind: 'demoted', node: cluster.node(named) };
  }
  // The catalogue's events are the keys of the table; what is no key there gives undefined.
  const listed = BY_EVENT[fact.event as EventName];
  const names = fact.event === 'switchover.not-downstream' && /registered upstream node ID is/.test(fact.detail ?? '');
  const kind = names ? 'other-upstream' : listed;
  if (kind === undefined) return null;
  const named = fact.values['node'] ?? fact.values['name'];
  const id = fact.values['id'];
  const node = named !== undefined ? cluster.node(named) : id !== undefined ? cluster.nodeById(Number(id)) : null;
  return { kind, node: node ?? (kind === 'name-taken' ? null : here) };
}

/** A later listing in which record and role agree, or a registration. */
function undoneBy(cluster: Cluster, node: Node | null, kind: DiscordKind, fact: Fact): Fact | null {
  const written = cluster
    .messages(...WRITTEN)
    .find((other) => isLater(other, fact) && (node === null || other.values['node'] === node.name || isBy(cluster, other, node)));
  if (written !== undefined) return written;
  if (node === null || kind === 'no-upstream') return null;
  const rows = listingsOf(cluster).flatMap((listing) => listing.rows.filter((row) => row.node === node && isLater(row.fact, fact)));
  return rows.find((row) => row.answer === 'running' && inRow(row) === null)?.fact ?? null;
}

/**
 * Listings that still show as promoted by nobody a node that is the primary by its own records: nothing is wrong with those, the
 * asked node does not receive them.
 */
function oldCopies(cluster: Cluster): Discord[] {
  const last = lastListings(cluster);
  return last.flatMap((listing): Discord[] => {
    const { viewer } = listing;
    if (viewer?.isWitness) return [];
    const row = listing.rows.find((one) => inRow(one) === 'promoted' && one.node !== viewer);
    const node = row?.node ?? null;
    const own = last.find((one) => one.viewer === node)?.rows.find((one) => one.node === node);
    if (row === undefined || own === undefined || own.recorded !== 'primary' || own.runs !== 'primary') return [];
    if (isLater(own.fact, row.fact) && writtenAfter(cluster, row.fact)) return [];
    return [{ kind: 'old-copy', node: viewer, facts: [row.fact, own.fact], undone: null }];
  });
}
