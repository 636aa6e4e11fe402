/** Make nodes agree: look at every node, set the value of the node that has it right where it differs. Whether that one is right, a person decides. */

import { collectSettings } from '../collect/commands.ts';
import { pendingColumn } from '../collect/server-views.ts';
import { alterSystem, takenBack } from '../commands/alter-system.ts';
import { hole, literal, query, sh, statements } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { MASK } from '../core/secrets.ts';
import { texts } from '../core/text.ts';
import { readArchiveCommand, weaknessOf } from '../model/archive-command.ts';
import type { Cluster } from '../model/cluster.ts';
import { betterOf, type Difference } from '../model/drift.ts';
import type { Node } from '../model/node.ts';
import { needsRestart } from '../model/setting-traits.ts';
import { pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Compare the nodes and set the same value everywhere', 'zh-CN': '比较各节点并统一设置' },
  caution: {
    en: 'Whether the value proposed is the right one is for you to decide. A reload is enough for settings with context `sighup`.',
    'zh-CN': '所建议的值是否正确需由您决定。context 为 `sighup` 的参数重新加载即可。',
  },
  restarts: {
    en: 'Whether the value proposed is the right one is for you to decide. {names} take effect at a restart only: of a primary that is an outage of seconds.',
    'zh-CN': '所建议的值是否正确需由您决定。{names} 仅在重启后生效：重启主机会中断业务数秒。',
  },
  look: { en: 'The values on {node} and where they come from', 'zh-CN': '查看 {node} 上的取值及来源' },
  lookExpect: {
    en: 'Compare with the other nodes. A value that has a finding of its own is no example: that one comes first.',
    'zh-CN': '与其他节点比较。已另有问题报告的取值不能作为范例，应先处理该问题。',
  },
  set: { en: 'Set it on {node} as on {other}, and reload', 'zh-CN': '在 {node} 上设置与 {other} 相同的值并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  again: { en: 'See that {node} agrees now', 'zh-CN': '确认 {node} 已一致' },
  againExpect: {
    en: 'The values that were set; `pending_restart` is f, otherwise a restart is due.',
    'zh-CN': '为所设置的值；`pending_restart` 为 f，否则需要重启。',
  },
  findValue: {
    en: 'the value of `{name}` on the node that has it right, from the first steps',
    'zh-CN': '取值正确的节点上 `{name}` 的值，见前面的步骤',
  },
}));

interface Lack {
  readonly name: string;
  readonly value: string;
  readonly from: Node;
}

export function alignSettings(cluster: Cluster, differences: readonly Difference[]): Remedy {
  const { catalog } = cluster.flavour;
  const nodes = cluster.members.filter((node) => !node.isWitness);
  const names = differences.map(({ name }) => name);
  const lacks = lacksOf(differences);
  const waiting = [...new Set([...lacks.values()].flat().map(({ name }) => name))].filter((name) => needsRestart(name, cluster.major));
  // standbys before the primary
  const targets = [...lacks.keys()].sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary));
  const last = targets.at(-1) ?? nodes[0] ?? null;
  const steps: Step[] = nodes.map((node) =>
    check(
      { cluster, node },
      {
        title: said.look({ node: node.label }),
        command: collectSettings(cluster, node, names, said.look({ node: node.label })).command,
        expect: said.lookExpect(),
      },
    ),
  );
  const restarts = targets.filter((node) => lacks.get(node)?.some(({ name }) => waiting.includes(name)));
  if (restarts.length > 0) steps.push(seeCluster(cluster, last), pause(cluster, last));
  for (const node of targets) {
    const own = lacks.get(node) ?? [];
    steps.push(
      change({ cluster, node }, 'reload', {
        title: said.set({ node: node.label, other: own[0]?.from.label ?? '?' }),
        command: setAll(cluster, node, own),
        expect: said.setExpect(),
        undo: said.setUndo({ back: takenBack(node, ...own.map(({ name }) => name)) }),
      }),
    );
    if (restarts.includes(node)) steps.push(restart(cluster, node));
  }
  if (restarts.length > 0) steps.push(unpause(cluster, last));
  const list = names.map(literal).join(', ');
  return remedy({
    id: 'align-settings',
    title: said.title(),
    caution: waiting.length > 0 ? said.restarts({ names: waiting }) : said.caution(),
    steps,
    closing: verify(
      { cluster, node: last },
      {
        title: said.again({ node: last?.label ?? '?' }),
        command: query(cluster, last, `select name, setting${pendingColumn(cluster)} from ${catalog}settings where name in (${list})`),
        expect: said.againExpect(),
      },
    ),
  });
}

/** What each node lacks against the node that has it better. */
function lacksOf(differences: readonly Difference[]): Map<Node, Lack[]> {
  const lacks = new Map<Node, Lack[]>();
  for (const difference of differences) {
    const better = betterOf(difference);
    for (const { node, setting } of difference.words) {
      if (better === null || node === better.node || setting.value === better.setting.value) continue;
      if (difference.name === 'archive_command' && losesSegments(better.setting.value)) continue;
      lacks.set(node, [...(lacks.get(node) ?? []), { name: difference.name, value: better.setting.value, from: better.node }]);
    }
  }
  return lacks;
}

/** A command that overwrites, hides its failure or stores nothing is no example for the other nodes. */
function losesSegments(value: string): boolean {
  const command = readArchiveCommand(value);
  return command.noop || weaknessOf(command) !== null;
}

/** A value whose secret was struck out is left to the reader. */
function setAll(cluster: Cluster, node: Node, lacks: readonly Lack[]): Command {
  const reload = `SELECT ${cluster.flavour.catalog}reload_conf()`;
  const hidden = lacks.find(({ value }) => value.includes(MASK));
  if (hidden !== undefined) {
    const value = hole('VALUE', `the right value of ${hidden.name}`, said.findValue({ name: hidden.name }));
    return statements(cluster, node, { value: sh`${value}` }, [`ALTER SYSTEM SET ${hidden.name} = :'value';`, `${reload};`]);
  }
  return query(cluster, node, ...lacks.map(({ name, value }) => alterSystem(name, value)), reload);
}
