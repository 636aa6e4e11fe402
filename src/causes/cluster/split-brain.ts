import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Missing } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { areTold } from '../../model/conninfos.ts';
import type { EventName } from '../../model/events.ts';
import { listingsOf } from '../../model/listings.ts';
import type { Node } from '../../model/node.ts';
import { type Claim, type Pair, pairsInListings, primaryClaim, twoPrimaries } from '../../model/primaries.ts';
import { isLater, type MessageFact, shownSince } from '../../model/replication.ts';
import { decidePrimary } from '../../remedies/decide-primary.ts';
import { rejoinWithRewind } from '../../remedies/rejoin-with-rewind.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  listing: {
    en: '{first} and {second} run as primary at the same time: one listing shows both. Whatever is written now reaches one of them only.',
    'zh-CN': '{first} 与 {second} 同时以主机身份运行：同一份列表中两者都在。此时的写入只到达其中一个。',
  },
  answers: {
    en: '{first} and {second} each say that they run as primary, and nothing shows that one of them stopped in between. Whatever is written now reaches one of them only.',
    'zh-CN': '{first} 与 {second} 各自都以主机身份运行，且没有迹象表明其中一个在此之间停止过。此时的写入只到达其中一个。',
  },
  log: {
    en: '{second} was promoted while {first} went on as a primary: by their logs both ran as primary.',
    'zh-CN': '{second} 被提升时 {first} 仍作为主机运行：从日志看两者同时为主机。',
  },
  told: {
    en: 'More than one node runs as primary: the program that would have acted says so and refused to.',
    'zh-CN': '不止一个节点以主机身份运行：本应执行操作的程序指出了这一点并拒绝执行。',
  },
  toldOnce: {
    en: 'A program found more than one node running as primary and refused to act; later one primary runs, and every other node as its standby. What another one wrote meanwhile has to be looked for.',
    'zh-CN': '曾有程序发现不止一个节点以主机身份运行并拒绝执行；之后只有一个主机，其余节点均为其备机。另一个在此期间写入的内容需要核查。',
  },
  differ: {
    en: 'The records of the nodes name different primaries, {first} and {second}: each may run as one.',
    'zh-CN': '各节点的元数据中主机不同（{first} 与 {second}）：两者可能都以主机身份运行。',
  },
  differAndRuns: {
    en: 'The records of the nodes name different primaries, {first} and {second}, and the node that starts went on as a primary without regard to the others.',
    'zh-CN': '各节点的元数据中主机不同（{first} 与 {second}），而正在启动的节点未理会其他节点，仍以主机身份启动。',
  },
  starts: { en: 'it starts as a primary', 'zh-CN': '以主机身份启动' },
  past: {
    en: '{first} and {second} ran as primary at the same time for a while; later only one does. What the other one wrote meanwhile has to be looked for.',
    'zh-CN': '{first} 与 {second} 曾同时以主机身份运行，之后只剩一个。另一个在此期间写入的内容需要核查。',
  },
  runs: { en: '{node} runs as primary', 'zh-CN': '{node} 以主机身份运行' },
  says: { en: 'said here', 'zh-CN': '此处指出' },
  later: { en: 'later: one primary', 'zh-CN': '之后：只有一个主机' },
  one: { en: 'one node runs as primary: {node}', 'zh-CN': '只有一个节点以主机身份运行：{node}' },
  why: {
    en: 'whether another node runs as primary beside the one that is seen',
    'zh-CN': '除已知的主机外，是否还有其他节点以主机身份运行',
  },
  why2: { en: 'what {node} itself says of its role, and when', 'zh-CN': '{node} 自身的角色及时间' },
}));

export const splitBrain = defineCause({
  id: 'split-brain',
  group: 'cluster',
  scope: 'cluster',
  severity: 'critical',
  title: text({ en: 'Two nodes run as primary', 'zh-CN': '双主（脑裂）' }),
  get about() {
    return text({
      en: `Two servers of one cluster run as primary and take writes. From the moment of the fork each has transactions that the other one lacks; nothing merges them by itself.

**How it shows itself.** In one listing: \`* running\` beside \`! running as primary\`, or beside an inactive primary that is \`! running\`. In two listings that each look healthy, since each primary has records of its own. In two nodes that both answer \`f\` to \`pg_is_in_recovery()\`. In a promotion while the old primary never stopped. On KingbaseES in kbha's \`there may be multiple nodes running as primary\`.

**Lookalikes.** A listing from before and one from after a failover. Records with a connection string that leads to the asked node itself (\`conninfo-not-usable\`). An old primary that is \`- failed\`. An old copy of the records that still calls another node the primary (\`metadata-stale\`, \`witness-stale\`). A control file that says \`in production\`: a crashed server leaves it so.

**What to do.** Pause repmgrd, keep the applications off one of the two, write down timeline, position, clients and newest business rows of both, and let the owners of the data decide. Only then stop the other node, keep a copy of its directory, and rejoin it with a rewind.

**What not to do.** Do not decide by the position or the timeline alone. Do not restart, rewind or clone before the decision and the copy: a rewind deletes what only that node holds.

**Versions.** All. **Source.** repmgr documentation, "Automatic failover"; PostgreSQL documentation, "Failover".`,
      'zh-CN': `同一集群中两个服务器都以主机身份运行并接受写入。自分叉时起，各自都有对方没有的事务，不会自动合并。

**表现。** 同一列表中：\`* running\` 与 \`! running as primary\` 并存，或与记录为非活动却 \`! running\` 的主机并存；两份各自看来都正常的列表（两个主机各有自己的元数据）；两个节点对 \`pg_is_in_recovery()\` 都返回 \`f\`；旧主机从未停止时备机被提升；KingbaseES 的 kbha 提示 \`there may be multiple nodes running as primary\`。

**易混淆的情形。** 故障切换之前与之后的两份列表；登记的连接串指向被询问节点自身（\`conninfo-not-usable\`）；旧主机为 \`- failed\`；过期的元数据副本仍把别的节点当作主机（\`metadata-stale\`、\`witness-stale\`）；控制文件显示 \`in production\`（崩溃的服务器也如此）。

**处理。** 暂停 repmgrd，让应用离开其中一个节点，记录两边的时间线、位置、连接和最新业务数据，由业务方决定以哪个为准。之后再停止另一个节点，备份其数据目录，回退后重新加入。

**不要做。** 不要仅凭位置或时间线决定。决定和备份之前不要重启、回退或克隆：回退会删除只存在于该节点的数据。

**版本。** 所有版本。**来源。** repmgr 文档“Automatic failover”；PostgreSQL 文档“故障切换”。`,
    });
  },
  explains: ['two-primaries', 'roles-disagree', 'standby-not-attached', 'rejoin-refused', 'register-failed', 'slot-problem'],
  leadsTo: [
    { cause: 'replication-timeline-diverged', where: 'cluster' },
    { cause: 'upstream-mismatch', where: 'cluster' },
    { cause: 'replication-slot-inactive', where: 'cluster' },
  ],

  examine(cluster) {
    const pair = twoPrimaries(cluster);
    if (pair !== null && (pair.by !== 'listing' || areTold(cluster, pair.first.node, pair.second.node))) return shown(cluster, pair);
    const told = cluster.messages(...TOLD);
    const settled = told.length > 0 ? settledBy(cluster, told) : null;
    if (settled !== null)
      return present('likely', {
        status: 'resolved',
        summary: said.toldOnce(),
        evidence: [...told.slice(0, 3).map((fact) => evidence(fact, said.says())), evidence(settled, said.later())],
      });
    if (told.length > 0)
      return present('likely', {
        summary: said.told(),
        evidence: told.slice(0, 3).map((fact) => evidence(fact, said.says())),
        missing: cluster.members.slice(0, 2).map((node) => collect.clusterShow(cluster, node, said.why())),
      });
    const differ = recordsDiffer(cluster);
    if (differ !== null) return differ;
    const past = pairsInListings(cluster).find((one) => areTold(cluster, one.first.node, one.second.node));
    const running = cluster.nodes.flatMap((node) => primaryClaim(cluster, node) ?? []);
    if (past !== undefined) return over(past, running);
    const [only] = running;
    if (only === undefined) return notApplicable;
    if (cluster.members.length < 2) return unknown(collect.clusterShow(cluster, only.node, said.why()));
    return absent(said.one({ node: only.node.label }), claimEvidence(only));
  },

  remedies(cluster) {
    const [first, second] = primariesOf(cluster);
    if (first === undefined || second === undefined) return [decidePrimary(cluster, first === undefined ? [] : [first])];
    return [
      decidePrimary(cluster, [first, second]),
      rejoinWithRewind(cluster, first, second, false),
      rejoinWithRewind(cluster, second, first, false),
    ];
  },
});

const TOLD = [
  'kbha.several-primaries',
  'switchover.runs-as-primary',
  'cluster.two-primaries',
  'script.two-primaries',
] as readonly string[] as readonly EventName[];

/** The row of the primary in a later listing where every other node answers as a standby of it: a primary of its own would show as one. */
function settledBy(cluster: Cluster, told: readonly MessageFact[]): Fact | null {
  for (const { rows } of listingsOf(cluster)) {
    const members = rows.filter((row) => row.recorded !== 'witness');
    const primaries = members.filter((row) => row.runs === 'primary');
    const others = members.filter((row) => row.answer === 'running' && row.runs === 'standby' && row.upstreamMark === '');
    const [primary] = primaries;
    if (primary === undefined || primaries.length > 1 || members.length < 2 || others.length !== members.length - 1) continue;
    if (told.every((fact) => shownSince(primary.fact, fact))) return primary.fact;
  }
  return null;
}

/** A node that starts asked the others: their records name different primaries, and it went on as one itself. */
function recordsDiffer(cluster: Cluster) {
  const asked = cluster.messages('container.primaries-differ').at(-1);
  const seen = listingsOf(cluster).some(({ rows }) =>
    rows.some((row) => row.runs === 'primary' && asked !== undefined && isLater(row.fact, asked)),
  );
  if (asked === undefined || seen) return null;
  const went = cluster
    .messages('container.assumes-primary')
    .find((fact) => fact.span.source === asked.span.source && fact.order > asked.order);
  const names = { first: asked.values['first'] ?? '?', second: asked.values['second'] ?? '?' };
  return present(went === undefined ? 'possible' : 'likely', {
    summary: went === undefined ? said.differ(names) : said.differAndRuns(names),
    evidence: [evidence(asked, said.says()), ...(went === undefined ? [] : [evidence(went, said.starts())])],
    missing: cluster.members.slice(0, 2).map((node) => collect.clusterShow(cluster, node, said.why())),
  });
}

const claimEvidence = (claim: Claim): Evidence => evidence(claim.fact, said.runs({ node: claim.node.label }));

/** The two, the one that was primary first in front where a listing's record tells it. */
function primariesOf(cluster: Cluster): Node[] {
  const pair = twoPrimaries(cluster) ?? pairsInListings(cluster).at(-1);
  if (pair !== undefined) return [pair.first.node, pair.second.node];
  // a script that names both by address: a node that may be one of these machines under another name is no second one
  const told = cluster
    .messages(...TOLD)
    .findLast((fact) => /two-primaries$/.test(fact.event as string) && fact.values['host'] !== undefined);
  if (told !== undefined) {
    const hosts = [told.values['host'], told.values['rest']];
    return cluster.nodes.filter((node) => hosts.includes(node.identity.address ?? node.label)).slice(0, 2);
  }
  const running = cluster.nodes.filter((node) => node.isPrimary);
  return [...running, ...cluster.members.filter((node) => !running.includes(node) && !node.isWitness)].slice(0, 2);
}

function shown(cluster: Cluster, pair: Pair) {
  const names = { first: pair.first.node.label, second: pair.second.node.label };
  const summary = pair.by === 'listing' ? said.listing(names) : pair.by === 'log' ? said.log(names) : said.answers(names);
  const missing: Missing[] =
    pair.by === 'listing'
      ? []
      : [pair.first, pair.second].map((claim) => collect.clusterShow(cluster, claim.node, said.why2({ node: claim.node.label })));
  const more = listingsOf(cluster)
    .flatMap((listing) => listing.rows)
    .filter((row) => (row.node === pair.first.node || row.node === pair.second.node) && row.runs === 'primary');
  const lines = [claimEvidence(pair.first), claimEvidence(pair.second)];
  for (const row of more) {
    const line = evidence(row.fact, said.runs({ node: row.name }));
    if (!lines.some((other) => other.source === line.source && other.line === line.line)) lines.push(line);
  }
  return present(pair.by === 'listing' ? 'certain' : 'likely', { summary, evidence: lines.slice(0, 8), missing });
}

/** One listing showed two, and a later word shows one. */
function over(past: Pair, running: readonly Claim[]) {
  const names = { first: past.first.node.label, second: past.second.node.label };
  const later = running[0];
  return present('certain', {
    status: 'resolved',
    summary: said.past(names),
    evidence: [claimEvidence(past.first), claimEvidence(past.second), ...(later === undefined ? [] : [evidence(later.fact, said.later())])],
  });
}
