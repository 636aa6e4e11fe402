import { collect } from '../../collect/commands.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import { text, texts } from '../../core/text.ts';
import { locationOf } from '../../model/candidates.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Listing, lastListings } from '../../model/listings.ts';
import type { MessageFact } from '../../model/replication.ts';
import { addWitness } from '../../remedies/add-witness.ts';
import { setTrustedServers } from '../../remedies/trusted-servers.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  two: {
    en: 'Two nodes that fail over by themselves, and nobody who could tell a dead primary from a cut line: no witness. When the network between them is cut the standby promotes itself beside a primary that runs on.',
    'zh-CN': '两个节点自动故障切换，却没有 witness 来区分主机故障与链路中断。两者之间网络中断时，备机会自行提升，而原主机仍在运行。',
  },
  twoGateways: {
    en: 'Two nodes that fail over by themselves, with neither a witness nor `trusted_servers`: when the network between them is cut the standby promotes itself beside a primary that runs on.',
    'zh-CN': '两个节点自动故障切换，既没有 witness 也没有配置 `trusted_servers`：网络中断时，备机会自行提升，而原主机仍在运行。',
  },
  won: {
    en: 'The standby promoted itself without asking anybody: of two nodes it was the only one left, and there is no witness. Whether the primary was dead or only cut off it could not know.',
    'zh-CN': '备机在无人可询问的情况下自行提升：两个节点中只剩它自己，且没有 witness。它无从判断主机是故障还是仅仅网络不通。',
  },
  row: { en: 'one of two nodes', 'zh-CN': '两个节点之一' },
  automatic: { en: 'failover is automatic', 'zh-CN': '自动故障切换' },
  total: { en: 'two nodes in all', 'zh-CN': '总共两个节点' },
  byDefault: { en: 'promoted by default', 'zh-CN': '默认胜出并提升' },
  witness: { en: 'there is a witness', 'zh-CN': '有 witness' },
  gateways: { en: '`trusted_servers` names gateways', 'zh-CN': '`trusted_servers` 已配置网关' },
  asks: { en: '`failover_validation_command` decides before a promotion', 'zh-CN': '提升前由 `failover_validation_command` 判定' },
  apart: { en: 'the two stand in different locations: the standby never promotes itself', 'zh-CN': '两者 location 不同：备机不会自行提升' },
  manual: { en: '`failover=manual`: nobody promotes itself', 'zh-CN': '`failover=manual`：不会自行提升' },
  more: { en: 'more than two nodes: a majority decides', 'zh-CN': '节点多于两个：由多数决定' },
  why: {
    en: 'whether the two nodes fail over by themselves, and what would keep a split from making two primaries',
    'zh-CN': '两个节点是否自动故障切换，以及有什么可防止网络分区产生双主',
  },
}));

export const arbitrationMissing = defineCause({
  id: 'arbitration-missing',
  group: 'cluster',
  scope: 'cluster',
  severity: 'notice',
  title: text({ en: 'Two nodes without an arbiter', 'zh-CN': '两节点集群缺少仲裁' }),
  get about() {
    return text({
      en: `Of two nodes each is half. When the standby loses sight of the primary nobody else can tell it whether the primary is dead or the line is cut; with \`failover=automatic\` it wins by default and promotes itself. If only the line was cut there are two primaries from then on.

**How it shows itself.** Two rows in \`repmgr cluster show\`, none of them a witness, and \`failover=automatic\`; in repmgrd's log \`0 active sibling nodes registered\`, \`no other sibling nodes - we win by default\`. On KingbaseES no \`trusted_servers\` as well: there the gateway stands for the third voice.

**Lookalikes.** Three nodes, or two and a witness: a majority decides. \`failover=manual\`: nobody promotes itself. Two nodes in two locations: the standby then never promotes itself (\`failover-not-possible\`). A \`failover_validation_command\` that asks somebody else.

**What to do.** Register a witness on a third machine beside the primary, or set a \`failover_validation_command\` that asks from outside; on KingbaseES name gateways in \`trusted_servers\`.

**What not to do.** Do not put the witness on one of the two machines. Do not switch automatic failover off without telling those who rely on it.

**Versions.** All; \`failover_validation_command\` repmgr 4.3 and later, \`trusted_servers\` KingbaseES V8R6 and V9. **Sources.** repmgr documentation, "Using a witness server"; repmgr's source, do_election; KingbaseES manual.`,
      'zh-CN': `两个节点各占一半。备机看不到主机时，没有第三方能告诉它是主机故障还是链路中断；\`failover=automatic\` 时它默认胜出并自行提升。若只是链路中断，此后便有两个主机。

**表现。** \`repmgr cluster show\` 只有两行且没有 witness，同时 \`failover=automatic\`；repmgrd 日志中 \`0 active sibling nodes registered\`、\`no other sibling nodes - we win by default\`。KingbaseES 还要看 \`trusted_servers\` 是否为空：那里由网关充当第三方。

**易混淆的情形。** 三个节点，或两个节点加 witness：由多数决定。\`failover=manual\`：不会自行提升。两个节点 location 不同：备机不会自行提升（\`failover-not-possible\`）。设置了向第三方确认的 \`failover_validation_command\`。

**处理。** 在主机一侧的第三台机器上登记 witness，或设置从外部确认的 \`failover_validation_command\`；KingbaseES 在 \`trusted_servers\` 中配置网关。

**不要做。** 不要把 witness 放在这两台机器上。不要在未告知依赖方的情况下关闭自动故障切换。

**版本。** 所有版本；\`failover_validation_command\` 为 repmgr 4.3 及以上，\`trusted_servers\` 为 KingbaseES V8R6 与 V9。**来源。** repmgr 文档“Using a witness server”；repmgr 源码 do_election；KingbaseES 手册。`,
    });
  },
  explains: ['two-primaries'],

  examine(cluster) {
    const won = wonByDefault(cluster);
    // KingbaseES's repmgrd asks the gateways before it promotes itself: that it won tells nothing of them.
    if (won !== null && cluster.flavour.guard === null)
      return present('certain', {
        summary: said.won(),
        evidence: [
          ...won.slice(0, -1).map((fact) => evidence(fact, said.total())),
          ...won.slice(-1).map((fact) => evidence(fact, said.byDefault())),
        ],
      });
    const pair = twoNodes(cluster);
    const ask = collect.repmgrConf(cluster, pair?.viewer ?? cluster.members[0] ?? null, said.why());
    if (pair === null) return another(cluster) ?? (won === null ? notApplicable : unknown(ask));
    const excused = excuse(cluster, pair);
    if (excused !== null) return excused;
    const automatic = repmgrSettings(cluster, 'failover').find((fact) => fact.value === 'automatic');
    const usesGateways = cluster.flavour.guard !== null;
    if (automatic === undefined || (usesGateways && !isWhole(cluster, automatic))) return unknown(ask);
    return present('certain', {
      summary: usesGateways ? said.twoGateways() : said.two(),
      evidence: [...pair.rows.map((row) => evidence(row.fact, said.row())), evidence(automatic, said.automatic())],
    });
  },

  remedies: (cluster) => (cluster.flavour.guard === null ? [addWitness(cluster)] : [setTrustedServers(cluster, cluster.primary)]),
});

const repmgrSettings = (cluster: Cluster, name: string): FactOf<'setting'>[] =>
  cluster.facts.of('setting').filter((fact) => fact.program === 'repmgr' && fact.name === name && fact.value !== '');

/** `no other sibling nodes - we win by default` among two nodes, and what was counted before it. */
function wonByDefault(cluster: Cluster): readonly MessageFact[] | null {
  const won = cluster
    .messages('repmgrd.election')
    .filter((fact) => /we win by default/.test(fact.text))
    .at(-1);
  if (won === undefined) return null;
  // the location of the primary decided, and nobody was promoted
  const split = cluster.messages('repmgrd.network-split').some((fact) => fact.order > won.order && fact.span.source === won.span.source);
  if (split) return null;
  const total = cluster
    .messages('repmgrd.election')
    .filter((fact) => fact.values['total'] !== undefined && fact.order < won.order && fact.span.source === won.span.source)
    .at(-1);
  return total !== undefined && Number(total.values['total']) > 2 ? null : [...(total === undefined ? [] : [total]), won];
}

/** The last listing, where it holds a primary and a standby and nobody else is known. */
function twoNodes(cluster: Cluster): Listing | null {
  const [listing] = lastListings(cluster).filter((one) => one.rows.length === 2);
  if (listing === undefined || cluster.members.length !== 2 || cluster.nodes.some((node) => node.isWitness)) return null;
  return listing.rows.every((row) => row.recorded === 'primary' || row.recorded === 'standby') ? listing : null;
}

/** A witness, or a third node: then a majority decides. */
function another(cluster: Cluster) {
  const rows = lastListings(cluster).flatMap((listing) => listing.rows);
  const witness = rows.find((row) => row.recorded === 'witness');
  if (witness !== undefined) return absent(said.witness(), evidence(witness.fact, said.witness()));
  const third = rows.length > 2 ? rows.slice(0, 3) : [];
  return third.length === 0 ? null : absent(said.more(), ...third.map((row) => evidence(row.fact, said.more())));
}

/** What settles a split some other way. */
function excuse(cluster: Cluster, pair: Listing) {
  const because = (fact: Fact | undefined, say: () => ReturnType<typeof said.manual>) =>
    fact === undefined ? null : absent(say(), evidence(fact, say()));
  const places = pair.rows.map((row) => (row.node === null ? null : locationOf(cluster, row.node)));
  const [one, other] = places;
  const apart = one != null && other != null && one.value !== other.value ? one.fact : undefined;
  const modes = repmgrSettings(cluster, 'failover');
  const manual = modes.length > 0 && modes.every((fact) => fact.value === 'manual') ? modes[0] : undefined;
  return (
    because(repmgrSettings(cluster, 'trusted_servers')[0], said.gateways) ??
    because(repmgrSettings(cluster, 'failover_validation_command')[0], said.asks) ??
    because(apart, said.apart) ??
    because(manual, said.manual)
  );
}

/** The file is shown as a whole, not one line of it. */
function isWhole(cluster: Cluster, line: FactOf<'setting'>): boolean {
  const file = cluster.facts.of('setting').filter((fact) => fact.program === 'repmgr' && fact.segment === line.segment);
  return file.length >= 6 && file.some((fact) => fact.name === 'node_id') && file.some((fact) => fact.name === 'conninfo');
}
