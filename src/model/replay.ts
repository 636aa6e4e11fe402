/** How a standby replays: whether it is held, and how far it is behind, in bytes and in time. */
import type { Fact, FactOf } from '../core/fact.ts';
import { parseLsn, parseWalName, segmentNumber } from '../core/wal.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';
import { isLater, isToolName, sendersOf } from './replication.ts';

/** One word on whether replay is held. */
interface Word {
  readonly fact: Fact;
  readonly paused: boolean;
  /** What a view shows outweighs what a log told, and that what somebody typed. */
  readonly weight: 3 | 2 | 1;
}

export interface Hold {
  readonly node: Node | null;
  /** Every word that replay is held, in order. */
  readonly held: readonly Fact[];
  /** What shows that it goes on again; null while it is held. */
  readonly released: Fact | null;
  /** Somebody typed the pause. */
  readonly typed: Fact | null;
  readonly onlyTyped: boolean;
}

const HELD = [
  'status.replay-paused',
  'switchover.replay-paused',
  'promote.replay-paused',
  'repmgrd.replay-paused',
  'replay.paused',
] as const;
/** A start and a promotion end a pause. */
const RELEASED = [
  'repmgrd.replay-resumed',
  'promotion.requested',
  'recovery.new-timeline',
  'startup.begins',
  'startup.ready-read-only',
  'promote.successful',
] as const satisfies readonly EventName[];

/** Standbys on whose replay the bundle has a word. */
export function holdsOf(cluster: Cluster): readonly Hold[] {
  const words = new Map<Node | null, Word[]>();
  const add = (node: Node | null, word: Word): void => void words.set(node, [...(words.get(node) ?? []), word]);
  for (const fact of cluster.messages(...HELD)) {
    const named = fact.values['node'];
    const node =
      (named === undefined ? null : cluster.node(named)) ?? (fact.program === 'server' ? cluster.nodeOf(fact) : cluster.askedOn(fact));
    add(node ?? cluster.nodeOf(fact), { fact, paused: true, weight: fact.program === 'server' ? 2 : 3 });
  }
  for (const fact of cluster.messages(...RELEASED)) add(cluster.nodeOf(fact), { fact, paused: false, weight: 2 });
  for (const fact of cluster.messages('recovery.restartpoint')) {
    const node = cluster.nodeOf(fact);
    const replayed = clock(fact.detail);
    const held = (words.get(node) ?? []).flatMap((word) => (word.paused ? (clock(word.fact.atText) ?? []) : []));
    if (replayed !== null && held.length > 0 && held.every((time) => time < replayed)) add(node, { fact, paused: false, weight: 2 });
  }
  for (const fact of cluster.facts.of('row')) {
    const paused = pausedIn(fact);
    if (paused !== null) add(cluster.nodeOf(fact), { fact, paused, weight: 3 });
  }
  for (const row of cluster.facts.rows('pg_stat_wal_receiver')) {
    const node = cluster.nodeOf(row);
    const held = (words.get(node) ?? []).filter((word) => word.paused).map((word) => Date.parse(word.fact.at ?? ''));
    if (held.length > 0 && held.every((time) => time < grownAt(row)) && allIsReplayed(cluster, node))
      add(node, { fact: row, paused: false, weight: 3 });
  }
  for (const done of cluster.done) {
    if (done.kind !== 'replay-paused' && done.kind !== 'replay-resumed') continue;
    add(done.node, { fact: done.fact, paused: done.kind === 'replay-paused', weight: 1 });
  }
  return [...words].flatMap(([node, list]) => {
    const held = list.filter((word) => word.paused);
    return held.length === 0 ? [] : [holdOf(node, list, held)];
  });
}

/** When the sender last told of a later end of its WAL; NaN where it does not say. */
const grownAt = (receiver: FactOf<'row'>): number =>
  Date.parse((receiver.values['latest_end_time'] ?? '').replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));

/** Nothing that a standby received waits for replay: what came after a pause was replayed after it. */
const allIsReplayed = (cluster: Cluster, node: Node | null): boolean =>
  lagsOf(cluster).some((lag) => lag.node !== null && lag.node === node && lag.unreplayed === 0n);

/** A restart point names the time of the last transaction that was replayed; times of one log compare as texts. */
const clock = (text: string | null): string | null => /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/.exec(text ?? '')?.[0] ?? null;

function holdOf(node: Node | null, words: readonly Word[], held: readonly Word[]): Hold {
  const standing = words.filter((word) => !words.some((other) => other.paused !== word.paused && isLater(other.fact, word.fact)));
  const best = Math.max(...standing.map((word) => word.weight));
  const last = standing
    .filter((word) => word.weight === best)
    .sort((a, b) => a.fact.order - b.fact.order)
    .at(-1);
  return {
    node,
    held: held.map(({ fact }) => fact),
    released: last === undefined || last.paused ? null : last.fact,
    typed: held.find((word) => word.weight === 1)?.fact ?? null,
    onlyTyped: held.every((word) => word.weight === 1),
  };
}

/** `pg_is_wal_replay_paused` `t`, `pg_get_wal_replay_pause_state` `paused`, under any alias that keeps the words. */
function pausedIn(row: FactOf<'row'>): boolean | null {
  for (const [column, value] of Object.entries(row.values)) {
    if (value === null || !/replay_paused?(?:_state)?$/.test(column)) continue;
    if (/^(?:t|true|paused|pause requested)$/.test(value)) return true;
    if (/^(?:f|false|not paused)$/.test(value)) return false;
  }
  return null;
}

/** How far a standby is behind, by what shows it. */
export interface Lag {
  readonly node: Node | null;
  readonly name: string | null;
  /** Between the primary's position and what was replayed; null where positions are not shown. */
  readonly bytes: bigint | null;
  /** Of these, what was received and is not yet replayed. */
  readonly unreplayed: bigint | null;
  /** The age of what was replayed last, as repmgr or the view reckons it. */
  readonly seconds: number | null;
  /** The view's `replay_lag` alone: empty on an idle primary, so that it is never mere idleness. */
  readonly replayLag: number | null;
  /** repmgr's own check finds it too much. */
  readonly alarm: FactOf<'node-check'> | FactOf<'message'> | null;
  /** Attached and catching up. */
  readonly catchup: Fact | null;
  readonly facts: readonly Fact[];
}

interface Measure {
  bytes: bigint | null;
  unreplayed: bigint | null;
  seconds: number | null;
  replayLag: number | null;
  alarm: Lag['alarm'];
  catchup: Fact | null;
  facts: Fact[];
}

/** One for each standby that some output measures. */
export function lagsOf(cluster: Cluster): readonly Lag[] {
  const measures = new Map<string, { node: Node | null; name: string | null; measure: Measure }>();
  const of = (node: Node | null, name: string | null): Measure => {
    const key = node?.name ?? name ?? '';
    const known = measures.get(key) ?? {
      node,
      name: node?.name ?? name,
      measure: { bytes: null, unreplayed: null, seconds: null, replayLag: null, alarm: null, catchup: null, facts: [] },
    };
    measures.set(key, known);
    return known.measure;
  };
  const end = primaryPosition(cluster);
  for (const sender of sendersOf(cluster) ?? []) {
    if (sender.name === null || isToolName(sender.name)) continue;
    const measure = of(cluster.node(sender.name), sender.name);
    measure.facts.push(sender.fact);
    if (sender.state === 'catchup') measure.catchup = sender.fact;
    const upstreams = cluster.nodeOf(sender.fact) === null || cluster.nodeOf(sender.fact)?.isStandby !== true ? end : sender.sent;
    const reached = upstreams !== null && (sender.sent === null || upstreams > sender.sent) ? upstreams : sender.sent;
    if (sender.replayed !== null && reached !== null) measure.bytes = reached > sender.replayed ? reached - sender.replayed : 0n;
    const flushed = parsed(sender.fact.values['flush_lsn'] ?? sender.fact.values['flush_location']);
    if (flushed !== null && sender.replayed !== null) measure.unreplayed = flushed > sender.replayed ? flushed - sender.replayed : 0n;
    measure.bytes ??= reckoned(sender.fact);
    measure.seconds = sender.lagSeconds;
    measure.replayLag = sender.lagSeconds;
  }
  for (const fact of cluster.facts.of('cluster-row')) {
    const bytes = sizeIn(fact.lag);
    if (bytes === null) continue;
    const measure = of(cluster.node(fact.name), fact.name);
    measure.bytes = bytes;
    measure.facts.push(fact);
  }
  for (const server of cluster.servers) {
    const node = server === cluster.nowhere ? null : server;
    ownMeasure(cluster, server, end, () => of(node, null));
    processMeasure(server, () => of(node, null));
  }
  for (const fact of cluster.messages('status.attached-in-state', 'status.attached-state')) {
    const measure = of(cluster.node(fact.values['node'] ?? '') ?? cluster.nodeOf(fact), fact.values['node'] ?? null);
    if (fact.values['state'] !== 'catchup') continue;
    measure.catchup = fact;
    measure.facts.push(fact);
  }
  return [...measures.values()].map(({ node, name, measure }) => ({ node, name, ...measure }));
}

/** A column in which the query itself reckoned the difference (`pg_size_pretty(…) as lag`, `lag_bytes`). */
function reckoned(row: FactOf<'row'>): bigint | null {
  for (const [column, value] of Object.entries(row.values)) {
    if (!/lag|diff|behind|delay|bytes/i.test(column) || /^(?:write|flush|replay)_(?:lag|lsn)$/.test(column)) continue;
    const bytes = sizeIn(value) ?? (/bytes/i.test(column) && /^\d+$/.test(value ?? '') ? BigInt(value ?? 0) : null);
    if (bytes !== null) return bytes;
  }
  return null;
}

const UNITS: Readonly<Record<string, number>> = { bytes: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** `320 bytes`, `54 GB`: as pg_size_pretty and KingbaseES's LSN_Lag print it. */
function sizeIn(text: string | null | undefined): bigint | null {
  const match = /^(\d+(?:\.\d+)?) ?(bytes|kB|MB|GB|TB)$/.exec(text?.trim() ?? '');
  return match === null ? null : BigInt(Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1)));
}

/** What a standby says of itself: repmgr's check, its status, its positions. */
function ownMeasure(cluster: Cluster, node: Node, primaryEnd: bigint | null, of: () => Measure): void {
  if (node.isPrimary) return;
  // of what has no place two outputs may be of two servers: only what one of them says of itself counts
  const end = node === cluster.nowhere ? null : primaryEnd;
  const checks = node.facts.of('node-check').filter((fact) => fact.check === 'replication-lag' && !/N\/A/.test(fact.detail ?? ''));
  const said = node.messages('switchover.lag-critical', 'switchover.lag-warning').at(-1);
  const check = checks.at(-1);
  const received = positionOf(cluster, node, 'pg_last_wal_receive_lsn', 'last received lsn');
  const replayed = positionOf(cluster, node, 'pg_last_wal_replay_lsn', 'last replayed lsn');
  if (check === undefined && said === undefined && replayed === null) return;
  const measure = of();
  if (check !== undefined) {
    measure.facts.push(check);
    measure.seconds = check.count ?? measure.seconds;
    if (check.status === 'WARNING' || check.status === 'CRITICAL') measure.alarm = check;
  }
  if (said !== undefined) {
    measure.facts.push(said);
    measure.alarm = said;
    measure.seconds = Number(said.values['seconds'] ?? Number.NaN) || measure.seconds;
  }
  if (replayed === null) return;
  measure.facts.push(replayed.fact);
  if (received !== null) measure.unreplayed ??= received.lsn > replayed.lsn ? received.lsn - replayed.lsn : 0n;
  const reached = end !== null && (received === null || end > received.lsn) ? end : (received?.lsn ?? null);
  if (reached !== null) measure.bytes ??= reached > replayed.lsn ? reached - replayed.lsn : 0n;
}

/** The titles of the processes, in one list: what the startup process replays, and how far the receiver is. */
function processMeasure(node: Node, of: () => Measure): void {
  if (node.isPrimary) return;
  const processes = node.facts.of('process');
  const startup = processes.findLast((fact) => fact.role === 'startup' && SEGMENT.test(fact.command));
  const receiver = processes.findLast((fact) => fact.role === 'walreceiver' && fact.segment === startup?.segment);
  const name = parseWalName(SEGMENT.exec(startup?.command ?? '')?.[1] ?? '');
  const received = parsed(/streaming ([0-9A-F]+\/[0-9A-F]+)/.exec(receiver?.command ?? '')?.[1]);
  if (startup === undefined || receiver === undefined || name === null || received === null) return;
  // the segment being replayed may be almost done
  const replayed = BigInt(segmentNumber(name, node.segmentBytes) + 1) * BigInt(node.segmentBytes);
  const measure = of();
  measure.unreplayed ??= received > replayed ? received - replayed : 0n;
  measure.bytes ??= measure.unreplayed;
  measure.facts.push(startup, receiver);
}

/** `recovering 0000000300000A5E0000002F waiting` */
const SEGMENT = /recovering ([0-9A-F]{24})/;

interface Position {
  readonly lsn: bigint;
  readonly fact: Fact;
}

/** A position that a function or `node status` printed last. */
function positionOf(cluster: Cluster, node: Node, relation: string, key: string): Position | null {
  const row = node.facts
    .of('row')
    .filter((fact) => relation in fact.values && (node === cluster.nowhere || cluster.askedOn(fact) === node))
    .at(-1);
  const status = node.status(key);
  const fact = row ?? status;
  const lsn = parsed(row?.values[relation] ?? status?.value);
  return lsn === null || fact === undefined || fact === null ? null : { lsn, fact };
}

const parsed = (value: string | null | undefined): bigint | null => (value ? parseLsn(value) : null);

/** The furthest position of the primary that the bundle shows: asked, archived, checkpointed, or sent to anybody. */
export function primaryPosition(cluster: Cluster): bigint | null {
  const { primary } = cluster;
  let end: bigint | null = null;
  const seen = (lsn: bigint | null): void => {
    if (lsn !== null && (end === null || lsn > end)) end = lsn;
  };
  for (const fact of cluster.facts.of('row')) {
    for (const name of ['pg_current_wal_lsn', 'pg_current_wal_flush_lsn', 'pg_current_wal_insert_lsn', 'pg_current_xlog_location'])
      seen(parsed(fact.values[name]));
  }
  for (const sender of sendersOf(cluster) ?? []) if (sender.node === null || !sender.node.isStandby) seen(sender.sent);
  if (primary === null) return end;
  const archived = primary.facts.rows('pg_stat_archiver').at(-1)?.values['last_archived_wal'];
  const name = archived ? parseWalName(archived) : null;
  if (name !== null) seen(BigInt(segmentNumber(name, primary.segmentBytes) + 1) * BigInt(primary.segmentBytes));
  seen(parsed(primary.control('latest checkpoint location')?.value));
  return end;
}
