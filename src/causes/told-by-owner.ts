import type { Verdict } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { Told } from './cause.ts';

/**
 * One verdict for each server that words are about (a word of nobody in particular makes a verdict of its own), and what `otherwise`
 * says of the nodes that no word is about.
 */
export function toldByOwner<W extends { readonly owner: Node | null }>(
  cluster: Cluster,
  words: readonly W[],
  judge: (owner: Node | null, own: readonly W[]) => Verdict,
  otherwise: (node: Node) => Verdict,
): Told[] {
  const owners = new Set(words.map((word) => word.owner));
  const told = [...owners].map((owner): Told => {
    const own = words.filter((word) => word.owner === owner);
    return { node: owner, verdict: judge(owner, own) };
  });
  const rest = cluster.nodes.filter((node) => !owners.has(node)).map((node): Told => ({ node, verdict: otherwise(node) }));
  return [...told, ...rest].filter(({ verdict }) => verdict.is !== 'not-applicable');
}
