import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact, FactOf } from '../core/fact.ts';
import type { Message } from '../core/text.ts';
import type { FactIndex } from './facts.ts';
import { filesInOrder } from './file-order.ts';
import {
  hostsReached,
  isHostOf,
  isNumberedApart,
  isOtherRole,
  namedByHost,
  namesTold,
  onlyInRole,
  ownAddresses,
  siblingsAmong,
  standsIn,
  stateIn,
} from './host-names.ts';
import { reasons as said } from './identity-reasons.ts';
import { hostOf, keysOf, mayBeOnRecord, placeKey, placesThatNameAnother, SELF, shown } from './places.ts';
import { poolNodes } from './pool-nodes.ts';
import { repmgrConfs } from './repmgr-confs.ts';
import { machinesByRole, twinFolders } from './role-labels.ts';
import { hostsUnderHeadings, mayBeOfHosts } from './sides.ts';
import { conninfosTyped, nodesPinged, saysOfItself, targetsNamed, upstreamsTried } from './targets.ts';

/** A node as the bundle names it, before its facts are gathered. */
export interface Identity {
  /** repmgr's node name; the host where only that is known; null for a bundle that names nobody. */
  name: string | null;
  id: number | null;
  /** Host of its registered conninfo. */
  address: string | null;
  port: number | null;
  conninfo: string | null;
  /** Host names of prompts, labels of folders, resolved to this node. */
  readonly hosts: Set<string>;
  /** How each was derived, for the report. */
  readonly because: Map<string, { readonly said: Message; readonly fact: Fact }>;
  /** Whether repmgr itself names it; false where only a prompt or a folder does. */
  registered: boolean;
}

/** A node of which nothing else is known yet. */
export function identityOf(name: string | null, registered: boolean): Identity {
  return { name, id: null, address: null, port: null, conninfo: null, hosts: new Set(), because: new Map(), registered };
}

/** Finds the nodes of a bundle, and which place belongs to which. Nothing is guessed where two answers fit. */
export class Identities {
  readonly nodes: Identity[] = [];
  readonly #places = new Map<string, Identity>();
  readonly #hosted = () => new Set([...this.#places].flatMap(([key, node]) => (/^(?:label|file):/.test(key) ? [] : [node])));
  readonly contradictions: { readonly key: string; readonly nodes: readonly string[]; readonly fact: Fact }[] = [];

  constructor(facts: FactIndex) {
    this.#registered(facts);
    this.#strong(facts);
    this.#byAddress(facts);
    this.#byLabel(facts);
    this.#byRole(facts);
    this.#byHeading(facts);
    this.#byTarget(facts);
    this.#byPort(facts);
    this.#byView(facts);
    this.#byRest(facts);
    this.#byOrder(facts);
    this.#byHost(facts);
    this.#twinFolders(facts);
    this.#siblingLabels(facts);
    this.#roleLabels(facts);
    this.#leftOver(facts);
  }

  /** The node of a fact: the one it names, else the one of its place; null where neither tells. */
  of(fact: Fact): Identity | null {
    return this.about(fact) ?? this.#places.get(placeKey(fact)) ?? null;
  }

  /** The node of the place where a fact was stated, whomever it speaks of. */
  at(fact: Fact): Identity | null {
    return this.#places.get(placeKey(fact)) ?? null;
  }

  about(fact: Fact): Identity | null {
    const about = fact.about;
    if (about === null) return null;
    if (about.name !== undefined) return this.byName(about.name);
    if (about.id !== undefined) return this.nodes.find((node) => node.id === about.id) ?? null;
    if (about.host !== undefined) {
      const host = about.host;
      return this.nodes.find((node) => node.address === host || node.hosts.has(host)) ?? null;
    }
    return null;
  }

  byName(name: string): Identity | null {
    return this.nodes.find((node) => node.name === name) ?? null;
  }

  byId(id: number): Identity | null {
    return this.nodes.find((node) => node.id === id) ?? null;
  }

  #add(name: string | null, registered: boolean): Identity {
    const existing = name === null ? null : this.byName(name);
    if (existing !== null) {
      existing.registered ||= registered;
      return existing;
    }
    const node = identityOf(name, registered);
    this.nodes.push(node);
    return node;
  }

  #learn(node: Identity, id: number | null, conninfo: string | null): void {
    node.id ??= id;
    if (conninfo === null || conninfo === '') return;
    const values = parseConninfo(conninfo).values;
    node.conninfo ??= conninfo;
    node.address ??= values['host'] ?? values['hostaddr'] ?? null;
    const port = Number(values['port'] ?? Number.NaN);
    if (Number.isInteger(port)) node.port ??= port;
  }

  /** Nodes that repmgr's own records, outputs and configuration files name. */
  #registered(facts: FactIndex): void {
    // csv forms name no node, repmgr 3 prints no id
    const byHost = namedByHost(facts.of('cluster-row'));
    for (const row of facts.of('cluster-row'))
      if (row.name !== '' && !byHost.includes(row)) this.#learn(this.#add(row.name, true), row.id || null, row.conninfo);
    for (const row of facts.of('service-row')) if (row.name !== '') this.#learn(this.#add(row.name, true), row.id || null, null);
    for (const cell of facts.of('matrix')) {
      // `--csv` has ids and no names
      if (cell.fromId !== null && cell.from !== String(cell.fromId)) this.#learn(this.#add(cell.from, true), cell.fromId, null);
    }
    for (const row of facts.rows('repmgr.nodes')) {
      const name = row.values['node_name'];
      if (name) this.#learn(this.#add(name, true), Number(row.values['node_id'] ?? Number.NaN) || null, row.values['conninfo'] ?? null);
    }
    for (const conf of repmgrConfs(facts)) {
      if (conf.name !== null) this.#learn(this.#add(conf.name, true), conf.id, conf.conninfo);
    }
    for (const row of byHost)
      if (!this.nodes.some((node) => node.address === row.name)) this.#learn(this.#add(row.name, true), null, row.conninfo);
    for (const { name, conninfo } of conninfosTyped(facts)) this.#learn(this.#add(name, true), null, conninfo);
    // a cluster that repmgr does not manage: its list knows hosts, no names
    for (const row of poolNodes(facts)) {
      const { hostname, port } = row.values;
      if (hostname) this.#learn(this.#add(hostname, true), null, `host=${hostname} port=${port ?? ''}`);
    }
    for (const fact of facts.all) {
      // a setting: `pg-a (primary): archive_mode | off`, where a person names it
      if (/^(?:node-check|node-status|setting)$/.test(fact.kind) && fact.about?.name !== undefined)
        this.#add(fact.about.name, fact.kind !== 'setting');
      if (fact.kind !== 'message' || fact.program === 'server' || fact.program === 'tool') continue;
      for (const { name, id } of namesTold(fact)) this.#learn(this.#add(name, true), id, null);
    }
    for (const { name, id, conninfo } of nodesPinged(facts)) this.#learn(this.#add(name, true), id, conninfo);
    for (const { host, id, conninfo } of upstreamsTried(facts))
      if (!this.nodes.some((node) => (id === null ? node.address === null : node.id === id) || isHostOf(node, host)))
        this.#learn(this.#add(host, true), id, conninfo);
  }

  #assign(key: string, node: Identity, message: Message, fact: Fact): void {
    const before = this.#places.get(key);
    if (before === node) return;
    if (before !== undefined) {
      this.contradictions.push({ key: shown(key), nodes: [before.name ?? '?', node.name ?? '?'], fact });
      return;
    }
    this.#places.set(key, node);
    if (!key.startsWith('file:')) node.hosts.add(shown(key));
    if (!key.startsWith('file:') && shown(key) !== node.name) node.because.set(shown(key), { said: message, fact });
  }

  /** Outputs that can only come from the node itself. */
  #strong(facts: FactIndex): void {
    for (const fact of facts.all) {
      const key = placeKey(fact);
      if (fact.kind === 'node-check' && fact.about?.name !== undefined) this.#assignNamed(key, fact.about.name, said.check, fact);
      else if (fact.kind === 'node-status' && fact.about?.name !== undefined) this.#assignNamed(key, fact.about.name, said.status, fact);
      else if (fact.kind === 'message' && saysOfItself(fact)) {
        const name = fact.values['node'] ?? /node "([^"]+)"/.exec(fact.text)?.[1];
        if (name !== undefined && fact.program !== 'server') this.#assignNamed(key, name, said.local, fact);
      }
    }
    // the slot that a receiver uses is called after its own node's id
    for (const row of facts.rows('pg_stat_wal_receiver')) {
      const node = this.byId(Number(/^repmgr_slot_(\d+)$/.exec(row.values['slot_name'] ?? '')?.[1] ?? Number.NaN));
      const key = placeKey(row);
      if (node !== null) this.#assign(key, node, said.slot({ host: shown(key), node: node.name ?? '' }), row);
    }
    const confs = repmgrConfs(facts);
    for (const conf of confs) {
      const key = placeKey(conf.fact);
      // one ticket may show the files of all nodes: then its place tells nothing
      if (confs.some((other) => placeKey(other.fact) === key && (other.name !== conf.name || other.id !== conf.id))) continue;
      if (conf.name !== null) this.#assignNamed(key, conf.name, said.conf, conf.fact);
      else if (conf.id !== null) {
        const node = this.byId(conf.id);
        if (node !== null) this.#assign(key, node, said.conf({ host: shown(key), node: node.name ?? '' }), conf.fact);
      }
    }
  }

  #assignNamed(key: string, name: string, say: (params: { host: string; node: string }) => Message, fact: Fact): void {
    const node = this.byName(name);
    if (node !== null) this.#assign(key, node, say({ host: shown(key), node: name }), fact);
  }

  #byAddress(facts: FactIndex): void {
    const own = ownAddresses(facts).map(({ address, fact }) => [placeKey(fact), fact, address] as const);
    for (const [key, , address] of own) {
      const node = this.#places.get(key);
      if (node?.address === null && !this.nodes.some((one) => isHostOf(one, address))) node.address = address;
    }
    for (const [key, fact, host] of [...own, ...[...keysOf(facts)].map(([key, fact]) => [key, fact, hostOf(fact)] as const)]) {
      if (this.#places.has(key) || host === null) continue;
      const fits = this.nodes.filter((node) => isHostOf(node, host));
      const same = fits[0] ?? (host === hostOf(fact) ? undefined : this.#add(hostOf(fact), false));
      if (fits.length < 2 && same !== undefined) this.#assign(key, same, said.address({ host, node: same.name ?? '' }), fact);
      if (fits.length === 0) same?.hosts.add(host);
    }
  }

  /** A folder, file or host that is called like a node. The longest name wins: `node10` is not `node1`. */
  #byLabel(facts: FactIndex): void {
    const sorted = this.nodes.filter((node) => node.name !== null).sort((a, b) => (b.name ?? '').length - (a.name ?? '').length);
    const find = (text: string): Identity | null => {
      const [best, ...fits] = sorted.filter((node) => [node.name, node.address].some((word) => word !== null && standsIn(word, text)));
      return best !== undefined && fits.every((node) => (best.name ?? '').length > (node.name ?? '').length) ? best : null;
    };
    for (const [key, fact] of keysOf(facts)) {
      if (this.#places.has(key)) continue;
      const node = find(shown(key).replace(/^node (?=\d$)/, 'node'));
      if (node !== null) this.#assign(key, node, said.label({ host: shown(key), node: node.name ?? '' }), fact);
    }
  }

  /** A host whose every line stands under the heading of one node, and no other host does. */
  #byHeading(facts: FactIndex): void {
    const roles = onlyInRole(facts);
    const find = (label: string) =>
      this.byName(label) ?? this.nodes.find(({ address }) => address === label) ?? this.byName(roles(`label:${label}`) ?? '');
    for (const { key, node, fact } of hostsUnderHeadings(facts, find))
      if (!this.#places.has(key) && !this.#hosted().has(node))
        this.#assign(key, node, said.heading({ host: shown(key), node: node.name ?? '' }), fact);
  }

  /** `log of the standby`: the node that every listing gives that role, if it is one and no other. */
  #byRole(facts: FactIndex): void {
    const only = onlyInRole(facts);
    for (const [key, fact] of keysOf(facts)) if (!this.#places.has(key)) this.#assignNamed(key, only(key) ?? '', said.role, fact);
  }

  /** A node never attaches to itself: of two, the place of a rejoin or a clone is the other one, and so is whoever sends to it. */
  #byTarget(facts: FactIndex): void {
    const [one, two, ...more] = this.nodes.filter((node) => node.registered);
    if (one === undefined || two === undefined || more.length > 0) return;
    for (const { fact, target, how } of targetsNamed(facts, [one, two])) {
      const key = placeKey(fact);
      const other = target === one ? two : one;
      if (this.#places.has(key) || (how === 'source' && !mayBeOnRecord(facts, key, fact))) continue;
      this.#assign(key, other, said[how]({ host: shown(key), node: other.name ?? '', target: target.name ?? '' }), fact);
    }
  }

  /** Where all nodes use different ports, the server's own port tells which one it is. */
  #byPort(facts: FactIndex): void {
    const ports = new Map<number, Identity>();
    for (const node of this.nodes) {
      if (node.port === null) continue;
      if (ports.has(node.port)) return;
      ports.set(node.port, node);
    }
    for (const fact of facts.all) {
      const key = placeKey(fact);
      if (this.#places.has(key)) continue;
      const port =
        fact.kind === 'setting' && fact.name === 'port' && fact.program === 'server'
          ? Number(fact.value)
          : fact.kind === 'message' && fact.program === 'server'
            ? Number(/(?:listening on|监听).*(?:port|端口)\D{0,3}(\d+)/.exec(fact.text)?.[1] ?? Number.NaN)
            : Number.NaN;
      const node = ports.get(port);
      if (node !== undefined) this.#assign(key, node, said.port({ host: shown(key), node: node.name ?? '' }), fact);
    }
  }

  /** Whoever lists the cluster is one of those that answer in the listing: where one only is left, it is that one. */
  #byView(facts: FactIndex): void {
    const views = new Map<string, (FactOf<'cluster-row'> | FactOf<'service-row'>)[]>();
    for (const fact of [...facts.of('cluster-row'), ...facts.of('service-row')]) {
      const key = placeKey(fact);
      if (mayBeOnRecord(facts, key, fact) && !this.#places.has(key)) views.set(key, [...(views.get(key) ?? []), fact]);
    }
    for (const [key, rows] of views) {
      const silent = new Set(rows.filter((row) => !/^running/.test(stateIn(row))).map((row) => row.name));
      const names = new Set(rows.map((row) => row.name).filter((name) => !silent.has(name)));
      const fits = [...names].flatMap((name) => this.byName(name) ?? []).filter((node) => !this.#hosted().has(node));
      const [node] = fits;
      const [first] = rows;
      if (silent.size > 0 && fits.length === 1 && node !== undefined && first !== undefined)
        this.#assign(key, node, said.view({ host: shown(key), node: node.name ?? '' }), first);
    }
  }

  /** One host and one node are left over: they are the same. */
  #byRest(facts: FactIndex): void {
    const keys = [...keysOf(facts)].filter(([key, fact]) => !this.#places.has(key) && mayBeOnRecord(facts, key, fact));
    const free = this.nodes.filter((node) => node.registered && !this.#hosted().has(node));
    const [key, fact] = keys[0] ?? [];
    const [node] = free;
    if (key === undefined || fact === undefined || node === undefined || isNumberedApart(shown(key), node.name ?? '')) return;
    if (keys.length === 1 && free.length === 1 && this.nodes.length > 1) {
      this.#assign(key, node, said.rest({ host: shown(key), node: node.name ?? '' }), fact);
    }
  }

  #byOrder(facts: FactIndex): void {
    for (const { key, node, fact } of filesInOrder(facts, this.#places))
      this.#assign(key, node, said.order({ host: shown(key), node: node.name ?? '' }), fact);
  }

  /** Hosts that log lines themselves name (syslog, a pod): the node with that address or name, else a node of that name. */
  #byHost(facts: FactIndex): void {
    for (const fact of facts.all) {
      const host = fact.about?.host;
      if (host === undefined || fact.about?.name !== undefined || this.about(fact) !== null) continue;
      const [node, ...more] = this.nodes.filter((one) => isHostOf(one, host));
      (node === undefined || more.length > 0 ? this.#add(host, false) : node).hosts.add(host);
    }
  }

  /** Nothing names a node, but folders hold files of the same names, as collected node by node: each folder is one. */
  #twinFolders(facts: FactIndex): void {
    if (this.nodes.length > 0 || facts.all.some((fact) => fact.place.host !== null)) return;
    for (const folder of twinFolders(facts)) this.#places.set(`label:${folder}`, this.#add(folder, false));
  }

  /** What stands under the names of two machines of one series (`db-a`, `db-b`) comes from two machines, though nothing else names them. */
  #siblingLabels(facts: FactIndex): void {
    const free = [...keysOf(facts).keys()].filter((key) => key.startsWith('label:') && !this.#places.has(key)).map(shown);
    for (const label of siblingsAmong(free, facts, this.nodes)) this.#places.set(`label:${label}`, this.#add(label, false));
  }

  /** Nothing names a node, but headings tell machines apart by their roles (`Primary:`, `Standby:`): each is one, by whatever role it runs. */
  #roleLabels(facts: FactIndex): void {
    for (const [label, host] of this.nodes.length > 0 ? [] : machinesByRole(facts)) {
      const node = this.#add(host ?? label, false);
      for (const key of [`label:${label}`, host ?? `label:${label}`]) {
        this.#places.set(key, node);
        node.hosts.add(shown(key));
      }
    }
  }

  /** Hosts that no node explains become nodes by their host's name; without any host there is one node without a name. */
  #leftOver(facts: FactIndex): void {
    const elsewhere = placesThatNameAnother(facts);
    const remote = hostsReached(facts);
    const all = [...keysOf(facts)];
    const hosted = ([, fact]: readonly [string, Fact]) => hostOf(fact) !== null;
    // hosts first: what stands above the only prompt belongs to it as what stands below
    for (const [key, fact] of [...all.filter(hosted), ...all.filter((one) => !hosted(one))]) {
      if (this.#places.has(key)) continue;
      const [host, only] = [hostOf(fact), this.nodes[0]];
      if (
        this.nodes.length === 1 &&
        only !== undefined &&
        !elsewhere.has(`${key} ${only.name}`) &&
        !isNumberedApart(shown(key), only.name ?? '') &&
        !isOtherRole(key, only) &&
        mayBeOfHosts(facts, key, only.hosts) &&
        !(host !== null && (remote.has(host) || (only.hosts.size > 0 && !only.hosts.has(host))))
      ) {
        this.#places.set(key, only);
        if (host !== null) only.hosts.add(host);
      } else if (host !== null && !(this.nodes.length > 1 && SELF.test(host))) {
        const node = this.#add(host, false);
        node.hosts.add(host);
        this.#places.set(key, node);
      }
    }
    if (this.nodes.length === 0 && facts.all.length > 0) {
      const node = this.#add(null, false);
      for (const key of keysOf(facts).keys()) this.#places.set(key, node);
    }
  }
}
