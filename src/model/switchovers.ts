/** Runs of `repmgr standby switchover`: whom each concerns, what it said in order, and how far it got. */
import type { FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { EventName } from './events.ts';
import type { Node } from './node.ts';

/** A node as a run names it; the name stays where the bundle holds no such node. */
export interface Party {
  readonly node: Node | null;
  readonly name: string | null;
}

/**
 * How far a run got. Up to `checks` nothing was changed; from `stopping` to `stopped` the old primary may be down with nobody
 * promoted; from `promoted` on there is a new primary and the old one has to come back.
 */
export type Stage = 'checks' | 'stopping' | 'stopped' | 'promoted' | 'completed';
const STAGES: readonly Stage[] = ['checks', 'stopping', 'stopped', 'promoted', 'completed'];

export class Switchover {
  /** The standby that is to become the primary. */
  readonly candidate: Party;
  /** The primary that is to become a standby. */
  readonly demoted: Party;
  readonly rehearsal: boolean;
  readonly stage: Stage;
  readonly messages: readonly FactOf<'message'>[];

  constructor(cluster: Cluster, messages: readonly FactOf<'message'>[]) {
    this.messages = messages;
    this.rehearsal = this.said('switchover.dry-run').length > 0;
    const plan = this.said(
      'switchover.will-promote',
      'switchover.standby-behind',
      'switchover.not-attached',
      'switchover.not-downstream',
    )[0];
    const local = this.said('switchover.executing', 'switchover.dry-run')[0]?.values['node'] ?? plan?.values['node'] ?? null;
    this.candidate = partyOf(cluster, local) ?? localParty(cluster, messages);
    const demoted = plan?.values['other'] ?? this.said(...NAMES_DEMOTED)[0]?.values['node'] ?? null;
    this.demoted = partyOf(cluster, demoted) ?? otherParty(cluster, this.candidate);
    this.stage = messages.reduce<Stage>((far, message) => later(far, stageOf(message.event)), 'checks');
  }

  /** What the run said of these events, in order. */
  said(...events: readonly EventName[]): readonly FactOf<'message'>[] {
    return this.messages.filter((message) => message.event !== null && (events as readonly string[]).includes(message.event));
  }

  has(...events: readonly EventName[]): boolean {
    return this.said(...events).length > 0;
  }

  reached(stage: Stage): boolean {
    return STAGES.indexOf(this.stage) >= STAGES.indexOf(stage);
  }
}

const NAMES_DEMOTED = [
  'switchover.stopping-primary',
  'switchover.archive-backlog-critical',
  'switchover.archive-backlog-warning',
  'switchover.not-available',
  'switchover.waiting-rejoin',
  'switchover.rejoin-failed',
] as const;

const REACHED: Readonly<Partial<Record<EventName, Stage>>> = {
  'switchover.stopping-primary': 'stopping',
  'switchover.waiting-shutdown': 'stopping',
  'switchover.shutdown-not-confirmed': 'stopping',
  'switchover.shutdown-unclean': 'stopping',
  'switchover.shutdown-clean': 'stopped',
  'switchover.flush-progress': 'stopped',
  'switchover.standby-behind': 'stopped',
  'promote.successful': 'promoted',
  'switchover.rejoin-failed': 'promoted',
  'switchover.not-available': 'promoted',
  'switchover.not-connected': 'promoted',
  'switchover.roles-changed': 'promoted',
  'switchover.completed-with-issues': 'promoted',
  'switchover.successful': 'completed',
  'switchover.completed': 'completed',
};

const stageOf = (event: string | null): Stage => REACHED[event as EventName] ?? 'checks';
const later = (a: Stage, b: Stage): Stage => (STAGES.indexOf(b) > STAGES.indexOf(a) ? b : a);

function partyOf(cluster: Cluster, name: string | null): Party | null {
  return name === null ? null : { node: cluster.node(name), name };
}

/** A fragment that does not name the candidate was still printed on it. */
function localParty(cluster: Cluster, messages: readonly FactOf<'message'>[]): Party {
  const first = messages[0];
  const node = first === undefined ? null : cluster.nodeOf(first);
  return { node, name: node?.name ?? null };
}

/** Of two nodes the other one; else the primary, if it is not the candidate itself. */
function otherParty(cluster: Cluster, candidate: Party): Party {
  const others = cluster.members.filter((node) => node !== candidate.node && !node.isWitness);
  const only = others.length === 1 ? others[0] : undefined;
  const node = candidate.node === null ? null : (only ?? (cluster.primary === candidate.node ? null : cluster.primary));
  return { node, name: node?.name ?? null };
}

const OPENS = new Set(['switchover.executing', 'switchover.dry-run']);
const runs = new WeakMap<Cluster, readonly Switchover[]>();

/** The runs that the bundle shows, in order. A run ends where another begins, a command is typed, or a file ends. */
export function switchoversOf(cluster: Cluster): readonly Switchover[] {
  const known = runs.get(cluster);
  if (known !== undefined) return known;
  const found: Switchover[] = [];
  let messages: FactOf<'message'>[] = [];
  const close = (): void => {
    if (messages.length > 0) found.push(new Switchover(cluster, messages));
    messages = [];
  };
  for (const fact of cluster.facts.all) {
    if (fact.kind === 'command' && fact.via === 'prompt') close();
    if (fact.kind !== 'message' || fact.event === null) continue;
    const isSwitchover = fact.event.startsWith('switchover.');
    const goesOn = messages.length > 0 && messages[0]?.span.source === fact.span.source;
    if (!goesOn || OPENS.has(fact.event)) close();
    if (isSwitchover || (messages.length > 0 && fact.program !== 'server')) messages.push(fact);
  }
  close();
  runs.set(cluster, found);
  return found;
}

/** The runs by the primary that was to be demoted; rehearsals are left out, since they stop nothing. */
export function runsByDemoted(cluster: Cluster): readonly (readonly Switchover[])[] {
  const byName = new Map<string | null, Switchover[]>();
  for (const run of switchoversOf(cluster)) {
    if (run.rehearsal) continue;
    const { name } = run.demoted;
    byName.set(name, [...(byName.get(name) ?? []), run]);
  }
  return [...byName.values()];
}

export type Sibling = Party & { readonly witness: boolean };

/** Standbys and witnesses that a run did not take along: as its warning lists them, else as a later listing shows them behind the demoted node. */
export function siblingsLeft(cluster: Cluster, run: Switchover): readonly Sibling[] {
  const listed = run.said('switchover.siblings-left').flatMap((fact) =>
    [...(fact.detail ?? '').matchAll(/^\s*(\S+) \((?:node )?ID: \d+(, witness)?/gm)].map((match) => ({
      name: match[1] ?? null,
      node: cluster.node(match[1] ?? ''),
      witness: match[2] !== undefined,
    })),
  );
  const end = run.messages.at(-1);
  if (listed.length > 0 || !run.reached('completed') || run.has('switchover.siblings-following') || end === undefined) return listed;
  const behind = cluster.facts
    .of('cluster-row')
    .filter(
      (row) => row.order > end.order && row.upstream === run.demoted.name && row.upstream !== null && row.name !== run.candidate.name,
    );
  const names = [...new Set(behind.map((row) => row.name))];
  return names.map((name) => ({ name, node: cluster.node(name), witness: cluster.node(name)?.isWitness ?? false }));
}
