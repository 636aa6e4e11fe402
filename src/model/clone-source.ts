/** Where a clone takes its data from, by its own words: often a server that the bundle shows nothing else of. */
import { parseConninfo } from '../../grammars/conninfo/index.ts';
import type { FactOf } from '../core/fact.ts';
import { MASK } from '../core/secrets.ts';
import type { Cluster } from './cluster.ts';
import { nodeAt } from './logins.ts';
import type { Node } from './node.ts';
import { isLater } from './replication.ts';

export interface CloneSource {
  /** How repmgr connected there, without a password; null where a secret was struck out elsewhere in it. */
  readonly conninfo: string | null;
  readonly host: string;
  readonly node: Node | null;
}

const PASSWORD = /(?<!\S)password\s*=\s*(?:'(?:[^'\\]|\\.)*'|\S+)\s*/;

/** The source of the clone that printed a message (`connecting to source node`, `connection string is: …` before it); null where none did. */
export function cloneSourceOf(cluster: Cluster, fact: FactOf<'message'>): CloneSource | null {
  const asked = cluster.messages('clone.connecting').findLast((one) => one.segment === fact.segment && one.order <= fact.order);
  const conninfo = /connection string is: *(.+)/.exec(asked?.detail ?? '')?.[1]?.trim();
  const host = conninfo === undefined ? undefined : parseConninfo(conninfo).values['host'];
  if (conninfo === undefined || host === undefined || host === '') return null;
  const open = conninfo.replace(PASSWORD, '').trim();
  return { conninfo: open.includes(MASK) ? null : open, host, node: nodeAt(cluster, host) };
}

/** Clones that repmgr refused for a parameter of their source, and that were not made later. */
export function refusedClones(cluster: Cluster, parameter: string): readonly FactOf<'message'>[] {
  const made = cluster.messages('clone.complete', 'clone.checks-passed');
  return cluster
    .messages('clone.setting-too-low')
    .filter((fact) => fact.values['name'] === parameter && !made.some((one) => isLater(one, fact)));
}
