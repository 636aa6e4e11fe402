/** Connection strings that repmgr has on record: whether other nodes reach that node with them, or themselves. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { Fact } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

/** Why a connection string does not lead other nodes to its node; null where it does, as far as can be told. */
export type Fault = 'no-host' | 'loopback' | 'socket' | 'shared';

export interface Registered {
  readonly node: Node;
  readonly conninfo: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly fault: Fault | null;
  readonly fact: Fact;
}

/** Names of the machine itself. 127.0.0.2 and its like are addresses that a test cluster on one machine may give to its nodes. */
const MYSELF = /^(?:localhost(?:\.localdomain)?|127\.0\.0\.1|::1|0\.0\.0\.0)$/i;

/** The last connection string on record of each member, with its fault. */
export function registeredConninfos(cluster: Cluster): readonly Registered[] {
  const read = cluster.members.flatMap((node) => {
    const words = wordsOn(cluster, node);
    const last = words.filter((word) => word.registered).at(-1) ?? words.at(-1);
    if (last === undefined) return [];
    const parsed = parseConninfo(last.conninfo);
    if (parsed.error !== null || parsed.values['service'] !== undefined) return [];
    const { host, hostaddr, port } = parsed.values;
    return [{ node, ...last, host: host ?? hostaddr ?? null, port: port === undefined ? null : Number(port) }];
  });
  const ports = read.map((one) => one.port);
  // One machine with a port for each node: every one of them is found by its port. A single `localhost` among addresses is none of those.
  const oneMachine = read.every(({ host }) => host === null || MYSELF.test(host)) || new Set(read.map(({ host }) => host)).size === 1;
  const told =
    oneMachine &&
    read.length === cluster.members.length &&
    read.length > 1 &&
    new Set(ports).size === ports.length &&
    !ports.includes(null);
  return read.map((one) => {
    const twin = read.some((other) => other.node !== one.node && other.host === one.host && other.port === one.port);
    return { ...one, fault: told ? null : faultOf(one.host, twin && !isMasked(one.host)) };
  });
}

/** A host that somebody blanked out before posting (`x.x.x.x`, `***`) is the same everywhere. */
const isMasked = (host: string | null): boolean => host !== null && /[x*]{2,}|x\.x|redact|[<>]/i.test(host);

function faultOf(host: string | null, twin: boolean): Fault | null {
  if (host === null || host === '') return 'no-host';
  if (host.startsWith('/') || host.startsWith('@')) return 'socket';
  if (MYSELF.test(host)) return 'loopback';
  return twin ? 'shared' : null;
}

/** `conninfo` of a configuration file that was printed who knows where: it says itself whose it is. */
const filesNowhere = (cluster: Cluster) =>
  cluster.facts
    .of('setting')
    .filter((fact) => fact.program === 'repmgr' && fact.name === 'conninfo' && fact.via === 'file' && cluster.nodeOf(fact) === null);

/** Whether a file's string names the host that is on record. */
function leadsTo(written: string, recorded: string | undefined): boolean {
  const [file, record] = [parseConninfo(written), parseConninfo(recorded ?? '')];
  return file.error === null && record.error === null && !!file.values['host'] && file.values['host'] === record.values['host'];
}

/**
 * Every connection string of a node in the order of the bundle: listings, records and its own status show what is registered, its
 * configuration file what the next registration would write.
 */
function wordsOn(cluster: Cluster, node: Node): { readonly conninfo: string; readonly fact: Fact; readonly registered: boolean }[] {
  const words: { conninfo: string; fact: Fact; registered: boolean }[] = [];
  const add = (conninfo: string | null | undefined, fact: Fact, registered = true): void => {
    // a column that was cut off shows no user and no database; whoever struck out their values before posting struck out the host, too
    const struck = /\b(?:user|dbname)\s*=\s*(?=$|\w+\s*=)/.test(conninfo ?? '');
    if (conninfo && /\b(?:user|dbname)\s*=/.test(conninfo) && !struck) words.push({ conninfo, fact, registered });
  };
  for (const row of cluster.facts.of('cluster-row')) if (row.name === node.name) add(row.conninfo, row);
  for (const row of cluster.facts.rows('repmgr.nodes')) if (row.values['node_name'] === node.name) add(row.values['conninfo'], row);
  for (const status of node.facts.of('node-status')) if (status.key === 'conninfo') add(status.value, status);
  const configured = node.repmgrSetting('conninfo');
  if (configured.known) add(configured.value, configured.fact, false);
  else for (const fact of filesNowhere(cluster)) if (leadsTo(fact.value, words.at(-1)?.conninfo)) add(fact.value, fact, false);
  return words.sort((a, b) => a.fact.order - b.fact.order);
}

/** Whether rows of a listing can be told apart: two nodes that each lead to whoever asks are one server. */
export function areTold(cluster: Cluster, ...nodes: readonly Node[]): boolean {
  const faults = registeredConninfos(cluster).filter((one) => nodes.includes(one.node) && one.fault !== null);
  return faults.length === 0;
}

/** The record of a node and its configuration file lead to different servers: the file was changed, and the node not registered anew. */
export function recordedOtherwise(cluster: Cluster, node: Node): readonly [record: Fact, file: Fact] | null {
  const words = wordsOn(cluster, node);
  const [record, file] = [true, false].map((registered) => words.findLast((word) => word.registered === registered));
  if (record === undefined || file === undefined) return null;
  const [told, wanted] = [parseConninfo(record.conninfo), parseConninfo(file.conninfo)];
  if (told.error !== null || wanted.error !== null) return null;
  const portOf = ({ values }: typeof told): string => values['port'] ?? String(cluster.flavour.defaults.port);
  const addressOf = ({ values }: typeof told): string => values['hostaddr'] ?? values['host'] ?? '';
  const [here, there] = [addressOf(told), addressOf(wanted)];
  // one machine has several names, and a name and an address may be the same
  const elsewhere = ADDRESS.test(here) && ADDRESS.test(there) && here !== there;
  return elsewhere || (here === there && portOf(told) !== portOf(wanted)) ? [record.fact, file.fact] : null;
}

/** Its record has a port that its own file or that of another node, whose record has it as well, has no longer: who asks there asks nobody. */
export function hasOldPort(cluster: Cluster, node: Node): boolean {
  const portOf = (one: Node): number | null | undefined => registeredConninfos(cluster).find((each) => each.node === one)?.port;
  const port = portOf(node);
  return port !== undefined && cluster.members.some((one) => portOf(one) === port && recordedOtherwise(cluster, one) !== null);
}

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
