import { collect } from '../../collect/commands.ts';
import { text, texts } from '../../core/text.ts';
import { witnessesOf } from '../../model/witnesses.ts';
import { registerWitness } from '../../remedies/register-witness.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  upstream: {
    en: 'The witness {node} is registered under {upstream}, while {primary} runs as primary: it watches the wrong node, and its vote in the next failover counts against the right one.',
    'zh-CN': '见证节点 {node} 登记的上游是 {upstream}，而实际主机是 {primary}：它监视着错误的节点，下次故障切换时它的一票会投错。',
  },
  none: {
    en: 'The record of the witness {node} names no upstream: it watches nobody.',
    'zh-CN': '见证节点 {node} 的记录中没有上游：它没有监视任何节点。',
  },
  copy: {
    en: 'The copy of the records on the witness {node} is old: it does not know that {primary} is the primary.',
    'zh-CN': '见证节点 {node} 上的元数据副本是旧的：它不知道 {primary} 已是主机。',
  },
  past: {
    en: 'The records of the witness {node} were old; it has been registered anew.',
    'zh-CN': '见证节点 {node} 的元数据曾过旧，现已重新登记。',
  },
  shows: { en: 'what the witness is told', 'zh-CN': '见证节点的记录' },
  runs: { en: 'who runs as primary', 'zh-CN': '实际的主机' },
  back: { en: 'registered anew', 'zh-CN': '已重新登记' },
  right: { en: 'the witness {node} names {primary}, which runs as primary', 'zh-CN': '见证节点 {node} 的上游是当前主机 {primary}' },
  why: { en: 'whom the witness {node} takes for the primary', 'zh-CN': '见证节点 {node} 认为谁是主机' },
}));

export const witnessStale = defineCause({
  id: 'witness-stale',
  group: 'cluster',
  scope: 'node',
  severity: 'warning',
  title: text({ en: 'The witness knows an old primary', 'zh-CN': '见证节点的主机信息过旧' }),
  get about() {
    return text({
      en: `The witness is a server of its own with a **copy** of repmgr's records; no replication brings it up to date. repmgrd on it renews the copy as long as it follows the changes; where repmgrd was down, or the roles were changed by hand or without \`--siblings-follow\`, the copy keeps the old primary.

**How it shows itself.** In the row of the witness an upstream that is not the running primary, often \`? old\` with \`unable to connect to node "witness"'s upstream node "old"\`; \`is a witness but reports it has no upstream node\`; a listing asked **on the witness** that shows the real primary as \`! running as primary\`, while the primary's own listing is clean; \`reports a different upstream\` for the witness.

**Lookalikes.** A witness is never attached to anything: \`Upstream connection: CRITICAL\` on a witness in repmgr 5.1, and its absence from pg_stat_replication, are none. \`n/a\` in its Timeline. The minute after a failover, until its repmgrd has followed.

**What to do.** \`repmgr witness register --force\` on the witness, with the connection of the present primary; then see that repmgrd runs there.

**What not to do.** Do not clone a witness from the primary. Do not edit its tables. Do not run it on the host of a data node.

**Versions.** Witness since 4.0 in this form; upstream marks since 4.4. **Source.** repmgr documentation, "Using a witness server", "repmgr witness register".`,
      'zh-CN': `见证节点是独立的服务器，保存着 repmgr 元数据的一份**副本**，不会通过复制更新。其上的 repmgrd 在跟随角色变化时更新副本；若 repmgrd 未运行，或角色是手工切换、未加 \`--siblings-follow\`，副本就停留在旧主机。

**表现。** 见证节点一行的上游不是运行中的主机，常为 \`? 旧主机\`，并有 \`unable to connect to node "witness"'s upstream node "old"\`；\`is a witness but reports it has no upstream node\`；**在见证节点上**查看时真正的主机显示为 \`! running as primary\`，而主机自己的列表是干净的；对见证节点提示 \`reports a different upstream\`。

**易混淆的情形。** 见证节点从不连接任何节点：repmgr 5.1 在见证节点上报 \`Upstream connection: CRITICAL\`、它不在 pg_stat_replication 中，都不是故障；Timeline 列为 \`n/a\`；故障切换后一分钟内，其 repmgrd 尚未跟上。

**处理。** 在见证节点上以当前主机的连接执行 \`repmgr witness register --force\`，然后确认其上 repmgrd 在运行。

**不要做。** 不要从主机克隆见证节点；不要修改其表；不要把它放在数据节点的主机上。

**版本。** 该形式自 4.0，上游标记自 4.4。**来源。** repmgr 文档“使用见证服务器”“repmgr witness register”。`,
    });
  },
  explains: ['roles-disagree', 'node-not-answering', 'no-failover'],
  yieldsTo: ['split-brain', 'conninfo-not-usable'],

  examine(cluster, node) {
    const one = witnessesOf(cluster).find((other) => other.node === node);
    if (one === undefined) return notApplicable;
    const { primary, upstream, fact, undone } = one;
    const names = { node: node.label, upstream: upstream ?? '', primary: primary?.label ?? '' };
    if (one.is === 'unknown') return unknown(collect.clusterShow(cluster, node, said.why({ node: node.label })));
    if (one.is === 'right') return absent(said.right(names), evidence(fact, said.right(names)));
    const summary = one.is === 'copy' ? said.copy(names) : one.is === 'none' ? said.none(names) : said.upstream(names);
    return present('certain', {
      status: undone === null ? 'active' : 'resolved',
      summary: undone === null ? summary : said.past(names),
      evidence: [
        evidence(fact, said.shows()),
        ...(one.by === null || one.by === fact ? [] : [evidence(one.by, said.runs())]),
        ...(undone === null ? [] : [evidence(undone, said.back())]),
      ],
    });
  },

  remedies: (cluster, node) => [registerWitness(cluster, node, witnessesOf(cluster).find((one) => one.node === node)?.primary ?? null)],
});
