import type { Fact, FactBase, FactOf } from '../core/fact.ts';
import type { SimpleCommand } from '../core/shell.ts';
import { detectFlavour } from '../flavours/detect.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { type Action, actionsOf } from './actions.ts';
import type { EventName } from './events.ts';
import { FactIndex } from './facts.ts';
import { Identities, type Identity, identityOf } from './identity.ts';
import { Node } from './node.ts';
import { isTakenOut, poolNodes } from './pool-nodes.ts';
import { ownRoles, type Role, type RoleSeen, roleOf } from './roles.ts';

/** One listing of `cluster show` or `service status`: the view of the node that was asked. */
export interface View<F> {
  readonly viewer: Node | null;
  readonly rows: readonly F[];
  /** Warnings printed with it. */
  readonly issues: readonly FactOf<'message'>[];
  readonly order: number;
}

/** An action with the node on which it was done; null where the place tells none. */
export interface Done extends Action {
  readonly node: Node | null;
}

/** The whole picture: the statements of all nodes, combined. It judges nothing. */
export class Cluster {
  readonly flavour: Flavour;
  readonly facts: FactIndex;
  readonly nodes: readonly Node[];
  readonly identities: Identities;
  /** What was done, by commands that were typed. */
  readonly done: readonly Done[];
  /** What scripts, cron tables and units would do: nobody can tell from them whether it happened, only that it is set up. */
  readonly setUp: readonly Done[];
  readonly views: readonly View<FactOf<'cluster-row'>>[];
  readonly services: readonly View<FactOf<'service-row'>>[];
  /** Facts that no node could be told for. */
  readonly unplaced: FactIndex;
  /** The server that they speak of, without a name; null where every fact has its node. */
  readonly nowhere: Node | null;
  readonly #byIdentity = new Map<Identity, Node>();
  readonly #nodeOfFact = new Map<number, Node | null>();
  #major: number | null = null;
  #older: boolean | null = null;

  /** `flavour` is told only where there are no facts to tell it: by the collector, which runs before anything is known. */
  constructor(facts: readonly Fact[], flavour: Flavour = detectFlavour(facts)) {
    this.facts = new FactIndex(facts);
    this.flavour = flavour;
    this.identities = new Identities(this.facts);
    const perNode = new Map<Identity, Fact[]>(this.identities.nodes.map((node) => [node, []]));
    const unplaced: Fact[] = [];
    const demoted = demotionCandidates(this.facts);
    for (const fact of facts) {
      const named = demoted.get(fact.order);
      const identity = named === undefined ? this.identities.of(fact) : (this.identities.byName(named) ?? this.identities.of(fact));
      if (identity === null) unplaced.push(fact);
      else perNode.get(identity)?.push(fact);
    }
    this.unplaced = new FactIndex(unplaced);
    this.nowhere = unplaced.length === 0 ? null : new Node(identityOf(null, false), unplaced, ownRoles(this.unplaced), this.flavour);
    const told = rolesToldByOthers(this.facts, this.identities);
    this.nodes = this.identities.nodes.map((identity) => {
      const own = perNode.get(identity) ?? [];
      const roles = [...ownRoles(new FactIndex(own)), ...(told.get(identity) ?? [])].sort((a, b) => a.fact.order - b.fact.order);
      const node = new Node(identity, own, roles, this.flavour);
      this.#byIdentity.set(identity, node);
      for (const fact of own) this.#nodeOfFact.set(fact.order, node);
      return node;
    });
    const actions = this.facts.of('command').flatMap((fact) => actionsOf(fact).map((action) => ({ ...action, node: this.nodeOf(fact) })));
    this.done = actions.filter((action) => action.fact.via === 'prompt');
    this.setUp = actions.filter((action) => action.fact.via !== 'prompt');
    this.views = this.#viewsOf(this.facts.of('cluster-row'));
    this.services = this.#viewsOf(this.facts.of('service-row'));
  }

  /** The node that a fact belongs to; null where none could be told. */
  nodeOf(fact: Fact): Node | null {
    return this.#nodeOfFact.get(fact.order) ?? null;
  }

  /** The node on which a fact was printed: of a listing, the one that was asked. Null where none could be told. */
  askedOn(fact: Fact): Node | null {
    const identity = this.identities.at(fact);
    return identity === null ? null : (this.#byIdentity.get(identity) ?? null);
  }

  node(name: string): Node | null {
    return this.nodes.find((node) => node.name === name) ?? null;
  }

  nodeById(id: number): Node | null {
    return this.nodes.find((node) => node.id === id) ?? null;
  }

  /** The node whose last known role is primary, the one seen last where several are. */
  get primary(): Node | null {
    const primaries = this.nodes.filter((node) => node.isPrimary);
    const seen = (node: Node): number => (node.role.known ? node.role.fact.order : -1);
    return primaries.sort((a, b) => seen(b) - seen(a))[0] ?? null;
  }

  get standbys(): readonly Node[] {
    return this.nodes.filter((node) => node.isStandby);
  }

  /** Every server that the bundle speaks of: the nodes, and the one without a name that facts without a place are of. */
  get servers(): readonly Node[] {
    return this.nowhere === null ? this.nodes : [...this.nodes, this.nowhere];
  }

  /** Nodes that repmgr knows: what a prompt or a folder alone names is left out; where it shows none, all but a backup host. */
  get members(): readonly Node[] {
    const registered = this.nodes.filter((node) => node.identity.registered);
    return registered.length > 0 ? registered : this.nodes.filter((node) => !node.isBackupHost);
  }

  /** Messages of any node, and of none. */
  messages(...events: readonly EventName[]): readonly FactOf<'message'>[] {
    return this.facts.messages(...events);
  }

  doneOn(node: Node | null, ...kinds: readonly Action['kind'][]): readonly Done[] {
    const place = node === this.nowhere ? null : node;
    return this.done.filter((action) => action.node === place && kinds.includes(action.kind));
  }

  setUpOn(node: Node | null, ...kinds: readonly Action['kind'][]): readonly Done[] {
    return this.setUp.filter((action) => action.node === node && kinds.includes(action.kind));
  }

  /** Whether a program was called by its bare name and found: it lies in the path. */
  ranByName(file: string): boolean {
    const refused = this.facts.of('message').filter((fact) => fact.event === 'sh.command-not-found' && fact.text.includes(file));
    return this.#typedCommands.some((command) => command.path === file) && refused.length === 0;
  }

  /** Whether repmgr was called without `-f`: it finds its configuration file by itself here. */
  get ranWithoutConf(): boolean {
    const calls = this.#typedCommands.filter((command) => command.program === 'repmgr');
    const lost = this.messages('config.file-missing');
    return calls.some((call) => !call.args.some((arg) => /^(?:-f|--config-file)/.test(arg))) && lost.length === 0;
  }

  get #typedCommands(): readonly SimpleCommand[] {
    return this.facts
      .of('command')
      .filter((fact) => fact.via === 'prompt')
      .flatMap((fact) => fact.script?.items.flatMap((item) => item.pipeline.commands) ?? []);
  }

  /** PostgreSQL's major version, whose behaviour applies; assumed from old names, else from the flavour, where nothing tells. */
  get major(): number {
    this.#major ??= this.#majorTold() ?? this.#majorByNames() ?? this.flavour.assumedMajor;
    return this.#major;
  }

  #majorTold(): number | null {
    const version = this.version;
    return version === null ? null : this.flavour.majorOf(version);
  }

  /** Names that were dropped later: `pg_xlog` with 10, `wal_keep_segments` with 13. No repmgr before 4 works with 10. */
  #majorByNames(): number | null {
    if (this.flavour.knowsSetting('wal_keep_segments', this.flavour.assumedMajor)) return null;
    if (this.isBeforeRepmgr4) return 9;
    if (this.facts.all.some((fact) => /\bpg_xlog(?:\b|file|_location)|\b(?:sent|replay)_location\b/.test(fact.excerpt))) return 9;
    return this.facts.of('setting').some((fact) => fact.name === 'wal_keep_segments' && fact.program === 'server') ? 12 : null;
  }

  get majorIsKnown(): boolean {
    return this.facts.of('version').some((version) => version.product !== 'repmgr');
  }

  get version(): string | null {
    return (
      this.facts
        .of('version')
        .filter((fact) => fact.product !== 'repmgr')
        .at(-1)?.version ?? null
    );
  }

  /**
   * repmgr 4 brought `repmgr node …`. By the version, else by a listing as repmgr 3 and 2 print it: without ids, its primary a `master`;
   * by the names of their table and library; by words of theirs, who knew no `primary`.
   */
  get isBeforeRepmgr4(): boolean {
    if (this.repmgrVersion !== null) return /^[0-3]\./.test(this.repmgrVersion);
    const rows = this.facts.of('cluster-row');
    if (rows.length > 0) return rows.every(({ id }) => id === 0) && rows.some(({ excerpt }) => /\bmaster\b/.test(excerpt));
    this.#older ??= this.#isOlder();
    return this.#older;
  }

  #isOlder(): boolean {
    if (this.facts.rows('repmgr.nodes').some(({ values }) => 'cluster' in values)) return true;
    const said = this.facts.of('message').filter(({ program }) => program === 'repmgr' || program === 'repmgrd');
    const says = (words: RegExp): boolean => said.some(({ text, detail, hint }) => words.test(`${text} ${detail ?? ''} ${hint ?? ''}`));
    return says(/\brepmgr_funcs\b|\brepl_nodes\b|\bmaster\b/) && !says(/\bprimary\b/);
  }

  /** The library that repmgrd needs in the server. */
  get repmgrLibrary(): string {
    return this.isBeforeRepmgr4 ? 'repmgr_funcs' : 'repmgr';
  }

  get repmgrVersion(): string | null {
    return (
      this.facts
        .of('version')
        .filter((fact) => fact.product === 'repmgr')
        .at(-1)?.version ?? null
    );
  }

  #viewsOf<F extends FactBase & { readonly id: number; readonly name: string }>(all: readonly F[]): View<F>[] {
    const views: View<F>[] = [];
    let rows: F[] = [];
    const close = (): void => {
      const first = rows[0];
      const last = rows.at(-1);
      if (first === undefined || last === undefined) return;
      const near = (fact: Fact): boolean =>
        fact.span.source === first.span.source && fact.span.line >= first.span.line - 12 && fact.span.line <= last.span.line + 30;
      const issues = this.facts.of('message').filter((fact) => fact.level === 'warning' && fact.program === 'repmgr' && near(fact));
      views.push({ viewer: this.#nodeOfFact.get(first.order) ?? null, rows, issues, order: first.order });
      rows = [];
    };
    for (const fact of all) {
      const previous = rows.at(-1);
      if (previous !== undefined && (fact.segment !== previous.segment || rows.some((row) => sameNode(row, fact)))) close();
      rows.push(fact);
    }
    close();
    return views;
  }
}

/** Whether two rows are of one node, so that a second listing begins: repmgr 3 prints no id (0), csv no name. */
function sameNode(a: { readonly id: number; readonly name: string }, b: { readonly id: number; readonly name: string }): boolean {
  return (a.id !== 0 && a.id === b.id) || (a.name !== '' && a.name === b.name);
}

/**
 * The archive check that a switchover echoes is about the demotion candidate, not the node where it runs:
 * orders of such facts with the candidate's name.
 */
function demotionCandidates(facts: FactIndex): Map<number, string> {
  const found = new Map<number, string>();
  const switching = facts.of('message').filter((fact) => fact.event?.startsWith('switchover.') ?? false);
  for (const fact of facts.all) {
    const isBacklog = fact.kind === 'message' && fact.event === 'switchover.archive-backlog-critical';
    const isEcho = fact.kind === 'node-check' && fact.check === 'archive-ready' && fact.about === null;
    if (!isBacklog && !isEcho) continue;
    const near = switching.filter(
      (message) => message.span.source === fact.span.source && Math.abs(message.span.line - fact.span.line) <= 15,
    );
    if (near.length === 0) continue;
    for (const message of near.sort((a, b) => Math.abs(a.span.line - fact.span.line) - Math.abs(b.span.line - fact.span.line))) {
      const name = /(?:demotion candidate|current primary(?: node)?|primary server) "([^"]+)"/.exec(
        `${message.text} ${message.detail ?? ''}`,
      )?.[1];
      if (name !== undefined) {
        found.set(fact.order, name);
        break;
      }
    }
  }
  return found;
}

/** Roles that listings and messages tell of other nodes than the one where they were printed. */
function rolesToldByOthers(facts: FactIndex, identities: Identities): Map<Identity, RoleSeen[]> {
  const told = new Map<Identity, RoleSeen[]>();
  const add = (name: string | undefined, role: Role | null, fact: Fact, how: RoleSeen['how'] = 'running'): void => {
    const identity = name === undefined ? null : identities.byName(name);
    if (identity === null || role === null) return;
    told.set(identity, [...(told.get(identity) ?? []), { role, fact, how }]);
  };
  for (const row of poolNodes(facts))
    add(row.values['hostname'] ?? undefined, roleOf(row.values['role'] ?? ''), row, isTakenOut(row) ? 'record' : 'running');
  for (const row of facts.rows('repmgr.nodes'))
    if (row.values['active'] !== 'f') add(row.values['node_name'] ?? undefined, roleOf(row.values['type'] ?? ''), row, 'record');
  for (const fact of facts.all) {
    if (fact.kind === 'cluster-row' || fact.kind === 'service-row') {
      const state = fact.kind === 'cluster-row' ? fact.state : fact.status.replace(/^[*!?-]\s*/, '');
      const running = /running as (primary|standby)/.exec(state)?.[1];
      const role = roleOf(fact.role);
      if (role === null) continue;
      if (running === 'primary' || running === 'standby') add(fact.name, running, fact);
      else add(fact.name, role, fact, /^running$/.test(state) ? 'running' : 'record');
    } else if (fact.kind === 'message' && fact.program !== 'server' && fact.program !== 'tool') {
      const text = `${fact.text} ${fact.detail ?? ''}`;
      const both = /node "([^"]+)" is now primary and node "([^"]+)" is attached as standby/.exec(text);
      if (both !== null) {
        add(both[1], 'primary', fact);
        add(both[2], 'standby', fact);
        continue;
      }
      const promoted = /(?:server|node) "([^"]+)"(?: \(ID: \d+\))? (?:was successfully promoted|promoted) to primary/.exec(text);
      if (promoted !== null) add(promoted[1], 'primary', fact);
      const demoted = /node "([^"]+)"(?: \(ID: \d+\))? demoted to standby/.exec(text);
      if (demoted !== null) add(demoted[1], 'standby', fact);
      const target = fact.event === 'rejoin.target' || fact.event === 'repmgrd.following' ? fact.values['node'] : undefined;
      if (target !== undefined) add(target, 'primary', fact);
      const plan = /current primary "([^"]+)" \(ID: \d+\) (?:will|would) be demoted/.exec(text);
      if (plan !== null) add(plan[1], 'primary', fact);
      const candidate = /demotion candidate (?:primary )?"([^"]+)"/.exec(text);
      if (candidate !== null) add(candidate[1], 'primary', fact);
      if (fact.event === 'rejoin.target') add(fact.values['node'], 'primary', fact);
      const local = /(?:local node|executing switchover on node|checking switchover on node) "([^"]+)"/.exec(text);
      if (local !== null && fact.event?.startsWith('switchover.')) add(local[1], 'standby', fact);
    }
  }
  return told;
}
