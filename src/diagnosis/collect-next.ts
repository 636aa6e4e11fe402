import { collectSettings } from '../collect/commands.ts';
import type { Missing } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { EventName } from '../model/events.ts';
import type { Diagnosis } from './differential.ts';

const said = texts(() => ({
  changed: {
    en: 'a program changed it, and it is not shown again afterwards: is that still its value?',
    'zh-CN': '程序修改过该参数，之后没有再次显示：当前是否仍为该值',
  },
}));

/** Messages of a program that changes a setting by itself, and which. */
const CHANGES: Readonly<Partial<Record<EventName, string>>> = { 'repmgrd.sync-names-changed': 'synchronous_standby_names' };

/** What to collect next: what the findings miss, the gravest finding's first, then what was changed and not seen since; each command on each node once. */
export function collectNext(cluster: Cluster, diagnosis: Diagnosis): readonly Missing[] {
  const seen = new Set<string>();
  const asked = [...diagnosis.findings.flatMap((finding) => finding.missing), ...changedUnseen(cluster)];
  return asked.filter((item) => {
    const key = `${item.node ?? ''} ${item.command.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function changedUnseen(cluster: Cluster): readonly Missing[] {
  return Object.entries(CHANGES).flatMap(([event, name]) => {
    const last = cluster.messages(event as EventName).at(-1);
    const shownLater = last !== undefined && cluster.facts.of('setting').some((fact) => fact.name === name && fact.order > last.order);
    if (last === undefined || shownLater) return [];
    return [collectSettings(cluster, cluster.primary ?? cluster.nodeOf(last), [name], said.changed())];
  });
}
