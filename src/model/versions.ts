/** Versions of the server, of repmgr and of its extension, as each node tells them: series that go together, and those that do not. */
import type { FactOf } from '../core/fact.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

export type Product = 'server' | 'repmgr';

/** One word on a version: the series is what has to be the same on every node. */
export interface Version {
  readonly series: string;
  readonly fact: FactOf<'version'>;
}

/** A client's banner tells the server that it asked, which may be another node's: it counts for nobody. */
const isClient = (fact: FactOf<'version'>): boolean => /^\s*(?:psql|ksql|gsql) \(/.test(fact.excerpt);

export function versionsOf(node: Node, product: Product): readonly Version[] {
  return node.facts.of('version').flatMap((fact) => {
    if ((fact.product === 'repmgr') !== (product === 'repmgr') || isClient(fact)) return [];
    const series = product === 'repmgr' ? (/^\d+\.\d+/.exec(fact.version)?.[0] ?? null) : node.flavour.seriesOf(fact.version);
    return series === null ? [] : [{ series, fact }];
  });
}

export interface Pair {
  readonly node: Node;
  readonly other: Node;
  readonly here: Version;
  readonly there: Version;
}

/**
 * Two members that never told the same series: during an update one after the other they do. A witness may run another server, and
 * what is neither registered nor seen in a role belongs to some other cluster.
 */
export function differing(cluster: Cluster, product: Product): Pair | null {
  const fits = (node: Node): boolean => (product === 'repmgr' || !node.isWitness) && (node.identity.registered || node.role.known);
  // the finding is about the standby: it has to follow its primary
  const nodes = cluster.members.filter(fits).sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary));
  for (const [index, node] of nodes.entries())
    for (const other of nodes.slice(index + 1)) {
      const [mine, theirs] = [versionsOf(node, product), versionsOf(other, product)];
      const [here, there] = [mine.at(-1), theirs.at(-1)];
      if (here === undefined || there === undefined) continue;
      if (!mine.some((one) => theirs.some((two) => one.series === two.series))) return { node, other, here, there };
    }
  return null;
}

/** The last version of the repmgr extension that a server's own list shows. */
export function extensionOf(node: Node): { readonly version: string; readonly fact: FactOf<'row'> } | null {
  const row = node.facts.rows('pg_extension').findLast(({ values }) => values['extname'] === 'repmgr');
  const version = row?.values['extversion'];
  return row === undefined || version == null ? null : { version, fact: row };
}
