import { collect } from '../../collect/commands.ts';
import type { Evidence, Remedy } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { type Candidate, candidatesOf, type Hindrance, priorityOf } from '../../model/candidates.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import { isLater, type MessageFact } from '../../model/replication.ts';
import { daemonSigns, isFailoverDue, logNode, OVER, relianceOn } from '../../model/repmgrd.ts';
import { allowFailover } from '../../remedies/allow-failover.ts';
import { promoteStandby } from '../../remedies/promote-standby.ts';
import { reachMajority } from '../../remedies/reach-majority.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  manual: {
    en: 'The primary was lost and nobody took over: `failover` is `manual` here (the default where it is not set), so repmgrd waits for a person.',
    'zh-CN': '主机丢失后无人接管：此处 `failover` 为 `manual`（未设置时的默认值），repmgrd 等待人工处理。',
  },
  priority: {
    en: 'The primary was lost and nobody took over: this node has priority zero, and nothing shows another candidate.',
    'zh-CN': '主机丢失后无人接管：该节点优先级为零，且没有显示其他候选节点。',
  },
  location: {
    en: "The primary was lost and nobody took over: no node of the primary's location was seen, so the standbys took it for a split of the network.",
    'zh-CN': '主机丢失后无人接管：看不到主机所在 location 的任何节点，备机将其视为网络分区。',
  },
  majority: {
    en: 'The primary was lost and nobody took over: the node saw no majority of the nodes that follow this primary, so it may not promote itself.',
    'zh-CN': '主机丢失后无人接管：该节点看不到跟随同一主机的多数节点，因此不得自行提升。',
  },
  candidate: {
    en: 'The primary was lost and nobody took over: of the nodes that are left, none counts as a candidate. A candidate answers, has an active record, a priority above zero, and a repmgrd that runs.',
    'zh-CN': '主机丢失后无人接管：剩余节点中没有合格的候选节点。候选节点须有应答、记录有效、优先级大于零，且其 repmgrd 在运行。',
  },
  over: {
    en: 'A failover was refused for a while; later there was a primary again.',
    'zh-CN': '故障切换曾被拒绝，之后已有主机。',
  },
  allManual: {
    en: 'No standby may be promoted: `failover` is `manual` on {nodes}.',
    'zh-CN': '没有备机可被提升：{nodes} 的 `failover` 为 `manual`。',
  },
  allPriority: {
    en: 'No standby may be promoted: the priority of {nodes} is zero. When the primary fails nobody takes over.',
    'zh-CN': '没有备机可被提升：{nodes} 的优先级为零。主机故障时无人接管。',
  },
  allLocation: {
    en: 'No standby may be promoted: {nodes} stands in another location than the primary, and no witness or standby stands beside the primary. repmgrd takes every loss of the primary for a split of the network, without a word in its log.',
    'zh-CN':
      '没有备机可被提升：{nodes} 与主机处于不同的 location，且主机一侧没有 witness 或其他备机。repmgrd 会把主机丢失一律视为网络分区，日志中也没有提示。',
  },
  several: { en: 'No standby may be promoted: each of {nodes} is kept from it.', 'zh-CN': '没有备机可被提升：{nodes} 均受限制。' },
  refused: { en: 'why nobody is promoted', 'zh-CN': '无人被提升的原因' },
  lost: { en: 'the primary is lost', 'zh-CN': '主机已丢失' },
  again: { en: 'later: a primary', 'zh-CN': '之后：已有主机' },
  keeps: { en: 'this keeps {node} from being promoted', 'zh-CN': '使 {node} 无法被提升' },
  meant: { en: 'automatic failover is meant to work', 'zh-CN': '本应自动故障切换' },
  able: { en: '{node} may be promoted', 'zh-CN': '{node} 可以被提升' },
  why: {
    en: 'whether a standby may be promoted: `failover`, `priority` and `location`',
    'zh-CN': '是否有备机可被提升：`failover`、`priority` 与 `location`',
  },
}));

export const failoverNotPossible = defineCause({
  id: 'failover-not-possible',
  group: 'cluster',
  scope: 'cluster',
  severity: 'warning',
  title: text({ en: 'Nobody may be promoted', 'zh-CN': '没有节点可被提升' }),
  get about() {
    return text({
      en: `When the primary is lost each repmgrd asks whether a standby may take over. It may not where \`failover\` is \`manual\` (the default), where the priority is zero, where the node sees no majority of those that followed this primary, or where nobody in the primary's location is seen.

**How it shows itself.** \`automatic failover disabled for this node, manual intervention required\`; \`this node's priority is 0 so will not be considered\`; \`unable to reach a qualified majority of nodes\`; \`no nodes from the primary location … visible - assuming network split\`; \`this node's location … is not the primary node location\`. Before a failure: a listing in which every standby has priority 0.

**Lookalikes.** \`cancelling failover as some nodes can still see the primary\`: right, the network between some nodes is the matter. One standby of several with priority 0, and a witness, which always has 0. Paused or missing repmgrd: \`repmgrd-paused\`, \`repmgrd-not-running\`. A promotion that was tried and failed: \`promotion-failed\`, \`service-command-misconfigured\`. \`failover=manual\` on purpose: a cluster that a person fails over, a \`remote_disaster\` node of KingbaseES.

**What to do.** Set \`failover=automatic\` with both commands on every standby that may take over; give one a priority and register it again; put a witness where the primary stands. Where the network was cut, mend it. If the primary is dead now, promote by hand.

**What not to do.** Do not promote by hand across a cut line before the old primary is known to be stopped. Do not force an election by taking nodes out of the records.

**Versions.** repmgr 4.0 and later. The majority is counted among the nodes that follow the lost primary, not among all. **Source.** repmgr documentation, "Automatic failover"; repmgr's source, do_election.`,
      'zh-CN': `主机丢失时，每个 repmgrd 判断备机是否可以接管。以下情况不可以：\`failover\` 为 \`manual\`（默认值）；优先级为零；看不到跟随该主机的多数节点；看不到主机所在 location 的任何节点。

**表现。** \`automatic failover disabled for this node, manual intervention required\`；\`this node's priority is 0 so will not be considered\`；\`unable to reach a qualified majority of nodes\`；\`no nodes from the primary location … visible - assuming network split\`；\`this node's location … is not the primary node location\`。故障之前：列表中所有备机优先级均为 0。

**易混淆的情形。** \`cancelling failover as some nodes can still see the primary\`：处理正确，问题在部分节点间的网络。多个备机中只有一个优先级为 0；witness 的优先级总是 0。repmgrd 暂停或未运行：\`repmgrd-paused\`、\`repmgrd-not-running\`。尝试提升但失败：\`promotion-failed\`、\`service-command-misconfigured\`。有意设为 \`failover=manual\`：由人工切换的集群，或 KingbaseES 的 \`remote_disaster\` 节点。

**处理。** 在可接管的备机上设置 \`failover=automatic\` 及两条命令；为其设置优先级并重新登记；在主机一侧设置 witness。若网络中断，先恢复网络。若主机确已故障，手工提升。

**不要做。** 未确认旧主机已停止之前，不要跨中断的链路手工提升。不要通过删除节点记录来强行达成多数。

**版本。** repmgr 4.0 及以上。多数是在跟随该主机的节点中计算，而非全部节点。**来源。** repmgr 文档“Automatic failover”；repmgr 源码 do_election。`,
    });
  },
  explains: ['no-failover', 'no-primary'],

  examine(cluster) {
    const refusal = lastRefusal(cluster);
    if (refusal !== null) return refused(cluster, refusal);
    const candidates = candidatesOf(cluster);
    const hindered = candidates.filter((one) => one.hindrance !== null);
    if (candidates.length > 0 && hindered.length === candidates.length) return byRecords(cluster, hindered);
    const able = candidates.find((one) => one.hindrance === null && one.fact !== null && (priorityOf(cluster, one.node)?.value ?? 1) > 0);
    if (able?.fact != null) return absent(said.able({ node: able.node.label }), evidence(able.fact, said.able({ node: able.node.label })));
    if (cluster.members.length < 2) return notApplicable;
    return unknown(collect.repmgrConf(cluster, candidates[0]?.node ?? null, said.why()));
  },

  remedies(cluster): readonly Remedy[] {
    const refusal = lastRefusal(cluster);
    const candidates = candidatesOf(cluster);
    const first = refusal === null ? null : logNode(cluster, refusal.fact);
    const node = first ?? candidates[0]?.node ?? null;
    const byHand = promoteStandby(cluster, node, false);
    if (refusal?.why === 'majority' || refusal?.why === 'candidate') return [reachMajority(cluster, node), byHand];
    const hindrance = refusal?.why ?? candidates[0]?.hindrance ?? 'manual';
    const same = candidates.filter((one) => one.hindrance === hindrance).map((one) => one.node);
    const nodes = same.length > 0 && (refusal === null || same.includes(node as never)) ? same : [node];
    const allow = allowFailover(cluster, hindrance, nodes);
    return isFailoverDue(cluster) ? [allow, byHand] : [allow];
  },
});

type Why = Hindrance | 'majority' | 'candidate';

const REFUSALS: Readonly<Partial<Record<EventName, Why>>> = {
  'repmgrd.not-automatic': 'manual',
  'repmgrd.priority-zero': 'priority',
  'repmgrd.other-location': 'location',
  'repmgrd.network-split': 'location',
  'repmgrd.no-majority': 'majority',
  'repmgrd.no-candidate': 'candidate',
};

interface Refusal {
  readonly fact: MessageFact;
  readonly why: Why;
}

/** repmgrd's last word on why it promotes nobody; what it says of a sibling is no reason of its own. */
function lastRefusal(cluster: Cluster): Refusal | null {
  const all = cluster.messages(...(Object.keys(REFUSALS) as EventName[])).filter((fact) => !/^has priority/.test(fact.text.trim()));
  const last = all.at(-1);
  const why = last === undefined ? undefined : REFUSALS[last.event as EventName];
  return last === undefined || why === undefined ? null : { fact: last, why };
}

const SAYS: Readonly<Record<Why, () => Message>> = {
  manual: said.manual,
  priority: said.priority,
  location: said.location,
  majority: said.majority,
  candidate: said.candidate,
};

function refused(cluster: Cluster, { fact, why }: Refusal) {
  const lost = cluster.messages('repmgrd.reconnect-failed').filter((one) => one.span.source === fact.span.source && one.order < fact.order);
  const shown: Evidence[] = [...lost.slice(-1).map((one) => evidence(one, said.lost())), evidence(fact, said.refused())];
  const over = cluster.messages(...OVER).find((one) => isLater(one, fact)) ?? runningPrimary(cluster, fact);
  if (over !== null)
    return present('certain', { status: 'resolved', summary: said.over(), evidence: [...shown, evidence(over, said.again())] });
  const missing = [collect.clusterShow(cluster, logNode(cluster, fact), said.why())];
  // one node that may not says nothing of the others
  const self = logNode(cluster, fact);
  const other = candidatesOf(cluster).find((one) => one.node !== self && one.hindrance === null && one.fact !== null);
  const records = candidatesOf(cluster).flatMap((one) =>
    one.hindrance === why && one.fact !== null ? [evidence(one.fact, said.keeps({ node: one.node.label }))] : [],
  );
  return present(other !== undefined && why !== 'majority' ? 'possible' : 'certain', {
    summary: SAYS[why](),
    evidence: [...shown, ...records].slice(0, 6),
    severity: 'critical',
    missing,
  });
}

/** A listing of now in which a primary runs: what the log tells is past. */
function runningPrimary(cluster: Cluster, fact: MessageFact) {
  const rows = cluster.facts.of('cluster-row').filter((row) => /primary/.test(row.role) && row.mark === '*' && row.state === 'running');
  return rows.filter((row) => row.span.source !== fact.span.source || row.order > fact.order).at(-1) ?? null;
}

/** Every standby is kept from being promoted, as records and configuration have it. */
function byRecords(cluster: Cluster, hindered: readonly Candidate[]) {
  const kinds = new Set(hindered.map((one) => one.hindrance));
  const due = isFailoverDue(cluster);
  const automatic = kinds.has('manual') ? automaticSomewhere(cluster) : relianceOn(cluster, null);
  const relied = automatic ?? preparedFor(cluster);
  if (relied === null && !due) return unknown(collect.repmgrConf(cluster, hindered[0]?.node ?? null, said.why()));
  const nodes = hindered.map((one) => one.node.label);
  const [kind] = kinds;
  const summary =
    kinds.size > 1
      ? said.several({ nodes })
      : { manual: said.allManual, priority: said.allPriority, location: said.allLocation }[kind ?? 'manual']({ nodes });
  return present(automatic === null ? 'likely' : 'certain', {
    summary,
    evidence: [
      ...hindered.flatMap((one) => (one.fact === null ? [] : [evidence(one.fact, said.keeps({ node: one.node.label }))])),
      ...(relied === null ? [] : [evidence(relied, said.meant())]),
    ],
    severity: due ? 'critical' : 'warning',
  });
}

/** `failover=manual` is a choice; beside `automatic` on another node it is not. */
function automaticSomewhere(cluster: Cluster) {
  return (
    cluster.facts.of('setting').find((fact) => fact.program === 'repmgr' && fact.name === 'failover' && fact.value === 'automatic') ?? null
  );
}

/** repmgrd runs and is told how to promote: whoever set that up expects a failover that `manual` rules out. */
function preparedFor(cluster: Cluster) {
  const runs = daemonSigns(cluster).some((sign) => sign.daemon === 'repmgrd' && sign.state === 'running' && !sign.past);
  const command = cluster.facts
    .of('setting')
    .find((fact) => fact.program === 'repmgr' && fact.name === 'promote_command' && fact.value !== '');
  return runs ? (command ?? null) : null;
}
