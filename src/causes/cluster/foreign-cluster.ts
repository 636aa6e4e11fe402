import { collect } from '../../collect/commands.ts';
import type { Missing, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { attachmentOf } from '../../model/attachment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { ends, upstreamOf } from '../../model/replication.ts';
import { type Foreigner, foreignersOf, identifiersOf } from '../../model/system-identifiers.ts';
import { compareIdentifiers } from '../../remedies/compare-identifiers.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  numbers: {
    en: '{node} holds the data of another cluster: its system identifier is {own}, that of this cluster {others}. No rewind and no rejoin can change that.',
    'zh-CN': '{node} 上是另一个集群的数据：其系统标识符为 {own}，本集群为 {others}。回退或重新加入都无法解决。',
  },
  bare: {
    en: '{node} holds the data of another cluster: the system identifiers differ. No rewind and no rejoin can change that.',
    'zh-CN': '{node} 上是另一个集群的数据：系统标识符不同。回退或重新加入都无法解决。',
  },
  past: {
    en: '{node} held the data of another cluster; it has been made a member since.',
    'zh-CN': '{node} 曾是另一个集群的数据，之后已加入本集群。',
  },
  says: { en: 'the identifiers differ', 'zh-CN': '系统标识符不同' },
  back: { en: 'it belongs to the cluster now', 'zh-CN': '现已属于本集群' },
  same: { en: 'its system identifier is that of the cluster', 'zh-CN': '其系统标识符与集群一致' },
  attached: { en: '{node} is attached to its upstream', 'zh-CN': '{node} 已连接上游' },
  why: { en: 'whether {node} holds the data of this cluster', 'zh-CN': '{node} 上是否是本集群的数据' },
}));

export const foreignCluster = defineCause({
  id: 'foreign-cluster',
  group: 'cluster',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The node holds the data of another cluster', 'zh-CN': '节点的数据属于另一个集群' }),
  get about() {
    return text({
      en: `Every database cluster gets a **system identifier** when it is created. A standby is a copy and has its primary's; a directory made by another initdb has one of its own, and no WAL of this cluster fits into it. Such a node can only be cloned.

**How it shows itself.** \`this node is not part of the rejoin target node's replication cluster\` with two identifiers; \`source node's system identifier does not match other nodes\`; in the server's log \`database system identifier differs between the primary and standby\` (数据库系统标识符是不一样的); pg_rewind's \`source and target clusters are from different systems\`; control files of two nodes whose \`Database system identifier\` differs.

**Where it comes from.** An initdb in the data directory (by hand, by a package or a container's entry point, which finds an empty volume), a clone from the witness or from a test copy, a service that starts another directory than the one that was cloned, a restored volume of another machine.

**Lookalikes.** A fork of the timelines (\`replication-timeline-diverged\`): there the identifiers match. A witness: it is a cluster of its own and its identifier is meant to differ. A rejoin that says \`local and rejoin target system identifiers match\`.

**What to do.** First find out whose data it holds: it may be the only copy of another database. Then clone the node from the primary and register it.

**What not to do.** No \`--force-rewind\`, no editing of the control file, no pg_resetwal. Do not clone over the directory before somebody has looked into it.

**Versions.** All. **Sources.** repmgr documentation, "repmgr node rejoin"; PostgreSQL documentation, "pg_controldata" and "pg_rewind".`,
      'zh-CN': `每个数据库簇创建时都会得到一个**系统标识符**。备机是副本，与主机相同；另行 initdb 得到的目录有自己的标识符，本集群的 WAL 无法用于它。这样的节点只能重新克隆。

**表现。** \`this node is not part of the rejoin target node's replication cluster\` 并列出两个标识符；\`source node's system identifier does not match other nodes\`；服务器日志中的 \`database system identifier differs between the primary and standby\`（数据库系统标识符是不一样的）；pg_rewind 报 \`source and target clusters are from different systems\`；两个节点控制文件的 \`Database system identifier\` 不同。

**来源。** 在数据目录中执行了 initdb（人工、安装包，或容器启动脚本发现卷为空）；从见证节点或测试副本克隆；服务启动的目录不是克隆的目录；恢复了别的机器的卷。

**易混淆的情形。** 时间线分叉（\`replication-timeline-diverged\`）：标识符是相同的；见证节点：它本来就是独立的集群；重新加入时提示 \`local and rejoin target system identifiers match\`。

**处理。** 先查明上面是谁的数据，它可能是别的数据库的唯一副本；然后从主机重新克隆并登记。

**不要做。** 不要用 \`--force-rewind\`，不要修改控制文件，不要用 pg_resetwal；确认之前不要覆盖该目录。

**版本。** 所有版本。**来源。** repmgr 文档“repmgr node rejoin”；PostgreSQL 文档“pg_controldata”“pg_rewind”。`,
    });
  },
  explains: ['rejoin-refused', 'standby-not-attached', 'follow-failed', 'clone-failed', 'recovery-stopped', 'register-failed'],
  leadsTo: [{ cause: 'standby-detached', where: 'same' }],

  examine(cluster) {
    const strangers = foreignersOf(cluster);
    const told = strangers.map((one): Told => ({ node: one.node, verdict: verdictOn(cluster, one) }));
    const rest = cluster.members.filter((node) => !strangers.some((one) => one.node === node));
    return [...told, ...rest.map((node): Told => ({ node, verdict: otherwise(cluster, node) }))].filter(
      ({ verdict }) => verdict.is !== 'not-applicable',
    );
  },

  remedies: (cluster, node) => [compareIdentifiers(cluster, node), recloneStandby(cluster, node, false)],
});

function verdictOn(cluster: Cluster, { node, facts, own, others, undone }: Foreigner): Verdict {
  const label = node?.label ?? 'the standby';
  const numbers = own !== null && others !== null ? said.numbers({ node: label, own, others }) : said.bare({ node: label });
  return present('certain', {
    status: undone === null ? 'active' : 'resolved',
    summary: undone === null ? numbers : said.past({ node: label }),
    evidence: [...ends(facts).map((fact) => evidence(fact, said.says())), ...(undone === null ? [] : [evidence(undone, said.back())])],
    missing: undone === null && own === null ? controls(cluster, node) : [],
  });
}

function otherwise(cluster: Cluster, node: Node): Verdict {
  if (node.isWitness) return notApplicable;
  const match = node.messages('attach.system-ids-match').at(-1);
  if (match !== undefined) return absent(said.same(), evidence(match, said.same()));
  const all = identifiersOf(cluster);
  const mine = all.find((one) => one.node === node);
  const twin = all.find((one) => one.node !== node && one.value === mine?.value);
  if (mine !== undefined && twin !== undefined)
    return absent(said.same(), evidence(mine.fact, said.same()), evidence(twin.fact, said.same()));
  const { attached, detached } = attachmentOf(cluster, node);
  if (attached !== null) return absent(said.attached({ node: node.label }), evidence(attached, said.attached({ node: node.label })));
  return detached === null ? notApplicable : unknown(...controls(cluster, node));
}

const controls = (cluster: Cluster, node: Node | null): Missing[] =>
  [node, upstreamOf(cluster, node)].map((one) => collect.control(cluster, one, said.why({ node: node?.label ?? 'the standby' })));
