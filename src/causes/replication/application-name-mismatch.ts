import { collect, collectSettings } from '../../collect/commands.ts';
import type { Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Reception, receptionsOf } from '../../model/reception.ts';
import { type Sender, sendersOf, unclaimedSenders } from '../../model/replication.ts';
import { sourceOf } from '../../model/upstream.ts';
import { nameReceiver } from '../../remedies/name-receiver.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  streams: {
    en: '{node} streams, but calls itself `{name}`: repmgr looks for a connection called `{node}` and reports it as not attached.',
    'zh-CN': '{node} 正在流复制，但自称 `{name}`：repmgr 按名称 `{node}` 查找，因而报告为未连接。',
  },
  calls: { en: 'it is told to call itself `{name}`', 'zh-CN': '配置的名称为 `{name}`' },
  connected: { en: 'streams under the name `{name}`', 'zh-CN': '以名称 `{name}` 进行流复制' },
  lookedFor: { en: 'repmgr does not find it by its node name', 'zh-CN': 'repmgr 按节点名找不到它' },
  ownName: { en: '{node} is connected under its own name', 'zh-CN': '{node} 以自己的节点名连接' },
  nobody: { en: 'nobody streams under another name than that of a node', 'zh-CN': '没有以非节点名进行流复制的连接' },
  whySenders: { en: 'whether {node} streams under another name', 'zh-CN': '{node} 是否以其他名称流复制' },
  whyName: { en: 'the `application_name` of {node}', 'zh-CN': '{node} 的 `application_name`' },
}));

export const applicationNameMismatch = defineCause({
  id: 'application-name-mismatch',
  group: 'replication',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'A standby streams under another name than its node name', 'zh-CN': '备机的 application_name 与节点名不一致' }),
  get about() {
    return text({
      en: `repmgr recognises a standby in \`pg_stat_replication\` by \`application_name\` = node name. A standby whose \`primary_conninfo\` was written by hand, by \`pg_basebackup -R\` or by a container's start script calls itself otherwise (without any name: \`walreceiver\`). Replication works; repmgr's checks say "not attached", a switchover to it is refused, and a synchronous list by node names does not count it.

**How it shows itself.** \`! upstream\` and \`is not attached to its upstream node\` while \`pg_stat_replication\` has a row in state streaming from that host, under another name; \`application_name=\` of \`primary_conninfo\` that is not the node name.

**Lookalikes.** No row at all: it is detached. A row of \`pg_basebackup\`, \`pg_receivewal\`, barman: no standby. State catchup: attached and behind. A row that a user without rights sees with empty columns.

**What to do.** Add \`application_name=NODE\` to \`primary_conninfo\` and reload (restart up to 12 and on KingbaseES V8R6). \`repmgr standby follow\` would write it, too, but refuses while the standby holds its own slot (\`already exists as an active slot\`).

**What not to do.** Do not clone the standby, do not unregister it: it replicates.

**Versions.** The attachment check of repmgr: \`node check --downstream\` from 4.0, \`cluster show\` from 4.4, \`--upstream\` from 5.1. **Sources.** repmgr source, \`dbutils.c\`; PostgreSQL documentation, "pg_stat_replication".`,
      'zh-CN': `repmgr 在 \`pg_stat_replication\` 中按 \`application_name\` = 节点名识别备机。若 \`primary_conninfo\` 由手工、\`pg_basebackup -R\` 或容器启动脚本写入，备机会使用别的名称（未设置时为 \`walreceiver\`）。复制本身正常，但 repmgr 检查显示“未连接”，切换到该备机会被拒绝，按节点名写的同步列表也不会计入它。

**表现。** \`! 上游\` 与 \`is not attached to its upstream node\`，而 \`pg_stat_replication\` 中有来自该主机、状态为 streaming、但名称不同的行；\`primary_conninfo\` 的 \`application_name=\` 不是节点名。

**易混淆的情形。** 完全没有行：它是断开的；\`pg_basebackup\`、\`pg_receivewal\`、barman 的行：不是备机；状态 catchup：已连接但落后；权限不足的用户看到的空列。

**处理。** 在 \`primary_conninfo\` 中加入 \`application_name=节点名\` 并重新加载（12 及之前与 KingbaseES V8R6 需重启）。\`repmgr standby follow\` 也会写入节点名，但备机正占用自己的复制槽时会拒绝执行（\`already exists as an active slot\`）。

**不要做。** 不要重新克隆、不要注销该备机：它的复制是正常的。

**版本。** repmgr 的连接检查：\`node check --downstream\` 自 4.0，\`cluster show\` 自 4.4，\`--upstream\` 自 5.1。**来源。** repmgr 源码 \`dbutils.c\`；PostgreSQL 文档“pg_stat_replication”。`,
    });
  },
  explains: ['standby-not-attached', 'switchover-refused', 'register-failed', 'commits-hang'],

  examine: (cluster) =>
    receptionsOf(cluster).flatMap((reception): Told[] => {
      const verdict = judge(cluster, reception);
      return verdict.is === 'not-applicable' ? [] : [{ node: reception.standby, verdict }];
    }),

  remedies: (cluster, node) => [nameReceiver(cluster, node)],
});

function judge(cluster: Cluster, reception: Reception): Verdict {
  const { standby, attachment, obstacle } = reception;
  if (standby === null || standby.name === null || standby.isPrimary) return notApplicable;
  const node = standby.name;
  const { attached, detached } = attachment;
  const senders = sendersOf(cluster);
  const own = senders?.find((sender) => sender.name === node);
  if (own !== undefined) return absent(said.ownName({ node }), evidence(own.fact, said.ownName({ node })));
  if (detached === null || attached !== null || obstacle !== null) return notApplicable;
  const source = sourceOf(standby);
  const called = source?.applicationName ?? null;
  const sender = senderOf(cluster, reception, called);
  const told = source === null || called === null || called === node ? [] : [evidence(source.fact, said.calls({ name: called }))];
  if (sender !== null) {
    const sure =
      sender.name === called || (sender.address !== null && sender.address === standby.identity.address) || isOnlyOne(cluster, reception);
    return present(sure ? 'certain' : 'likely', {
      summary: said.streams({ node, name: sender.name ?? '' }),
      evidence: [evidence(detached, said.lookedFor()), evidence(sender.fact, said.connected({ name: sender.name ?? '' })), ...told],
      missing: told.length > 0 ? [] : [collectSettings(cluster, standby, ['primary_conninfo', 'cluster_name'], said.whyName({ node }))],
    });
  }
  if (senders !== null && senders.length > 0) {
    const row = senders[0];
    return row === undefined ? notApplicable : absent(said.nobody(), evidence(row.fact, said.nobody()));
  }
  const receives = standby.facts.rows('pg_stat_wal_receiver').find((row) => row.values['status'] === 'streaming');
  if (told.length > 0 && receives !== undefined && called !== null)
    return present('likely', {
      summary: said.streams({ node, name: called }),
      evidence: [evidence(detached, said.lookedFor()), ...told, evidence(receives, said.connected({ name: called }))],
      missing: [collect.replication(cluster, cluster.primary, said.whySenders({ node }))],
    });
  return senders === null ? unknown(collect.replication(cluster, cluster.primary, said.whySenders({ node }))) : notApplicable;
}

/** The sender that can only be this standby: by the name that it is told to use, by its address, or as the only one left over. */
function senderOf(cluster: Cluster, reception: Reception, called: string | null): Sender | null {
  const free = unclaimedSenders(cluster).filter((sender) => sender.state === 'streaming' || sender.state === null);
  const address = reception.standby?.identity.address ?? null;
  const byName = free.filter((sender) => called !== null && sender.name === called);
  const byAddress = free.filter((sender) => address !== null && sender.address === address);
  const [only] = byName.length === 1 ? byName : byAddress.length === 1 ? byAddress : free;
  if (only === undefined) return null;
  return byName.length === 1 || byAddress.length === 1 || (free.length === 1 && lookedForInVain(cluster).length === 1) ? only : null;
}

/** Standbys that repmgr does not find among the senders. */
const lookedForInVain = (cluster: Cluster): readonly Reception[] =>
  receptionsOf(cluster).filter((one) => one.standby !== null && one.attachment.detached !== null && one.obstacle === null);

/** One standby, one sender: no other pairing is possible. */
const isOnlyOne = (cluster: Cluster, reception: Reception): boolean =>
  cluster.members.filter((node) => !node.isPrimary && !node.isWitness).every((node) => node === reception.standby) &&
  (sendersOf(cluster)?.length ?? 0) === 1;
