/** The processes of a node's own server: a host may run a second cluster, whose archiver and receivers are nobody's business here. */
import type { FactOf } from '../core/fact.ts';
import type { Node } from './node.ts';

type ProcessFact = FactOf<'process'>;

const OF_A_SERVER: ReadonlySet<ProcessFact['role']> = new Set(['archiver', 'walsender', 'walreceiver', 'startup', 'backend', 'background']);

const known = new WeakMap<Node, readonly ProcessFact[]>();

/** Every process that was listed on the node, without those that belong to a server of another data directory. */
export function processesOf(node: Node): readonly ProcessFact[] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const all = node.facts.of('process');
  const own = ownDirectory(node);
  const made = own === null ? all : all.filter((fact) => !isForeign(fact, own, all));
  known.set(node, made);
  return made;
}

/** Told by the server or by its configuration: a list with two servers does not say which one is meant. */
function ownDirectory(node: Node): string | null {
  const shown = node.setting('data_directory');
  if (shown.known && shown.value !== '') return bare(shown.value);
  const configured = node.repmgrSetting('data_directory');
  return configured.known && configured.value !== '' ? bare(configured.value) : null;
}

/** A command without a last word that the width of a terminal may have cut: `/srv/pgsql/repmgr` of `/srv/pgsql/repmgr.conf` is no path. */
export const wholeWords = (fact: ProcessFact): string => (fact.cut ? fact.command.replace(/\S+$/, '') : fact.command);

const bare = (path: string): string => path.replace(/\/+$/, '');

/** The directory that a server was started with. */
export function directoryOf(fact: ProcessFact): string | null {
  const found = fact.role === 'postmaster' ? /\s-D\s*(\S+)/.exec(wholeWords(fact))?.[1] : undefined;
  return found === undefined ? null : bare(found);
}

/** Only where the own server stands in the same list: a link or another spelling of the directory is no second server. */
function isForeign(fact: ProcessFact, own: string, all: readonly ProcessFact[]): boolean {
  const servers = all.filter((other) => other.segment === fact.segment && other.role === 'postmaster');
  if (!servers.some((server) => directoryOf(server) === own)) return false;
  if (fact.role === 'postmaster') return directoryOf(fact) !== null && directoryOf(fact) !== own;
  const others = servers.filter((server) => directoryOf(server) !== own);
  if (fact.parent !== undefined) return others.some((server) => server.pid === fact.parent);
  return OF_A_SERVER.has(fact.role) && others.length > 0;
}
