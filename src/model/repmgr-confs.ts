import type { FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';

/** One repmgr.conf as the bundle shows it: whose it is. */
export interface RepmgrConf {
  readonly name: string | null;
  readonly id: number | null;
  readonly conninfo: string | null;
  readonly fact: FactOf<'setting'>;
}

/** The repmgr configuration files in the bundle that tell their node: one per segment, or more where a segment shows several. */
export function repmgrConfs(facts: FactIndex): RepmgrConf[] {
  const files = new Map<string, FactOf<'setting'>[]>();
  for (const fact of facts.of('setting')) {
    if (fact.program !== 'repmgr' || fact.via !== 'file' || fact.about === null) continue;
    const key = `${fact.segment} ${fact.about.id ?? ''} ${fact.about.name ?? ''}`;
    const list = files.get(key);
    if (list === undefined) files.set(key, [fact]);
    else list.push(fact);
  }
  return [...files.values()].flatMap((list) => {
    const [fact] = list;
    if (fact === undefined) return [];
    const conninfo = list.filter((one) => one.name === 'conninfo').at(-1)?.value ?? null;
    return [{ name: fact.about?.name ?? null, id: fact.about?.id ?? null, conninfo, fact }];
  });
}
