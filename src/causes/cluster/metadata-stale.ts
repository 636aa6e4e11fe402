import { collect } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import type { Confidence } from '../../core/ids.ts';
import { text, texts } from '../../core/text.ts';
import { attachmentOf } from '../../model/attachment.ts';
import type { Cluster } from '../../model/cluster.ts';
import { lastListings } from '../../model/listings.ts';
import type { Node } from '../../model/node.ts';
import { type Discord, discordsOf } from '../../model/records.ts';
import { ends } from '../../model/replication.ts';
import type { Role } from '../../model/roles.ts';
import { attachNode } from '../../remedies/attach-node.ts';
import { followUpstream } from '../../remedies/follow-upstream.ts';
import { renewRecords } from '../../remedies/renew-records.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  promoted: {
    en: '{node} runs as primary, and the records still call it a standby: it was promoted without repmgr, or the asked node has an old copy of the records.',
    'zh-CN': '{node} 以主机身份运行，而元数据仍记录为备机：提升时未经过 repmgr，或被询问节点的元数据副本是旧的。',
  },
  demoted: {
    en: '{node} runs as a standby, and the records still call it the primary.',
    'zh-CN': '{node} 以备机身份运行，而元数据仍记录为主机。',
  },
  inactive: {
    en: '{node} runs, and its record is inactive: repmgr and repmgrd leave it out, and it cannot be promoted.',
    'zh-CN': '{node} 在运行，但其记录为非活动状态：repmgr 和 repmgrd 不会考虑它，也不能提升它。',
  },
  'no-upstream': {
    en: 'The record of {node} names no upstream: repmgr does not know whom it follows, and refuses a switchover or a promotion.',
    'zh-CN': '{node} 的记录中没有上游：repmgr 不知道它跟随谁，因此拒绝切换或提升。',
  },
  'other-upstream': {
    en: 'The record of {node} names another upstream than the node that is the primary: a switchover with that one is refused.',
    'zh-CN': '{node} 的记录中上游不是当前主机：与该主机的切换会被拒绝。',
  },
  unregistered: {
    en: 'The records hold nothing about {node}: it is not registered.',
    'zh-CN': '元数据中没有 {node} 的记录：该节点未登记。',
  },
  'taken-out': {
    en: 'kingbasecluster has {node} down as gone, while its server runs and receives: it sends nobody there and would not fail over to it.',
    'zh-CN': 'kingbasecluster 将 {node} 记为 down，而其服务器在运行并正常接收：该节点不参与读负载，也不能作为切换目标。',
  },
  'other-conninfo': {
    en: 'The record of {node} holds another connection string than its configuration file: repmgr and repmgrd of every node connect with the record, which leads elsewhere.',
    'zh-CN': '{node} 的元数据中的连接串与其配置文件不同：各节点的 repmgr 与 repmgrd 按元数据连接，会连到别处。',
  },
  'other-file': {
    en: 'The record of {node} names another configuration file than repmgr uses there: whoever calls repmgr on {node} by ssh, a switchover first of all, makes it read the wrong file.',
    'zh-CN':
      '{node} 的元数据中登记的配置文件与其实际使用的不同：其他节点通过 ssh 调用 {node} 上的 repmgr 时（如 switchover）会读取错误的文件。',
  },
  'name-taken': {
    en: 'Two nodes go by one name ({node}): repmgr cannot tell them apart.',
    'zh-CN': '两个节点使用同一名称（{node}）：repmgr 无法区分。',
  },
  'old-copy': {
    en: 'The copy of the records on {node} is old: it still shows the state before the last change of roles, which the primary has recorded.',
    'zh-CN': '{node} 上的元数据副本是旧的：仍是上次角色变化之前的状态，而主机已记录该变化。',
  },
  past: { en: 'The record of {node} was wrong and has been written anew.', 'zh-CN': '{node} 的记录曾有误，现已重新登记。' },
  shows: { en: 'record and server disagree', 'zh-CN': '元数据与实际不一致' },
  back: { en: 'put right', 'zh-CN': '已更正' },
  agree: { en: 'every record agrees with what runs', 'zh-CN': '所有记录与实际角色一致' },
  why: { en: 'what the records say, beside what runs', 'zh-CN': '元数据的内容与实际运行角色' },
  whyOther: { en: 'what the records of {node} itself say', 'zh-CN': '{node} 自身的元数据内容' },
}));

export const metadataStale = defineCause({
  id: 'metadata-stale',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: "repmgr's records do not say what runs", 'zh-CN': 'repmgr 元数据与实际不符' }),
  get about() {
    return text({
      en: `repmgr keeps the nodes, their roles, upstreams and whether they count in the table \`repmgr.nodes\`. The primary's table is the right one, the others have a copy that comes by replication. repmgr writes it when **it** promotes, follows, rejoins or registers; whoever does the same with pg_promote(), pg_ctl or a script leaves it as it was.

**How it shows itself.** \`! running as primary\` for a registered standby with no other primary; \`! running as standby\` for a registered primary beside another one; \`! running\` with \`the repmgr node record is inactive\`; \`node check\`: \`Server role: CRITICAL\`; a switchover refused with \`is not a downstream\` and \`local node has no registered upstream node\`; repmgrd that ends with \`this node is marked as inactive\`, \`no metadata record found for this node\` or \`node is registered as … but running as …\`; a rejoin refused because the target is \`not registered as primary\`; a port or an address in \`repmgr.nodes\` that repmgr.conf has no longer.

**Lookalikes.** Two servers that both run as primary (\`split-brain\`): the records are the least of it. A connection string that leads to the asked node itself (\`conninfo-not-usable\`). A registered primary that is a standby while nobody is primary (\`primary-missing\`). \`- failed\` for the old primary after a failover: that is how it should be recorded. An old copy on a witness (\`witness-stale\`). A role change of this minute.

**What to do.** See that exactly one node runs as primary; on it \`repmgr primary register --force\`, on the others \`repmgr standby register --force\` or \`standby follow\`. An old copy: let that node follow the primary, its copy comes with replication.

**What not to do.** Do not edit \`repmgr.nodes\` by hand. Do not register a primary while two run. Do not "repair" a node that is down: let it rejoin.

**Versions.** Since 5.3 repmgrd sets an inactive record of its own node active when it starts, if it can. **Source.** repmgr documentation, "repmgr cluster show", "repmgr primary register", "repmgr standby register".`,
      'zh-CN': `repmgr 在 \`repmgr.nodes\` 表中保存各节点的角色、上游以及是否有效。以主机上的表为准，其他节点是通过复制得到的副本。只有 **repmgr 自己**执行提升、跟随、重新加入或登记时才会更新；用 pg_promote()、pg_ctl 或脚本完成的角色变化不会写入。

**表现。** 登记为备机的节点显示 \`! running as primary\` 且没有其他主机；登记为主机的节点显示 \`! running as standby\` 而另有主机；\`! running\` 并提示 \`the repmgr node record is inactive\`；\`node check\` 中 \`Server role: CRITICAL\`；switchover 因 \`is not a downstream\`、\`local node has no registered upstream node\` 被拒绝；repmgrd 以 \`this node is marked as inactive\`、\`no metadata record found for this node\` 或 \`node is registered as … but running as …\` 退出；重新加入时提示目标 \`not registered as primary\`；\`repmgr.nodes\` 中的端口或地址与 repmgr.conf 不再一致。

**易混淆的情形。** 两个服务器都以主机身份运行（\`split-brain\`），此时元数据是次要问题；登记的连接串指向被询问节点自身（\`conninfo-not-usable\`）；登记的主机成了备机而没有任何主机（\`primary-missing\`）；故障切换后旧主机为 \`- failed\`，这是正确的记录；见证节点上的旧副本（\`witness-stale\`）；刚刚发生的角色切换。

**处理。** 确认只有一个节点以主机身份运行；在其上执行 \`repmgr primary register --force\`，在其他节点执行 \`repmgr standby register --force\` 或 \`standby follow\`。副本过旧时，让该节点跟随主机，副本会随复制更新。

**不要做。** 不要手工修改 \`repmgr.nodes\`；存在两个主机时不要登记主机；不要为已停机的节点“修复”记录，应让它重新加入。

**版本。** 自 5.3 起 repmgrd 启动时会尽可能把本节点的非活动记录恢复为活动。**来源。** repmgr 文档“repmgr cluster show”“repmgr primary register”“repmgr standby register”。`,
    });
  },
  explains: [
    'roles-disagree',
    'switchover-refused',
    'promotion-refused',
    'rejoin-refused',
    'register-failed',
    'repmgrd-problem',
    'no-failover',
  ],
  yieldsTo: ['split-brain', 'conninfo-not-usable', 'extension-not-installed'],
  leadsTo: [{ cause: 'repmgrd-not-running', where: 'same' }],

  examine(cluster) {
    const found = discordsOf(cluster);
    if (found.length > 0) return found.map((one): Told => ({ node: one.node, verdict: verdictOn(cluster, one) }));
    if (!cluster.flavour.usesRepmgr) return [];
    const rows = lastListings(cluster).flatMap((listing) => listing.rows.filter((row) => row.answer === 'running'));
    if (rows.length === 0) return [{ node: null, verdict: unknown(collect.clusterShow(cluster, null, said.why())) }];
    return [{ node: null, verdict: absent(said.agree(), ...rows.map((row) => evidence(row.fact, said.agree()))) }];
  },

  remedies(cluster, node) {
    const one = discordsOf(cluster).find((discord) => discord.node === node);
    if (one?.kind === 'taken-out') return [attachNode(cluster, node)];
    if (one?.kind === 'old-copy') return [followUpstream(cluster, node, true)];
    return [renewRecords(cluster, node, roleFor(one, node))];
  },
});

function verdictOn(cluster: Cluster, one: Discord): Verdict {
  const { kind, node, facts, undone } = one;
  const names = { node: node?.label ?? 'this node' };
  const asked = facts.map((fact) => cluster.askedOn(fact));
  return present(confidenceOf(cluster, one, asked), {
    status: undone === null ? 'active' : 'resolved',
    summary: undone === null ? said[kind](names) : said.past(names),
    evidence: [...ends(facts).map((fact) => evidence(fact, said.shows())), ...(undone === null ? [] : [evidence(undone, said.back())])],
    missing:
      kind === 'promoted' && undone === null && node !== null && !asked.includes(node)
        ? [collect.clusterShow(cluster, node, said.whyOther(names))]
        : [],
    ...(kind === 'demoted' ? { toldBy: [['primary-missing']] } : {}),
  });
}

/** repmgrd marks a node that stops; of one that receives nothing since, its mark is what followed, and registering it comes last. */
function confidenceOf(cluster: Cluster, { kind, node, facts, undone }: Discord, asked: readonly (Node | null)[]): Confidence {
  if (kind === 'taken-out') return 'likely';
  if (kind === 'promoted') return asked.includes(node) ? 'certain' : 'likely';
  const refused = facts.some((fact) => fact.kind === 'message' && fact.event === 'repmgrd.inactive-node');
  const follows = kind === 'inactive' && undone === null && !refused && node !== null && attachmentOf(cluster, node).detached !== null;
  return follows ? 'possible' : 'certain';
}

/** What it is registered as: what it runs as, else what its record said. */
function roleFor(one: Discord | undefined, node: Node | null): Role | undefined {
  if (one?.kind === 'promoted') return 'primary';
  if (one?.kind === 'demoted' || one?.kind === 'no-upstream' || one?.kind === 'other-upstream') return 'standby';
  return node?.isWitness ? 'witness' : undefined;
}
