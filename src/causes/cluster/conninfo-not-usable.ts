import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Registered, registeredConninfos } from '../../model/conninfos.ts';
import { listingsOf } from '../../model/listings.ts';
import type { Node } from '../../model/node.ts';
import { registerConninfo } from '../../remedies/register-conninfo.ts';
import { absent, defineCause, evidence, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  noHost: {
    en: '{node} is registered with a connection string that names no host: every node that reads it connects to itself. What a listing shows under the name {node} is the node that was asked.',
    'zh-CN': '{node} 登记的连接串中没有主机：任何节点读取后都会连接到自己。列表中 {node} 一行显示的其实是被询问的节点本身。',
  },
  myself: {
    en: '{node} is registered under `{host}`, which means "myself" on every node: the others connect to themselves in its place.',
    'zh-CN': '{node} 登记的主机为 `{host}`，在每个节点上都指向本机：其他节点会连接到自己而不是 {node}。',
  },
  shared: {
    en: '{node} is registered under the host and port of another node ({host}): both names lead to one server.',
    'zh-CN': '{node} 登记的主机和端口与另一节点相同（{host}）：两个名称指向同一台服务器。',
  },
  emptyHost: {
    en: 'repmgr looked for a host to reach by ssh and found an empty name: the registered connection string of the other node names no host.',
    'zh-CN': 'repmgr 需要通过 ssh 连接另一节点，但主机名为空：该节点登记的连接串中没有主机。',
  },
  string: { en: 'the registered connection string of {node}', 'zh-CN': '{node} 登记的连接串' },
  ssh: { en: 'the host is empty', 'zh-CN': '主机名为空' },
  itself: { en: 'the asked node answered under the name of {node}', 'zh-CN': '以 {node} 之名应答的是被询问的节点自身' },
  usable: { en: 'every registered connection string names a host of its own', 'zh-CN': '所有登记的连接串都写明了各自的主机' },
  why: {
    en: 'whether the registered connection strings name a host that the others reach',
    'zh-CN': '登记的连接串是否写明其他节点可达的主机',
  },
}));

export const conninfoNotUsable = defineCause({
  id: 'conninfo-not-usable',
  group: 'cluster',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'The registered connection string leads elsewhere', 'zh-CN': '登记的连接串无法用于其他节点' }),
  get about() {
    return text({
      en: `repmgr's records hold a connection string for each node, and **every** node uses it. Without \`host=\`, or with a host that means "myself" (\`localhost\`, 127.0.0.1, a socket directory), every node that reads it connects to itself.

**How it shows itself.** \`Connection string\` without \`host=\`; a standby that shows the primary as \`! running as standby\`, a primary that shows the standby as \`! running as primary\`; a switchover that cannot reach the host \`""\` by ssh; a registration that says a primary must be configured first.

**Lookalikes.** Two primaries: each of the two rows would then have a host of its own. A test cluster on one machine where every node has its own port: that works. A connection string that names a \`service\`: the service file holds the host.

**What to do.** Write a \`conninfo\` with an address that every other node reaches into the repmgr configuration of the node, and register it again with \`--force\`, the primary first.

**What not to do.** Do not believe the roles in the listing before that; do not promote or stop anything because of them. Do not put a password into the string.

**Versions.** All. **Source.** repmgr documentation, "conninfo" in repmgr.conf.`,
      'zh-CN': `repmgr 元数据中为每个节点保存一个连接串，且**所有**节点都使用它。若没有 \`host=\`，或主机指向“本机”（\`localhost\`、127.0.0.1、套接字目录），任何节点读取后都会连接到自己。

**表现。** \`Connection string\` 中没有 \`host=\`；备机上看到主机为 \`! running as standby\`，主机上看到备机为 \`! running as primary\`；switchover 无法通过 ssh 连接主机 \`""\`；注册备机时提示须先配置主机。

**易混淆的情形。** 双主：此时两行应各有自己的主机。单机测试集群且各节点端口不同：可以正常使用。连接串使用 \`service\`：主机写在服务文件中。

**处理。** 在该节点的 repmgr 配置中写入其他节点可达地址的 \`conninfo\`，再用 \`--force\` 重新登记，先主机后备机。

**不要做。** 处理之前不要相信列表中的角色，也不要据此提升或停止任何节点。不要把口令写进连接串。

**版本。** 所有版本。**来源。** repmgr 文档中 repmgr.conf 的“conninfo”。`,
    });
  },
  explains: [
    'roles-disagree',
    'standby-not-attached',
    'two-primaries',
    'no-primary',
    'ssh-refused',
    'register-failed',
    'switchover-refused',
    'connection-refused',
  ],

  examine(cluster) {
    const read = registeredConninfos(cluster);
    const suspect = read.filter((one) => one.fault !== null);
    const faulty = areToldApart(cluster, suspect) ? [] : suspect.filter((one) => counts(cluster, one));
    const told: Told[] = faulty.map((one) => {
      const answers = answersItself(cluster, one.node);
      return {
        node: one.node,
        verdict: present(answers.length > 0 || cluster.members.length > 1 ? 'certain' : 'likely', {
          summary: summaryOf(one),
          evidence: [
            evidence(one.fact, said.string({ node: one.node.label })),
            ...answers.map((row) => evidence(row, said.itself({ node: one.node.label }))),
          ],
        }),
      };
    });
    const empty = cluster.messages('switchover.ssh-failed').filter((fact) => fact.values['host'] === '');
    if (empty.length > 0 && told.length === 0) {
      told.push({
        node: candidate(cluster, empty[0]),
        verdict: present('certain', {
          summary: said.emptyHost(),
          evidence: empty.slice(0, 3).map((fact) => evidence(fact, said.ssh())),
          missing: [collect.clusterShow(cluster, null, said.why())],
        }),
      });
    }
    if (told.length > 0) return told;
    const [first] = read;
    if (first === undefined) return [{ node: null, verdict: unknown(collect.clusterShow(cluster, null, said.why())) }];
    return [
      { node: null, verdict: absent(said.usable(), ...read.map((one) => evidence(one.fact, said.string({ node: one.node.label })))) },
    ];
  },

  remedies: (cluster, node) => {
    const one = registeredConninfos(cluster).find((read) => read.node === node);
    return [registerConninfo(cluster, node, one?.conninfo ?? null)];
  },
});

function summaryOf(one: Registered): Message {
  const node = one.node.label;
  if (one.fault === 'no-host') return said.noHost({ node });
  return one.fault === 'shared' ? said.shared({ node, host: one.host ?? '' }) : said.myself({ node, host: one.host ?? '' });
}

/** A cluster of one node needs no host; two nodes under one address are a fault only where the roles show that they are taken for each other. */
function counts(cluster: Cluster, one: Registered): boolean {
  const answers = answersItself(cluster, one.node);
  if (one.fault === 'shared') return answers.length > 0;
  return answers.length > 0 || cluster.members.length > 1;
}

/** One listing shows two of them in roles of their own, as recorded: whatever the strings look like, they lead to two servers. */
function areToldApart(cluster: Cluster, suspect: readonly Registered[]): boolean {
  return listingsOf(cluster).some((listing) => {
    const rows = listing.rows.filter((row) => suspect.some((one) => one.node === row.node) && row.runs !== null);
    return rows.every((row) => row.runs === row.recorded) && new Set(rows.map((row) => row.runs)).size > 1;
  });
}

/** Rows in which a node runs as the opposite of its record: whoever was asked answered in its place. */
function answersItself(cluster: Cluster, node: Node): readonly FactOf<'cluster-row'>[] {
  return listingsOf(cluster).flatMap((listing) =>
    listing.rows.flatMap((row) =>
      row.node === node && row.fact.kind === 'cluster-row' && row.runs !== null && row.runs !== row.recorded ? [row.fact] : [],
    ),
  );
}

/** Whose host was looked for: the primary that a switchover would stop. */
function candidate(cluster: Cluster, fact: FactOf<'message'> | undefined): Node | null {
  const local = fact === undefined ? null : cluster.nodeOf(fact);
  const others = cluster.members.filter((node) => node !== local && !node.isWitness);
  return cluster.primary !== local && cluster.primary !== null ? cluster.primary : others.length === 1 ? (others[0] ?? null) : null;
}
