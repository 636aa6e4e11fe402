/** Files with unhelpful names, by where they stand among those of which the node is known. */
import type { Fact } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import type { Identity } from './identity.ts';
import { placeKey } from './places.ts';

/**
 * Files with unhelpful names (`1.txt`, `output07.log`), collected node by node: a file between two of one node is that node's.
 * Only where the files of each node that can be told stand together.
 */
export function filesInOrder(
  facts: FactIndex,
  places: ReadonlyMap<string, Identity>,
): readonly { readonly key: string; readonly node: Identity; readonly fact: Fact }[] {
  const first = new Map<string, Fact>();
  for (const fact of facts.all) {
    const key = placeKey(fact);
    if (key.startsWith('file:') && !first.has(key)) first.set(key, fact);
  }
  const sources = [...first.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const sequence = sources.map((key) => places.get(key)).filter((node) => node !== undefined);
  const blocks = sequence.filter((node, index) => node !== sequence[index - 1]);
  if (sequence.length === 0 || new Set(blocks).size !== blocks.length) return [];
  let current: Identity | undefined;
  return sources.flatMap((key) => {
    const known = places.get(key);
    current = known ?? current ?? (blocks.length === 1 ? sequence[0] : undefined);
    const fact = first.get(key);
    return known === undefined && current !== undefined && fact !== undefined ? [{ key, node: current, fact }] : [];
  });
}
