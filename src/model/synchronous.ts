/** Synchronous replication: what the primary asks for, who answers to it, and what waits meanwhile. */
import type { Fact, FactOf } from '../core/fact.ts';
import type { Cluster, Done } from './cluster.ts';
import type { FactIndex } from './facts.ts';
import type { Node } from './node.ts';
import { noSenders, type Sender, sendersOf } from './replication.ts';
import { effectiveSetting } from './settings.ts';

/** `synchronous_standby_names` taken apart (PostgreSQL documentation, "Replication: Primary Server"). */
export interface Demand {
  readonly method: 'FIRST' | 'ANY';
  readonly count: number;
  readonly names: readonly string[];
}

/** Null for an empty list: nothing is asked for. `a, b` means FIRST 1; KingbaseES writes `ANY 1( node2)`. */
export function parseDemand(value: string): Demand | null {
  const text = value.trim();
  if (text === '') return null;
  const match = /^(?:(FIRST|ANY)\s+)?(\d+)\s*\((.*)\)$/is.exec(text);
  const names = (list: string): string[] =>
    [...list.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)]
      .map((part) => (part[1]?.replace(/""/g, '"') ?? part[2] ?? '').trim())
      .filter((name) => name !== '');
  if (match === null) return { method: 'FIRST', count: 1, names: names(text) };
  return { method: match[1]?.toUpperCase() === 'ANY' ? 'ANY' : 'FIRST', count: Number(match[2]), names: names(match[3] ?? '') };
}

/** The same demand with other names, as the setting is written. */
export function formatDemand({ method, count }: Demand, names: readonly string[]): string {
  return `${method} ${count} (${names.map((name) => `"${name.replace(/"/g, '""')}"`).join(', ')})`;
}

/** Names are compared without regard to case; `*` is anybody (src/backend/replication/syncrep.c). */
export const answersTo = (demand: Demand, name: string): boolean =>
  demand.names.some((asked) => asked === '*' || asked.toLowerCase() === name.toLowerCase());

/** What one server that takes writes asks for. */
export interface Synchronous {
  /** Null: the text does not tell where it was asked. */
  readonly node: Node | null;
  readonly demand: Demand | null;
  /** The last word on the setting. */
  readonly setting: FactOf<'setting'> | null;
  /** Connected standbys; null where nobody asked. */
  readonly senders: readonly Sender[] | null;
  /** The view had no rows. */
  readonly noRows: Fact | null;
  readonly answering: readonly Sender[];
  /** Commits that wait: backends and what was cancelled. */
  readonly waits: readonly Fact[];
  /** `synchronous_commit` is local or off for everybody: nothing waits. */
  readonly lenient: FactOf<'setting'> | null;
}

/** One for each node that is no standby and on which the bundle has a word; a standby's own list is inert. */
export function synchronousOn(cluster: Cluster): readonly Synchronous[] {
  return serversOf(cluster).flatMap(({ node, facts }) => {
    const setting = effectiveSetting(facts, 'synchronous_standby_names');
    const waits = waitsOn(facts);
    if (!setting.known && waits.length === 0) return [];
    const demand = setting.known ? parseDemand(setting.value) : null;
    const senders = sendersOf(cluster)?.filter((sender) => sender.node === null || sender.node === node) ?? null;
    const commit = effectiveSetting(facts, 'synchronous_commit');
    return [
      {
        node,
        demand,
        setting: setting.known ? setting.fact : null,
        senders,
        noRows: noSenders(cluster),
        answering: (senders ?? []).filter((sender) => isAnswering(sender, demand)),
        waits,
        lenient: commit.known && /^(?:local|off)$/.test(commit.value) ? commit.fact : null,
      },
    ];
  });
}

/** Nodes that may take writes, and what was asked nobody knows where. */
function serversOf(cluster: Cluster): { readonly node: Node | null; readonly facts: FactIndex }[] {
  const { primary } = cluster;
  // kingbasecluster's list knows addresses only: a host that none of them is known to be may be the primary's
  const mayBe = (node: Node): boolean => !cluster.flavour.usesRepmgr && !node.identity.registered && !node.role.known;
  const nodes = cluster.nodes.filter((node) => !node.isStandby && !node.isWitness && (primary === null || primary === node || mayBe(node)));
  return [...nodes.map((node) => ({ node, facts: node.facts })), { node: null, facts: cluster.unplaced }];
}

function isAnswering(sender: Sender, demand: Demand | null): boolean {
  if (sender.state !== null && sender.state !== 'streaming') return false;
  if (sender.syncState === 'sync' || sender.syncState === 'quorum') return true;
  return sender.syncState !== 'async' && demand !== null && sender.name !== null && answersTo(demand, sender.name);
}

/** Backends in `SyncRep`, process titles that wait for a position, and waits that somebody cancelled. */
function waitsOn(facts: FactIndex): Fact[] {
  const backends = facts.of('row').filter((row) => Object.values(row.values).some((value) => value === 'SyncRep'));
  const titles = facts
    .of('process')
    .filter((one) => one.role === 'backend' && /waiting for [0-9A-F]+\/[0-9A-F]+/.test(one.activity ?? one.command));
  return [...backends, ...titles, ...facts.messages('sync.wait-cancelled')].sort((a, b) => a.order - b.order);
}

/** What took a list of synchronous standbys away, and whether it came back. */
export interface Degradation {
  readonly node: Node | null;
  /** What was asked for before. */
  readonly before: { readonly value: string; readonly fact: Fact } | null;
  readonly emptied: Fact | null;
  /** What shows that standbys are asked for now. */
  readonly restored: Fact | null;
  /** The list as it is now, where that is shown to be empty. */
  readonly empty: Fact | null;
  readonly value: string | null;
  /** KingbaseES's `synchronous` in repmgr.conf, where it asks for more than async. */
  readonly mode: { readonly value: string; readonly fact: Fact } | null;
  /** Whether a standby streams; null where that is not shown. */
  readonly connected: boolean | null;
  /** Commands in scripts or typed that empty the list. */
  readonly typed: readonly Fact[];
  /** Only the own lines of a switchover or a promotion say so. */
  readonly switching: boolean;
}

/** One word on the list: a value that it had, was given, or lost. */
interface Said {
  readonly value: string;
  readonly fact: Fact;
  readonly rank: number;
}

/** KingbaseES writes the mode into the configuration of every node: shown on one, it is that of all, unless another one differs. */
function modeOfAll(cluster: Cluster) {
  const told = [cluster.unplaced, ...cluster.nodes.map((node) => node.facts)]
    .map((facts) => effectiveSetting(facts, 'synchronous', 'repmgr'))
    .filter((one) => one.known);
  const [first] = told;
  return first !== undefined && told.every((one) => one.value === first.value) ? first : ({ known: false } as const);
}

/** Servers on whose list the bundle has a word. */
export function degradationsOf(cluster: Cluster): readonly Degradation[] {
  return serversOf(cluster).flatMap(({ node, facts }) => {
    const words = wordsOn(facts);
    const own = effectiveSetting(facts, 'synchronous', 'repmgr');
    const mode = own.known || words.length === 0 ? own : modeOfAll(cluster);
    const wanted = mode.known && /^(?:quorum|sync|all|custom)$/.test(mode.value) ? { value: mode.value, fact: mode.fact } : null;
    return words.length === 0 && wanted === null ? [] : [degradation(cluster, node, words, wanted)];
  });
}

function degradation(cluster: Cluster, node: Node | null, words: readonly Said[], mode: Degradation['mode']): Degradation {
  const lastEmpty = words.filter((word) => word.value === '').at(-1) ?? null;
  const asked = words.filter((word) => word.value !== '');
  const before = asked.filter((word) => lastEmpty === null || word.rank < lastEmpty.rank || isBefore(word, lastEmpty)).at(-1) ?? null;
  const after =
    asked.filter((word) => lastEmpty !== null && word !== before && word.rank >= lastEmpty.rank && isBefore(lastEmpty, word)).at(-1) ??
    null;
  const changes = words.filter((word) => word.value === '' && isChange(word.fact));
  const empties = (done: Done): boolean =>
    done.kind === 'setting-altered' && done.target === 'synchronous_standby_names' && done.argument === '';
  const typed = cluster.done.filter(empties).map((done) => done.fact);
  const scripted = cluster.setUp.filter(empties).map((done) => done.fact);
  const senders = sendersOf(cluster)?.filter((sender) => sender.state === 'streaming') ?? null;
  // an empty list that nothing preceded is a choice
  const emptied =
    lastEmpty !== null && (before !== null || changes.length > 0 || typed.length > 0)
      ? (changes.at(-1)?.fact ?? lastEmpty.fact)
      : (typed.at(-1) ?? null);
  return {
    node,
    before: before === null ? null : { value: before.value, fact: before.fact },
    emptied,
    restored: lastEmpty === null ? (asked.at(-1)?.fact ?? null) : (after?.fact ?? null),
    empty: lastEmpty !== null && after === null ? lastEmpty.fact : null,
    value: (after ?? asked.at(-1))?.value ?? null,
    mode,
    connected: senders === null ? (noSenders(cluster) === null ? null : false) : senders.length > 0,
    typed: [...typed, ...scripted],
    switching:
      emptied !== null &&
      emptied.kind === 'message' &&
      (emptied.program === 'repmgr' || isOfPromotion(cluster, emptied)) &&
      words.every((word) => word.fact.kind === 'message'),
  };
}

/** KingbaseES starts every primary asynchronous: a promotion says so between its first line and its last. */
function isOfPromotion(cluster: Cluster, fact: Fact): boolean {
  const same = (one: Fact): boolean => one.span.source === fact.span.source;
  const begin = cluster.messages('promote.promoting').findLast((one) => same(one) && one.order < fact.order);
  const ends = cluster.messages('promote.successful').filter((one) => same(one) && begin !== undefined && one.order > begin.order);
  return ends[0] !== undefined && ends[0].order > fact.order;
}

/** Settings, reloads in the log, and what KingbaseES's daemon says, in the order of how much they know of the present. */
function wordsOn(facts: FactIndex): Said[] {
  const words: Said[] = [];
  const setting = effectiveSetting(facts, 'synchronous_standby_names');
  for (const fact of setting.known ? setting.history : []) words.push({ value: fact.value.trim(), fact, rank: rankOf(fact) });
  for (const fact of facts.messages('repmgrd.sync-names-changed')) {
    if (fact.values['from']) words.push({ value: fact.values['from'], fact, rank: 1 });
    words.push({ value: fact.values['value'] ?? '', fact, rank: 1 });
  }
  for (const fact of facts.messages('repmgrd.sync-changed'))
    words.push({ value: fact.values['value'] === 'async' ? '' : (fact.values['value'] ?? ''), fact, rank: 1 });
  return words.sort((a, b) => a.rank - b.rank || a.fact.order - b.fact.order);
}

/** A file's layers first, then what was logged, then what the server says now. */
function rankOf(fact: FactOf<'setting'>): number {
  if (fact.via === 'pg_settings' || fact.via === 'show') return 2;
  if (fact.via === 'log') return 1;
  return /auto\.conf/.test(fact.file ?? fact.span.source) ? 0.5 : 0;
}

const isBefore = (a: Said, b: Said): boolean => (a.rank !== b.rank ? a.rank < b.rank : a.fact.order <= b.fact.order && a !== b);
const isChange = (fact: Fact): boolean => fact.kind === 'message' || (fact.kind === 'setting' && fact.via === 'log');
