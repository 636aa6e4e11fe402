/** Make a standby one that may be promoted: its failover mode, its priority, a node in the primary's location. */
import { hole } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { type Hindrance, priorityOf } from '../model/candidates.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { registerNode } from './register-steps.ts';
import { seeCluster, seeService, watches } from './replication-steps.ts';
import { type Parameters, reloadRepmgrd, seeParameter, setParameters } from './repmgr-conf.ts';
import { remedy } from './steps.ts';

const said = texts(() => ({
  manual: { en: 'Let {nodes} take over by itself', 'zh-CN': '允许 {nodes} 自动接管' },
  priority: { en: 'Give {nodes} a priority above zero', 'zh-CN': '为 {nodes} 设置大于零的优先级' },
  manualAndPriority: {
    en: 'Let {nodes} take over by itself, with a priority above zero',
    'zh-CN': '允许 {nodes} 自动接管，并设置大于零的优先级',
  },
  location: { en: 'Give the primary and {nodes} one location', 'zh-CN': '使主机与 {nodes} 处于同一 location' },
  cautionManual: {
    en: 'From then on a failover may happen without anybody. Decide it with those who own the data: with two nodes and no witness a split of the network would make two primaries.',
    'zh-CN': '此后可能在无人介入的情况下发生故障切换。请与数据负责人确认：两个节点且没有 witness 时，网络中断可能导致双主。',
  },
  cautionPriority: {
    en: 'A priority of zero is often meant: a delayed standby, a small machine, a reporting node. Leave those at zero and raise one that may carry the load.',
    'zh-CN': '优先级为零常常是有意为之：延迟备机、配置较低的机器、报表节点。这些保持为零，只调高能承担业务的节点。',
  },
  cautionBoth: {
    en: 'Both were set, which is often meant: a delayed standby, a small machine, a reporting node. From then on a failover may happen without anybody. Decide it with those who own the data: with two nodes and no witness a split of the network would make two primaries.',
    'zh-CN':
      '两者均被设置，常常是有意为之：延迟备机、配置较低的机器、报表节点。此后可能在无人介入的情况下发生故障切换。请与数据负责人确认：两个节点且没有 witness 时，网络中断可能导致双主。',
  },
  cautionLocation: {
    en: 'Where the two really stand in two places, do not do this: put a witness beside the primary instead, which tells a dead primary from a cut line.',
    'zh-CN': '若两者确实位于不同机房，不要这样做：应在主机一侧设置 witness，以区分主机故障与链路中断。',
  },
  findPriority: {
    en: 'a number above zero: 100 is the default, the highest one is preferred',
    'zh-CN': '大于零的数字：默认 100，数值大者优先',
  },
  findLocation: { en: "the primary's location, as `repmgr cluster show` has it", 'zh-CN': '主机的 location，见 `repmgr cluster show`' },
}));

const PARAMETER = { manual: 'failover', priority: 'priority', location: 'location' } as const;

export function allowFailover(cluster: Cluster, hindrance: Hindrance, nodes: readonly (Node | null)[]): Remedy {
  const values = {
    manual: 'automatic',
    priority: hole('PRIORITY', 'a number above zero', said.findPriority()),
    location: hole('LOCATION', 'the location of the primary', said.findLocation()),
  };
  const names = { nodes: nodes.map((node) => node?.label ?? 'the standby') };
  const zero = nodes.filter((node) => hindrance === 'manual' && node !== null && (priorityOf(cluster, node)?.value ?? 1) <= 0);
  const caution =
    zero.length > 0
      ? said.cautionBoth
      : { manual: said.cautionManual, priority: said.cautionPriority, location: said.cautionLocation }[hindrance];
  const steps = nodes.flatMap((node): Step[] => {
    const all: Hindrance[] = zero.includes(node) ? ['manual', 'priority'] : [hindrance];
    const parameters: Parameters = Object.fromEntries(all.map((one) => [PARAMETER[one], values[one]]));
    return [
      seeParameter(cluster, node, ...Object.keys(parameters), 'promote_command', 'follow_command'),
      setParameters(cluster, node, parameters),
      // priority and location are read from the record, which a registration writes
      ...(all.every((one) => one === 'manual') ? [] : registerNode(cluster, node, 'standby')),
      reloadRepmgrd(cluster, node),
    ];
  });
  const first = nodes[0] ?? null;
  return remedy({
    id: `allow-failover-${hindrance}`,
    title: said[zero.length > 0 ? 'manualAndPriority' : hindrance](names),
    caution: caution(),
    steps: [seeCluster(cluster, first), seeService(cluster, first), ...steps],
    closing: watches(cluster, first),
  });
}
