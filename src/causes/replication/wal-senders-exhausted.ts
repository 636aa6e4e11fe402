import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { metOf, receptionsOf } from '../../model/reception.ts';
import {
  adoptOwner,
  askedServerOf,
  ends,
  fullOfSenders,
  isLater,
  type MessageFact,
  sendersAllowed,
  sendersOf,
  tooMany,
} from '../../model/replication.ts';
import { raiseLimit } from '../../remedies/raise-limit.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';
import { toldByOwner } from '../told-by-owner.ts';

const said = texts(() => ({
  full: {
    en: 'No walsender is free on {owner}: `max_wal_senders` ({limit}) is used up. A standby, a clone or a backup that asks for one is refused.',
    'zh-CN': '{owner} 上没有空闲的 walsender：`max_wal_senders`（{limit}）已用尽。再请求的备机、克隆或备份会被拒绝。',
  },
  unnamed: {
    en: 'No walsender is free on the server that was asked: its `max_wal_senders` is used up. A standby, a clone or a backup that asks for one is refused.',
    'zh-CN': '所连接的服务器上没有空闲的 walsender：其 `max_wal_senders` 已用尽。再请求的备机、克隆或备份会被拒绝。',
  },
  over: {
    en: 'No walsender was free on {owner} for a while; whoever was refused receives again.',
    'zh-CN': '{owner} 曾一度没有空闲的 walsender；被拒绝者现已恢复接收。',
  },
  refused: { en: 'no sender is free', 'zh-CN': '没有空闲的发送进程' },
  clone: { en: 'repmgr needs {required}, {available} are free', 'zh-CN': 'repmgr 需要 {required} 个，空闲 {available} 个' },
  all: { en: 'as many are in use as are allowed', 'zh-CN': '已占用数达到上限' },
  sender: { en: 'a sender in use: {who}', 'zh-CN': '已占用的发送进程：{who}' },
  again: { en: 'it receives again', 'zh-CN': '已恢复接收' },
  free: { en: '{used} of {limit} senders are in use on {owner}', 'zh-CN': '{owner} 的 {limit} 个发送进程用了 {used} 个' },
  why: { en: 'who uses the senders of {owner}', 'zh-CN': '{owner} 的发送进程由谁使用' },
}));

export const walSendersExhausted = defineCause({
  id: 'wal-senders-exhausted',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'No walsender is free', 'zh-CN': 'walsender 已用尽' }),
  get about() {
    return text({
      en: `\`max_wal_senders\` limits the connections of standbys, clones, backups and receivers together. A clone needs two, and a standby that reconnects may need a second one until its old sender has timed out.

**How it shows itself.** \`number of requested standby connections exceeds max_wal_senders (currently N)\` (所要求的备用服务器连接数超过了参数 max_wal_senders) with N above 0; repmgr: \`insufficient free walsenders on the source node\`, \`… on promotion candidate\`.

**Lookalikes.** N = 0: replication is switched off (\`wal-level-insufficient\`). Older repmgr gives the hint to raise \`max_wal_senders\` under every failed replication connection; the text above it (password, access rule) is the reason. \`too many clients\` is \`max_connections\`. A dry run that passes states numbers, too.

**What to do.** End what is not needed (an old receiver, a hung backup), or raise the limit: standbys first, each with a restart.

**Versions.** Inside \`max_connections\` up to 11, a budget of its own since. 10 by default; KingbaseES's installer sets 32. **Sources.** PostgreSQL documentation, \`max_wal_senders\`; walsender.c.`,
      'zh-CN': `\`max_wal_senders\` 限制备机、克隆、备份与接收工具的连接总数。一次克隆需要两个；备机重连时，在旧发送进程超时之前可能需要第二个。

**表现。** \`number of requested standby connections exceeds max_wal_senders (currently N)\`（所要求的备用服务器连接数超过了参数 max_wal_senders）且 N 大于 0；repmgr 报 \`insufficient free walsenders on the source node\`、\`… on promotion candidate\`。

**易混淆的情形。** N = 0：复制未启用（\`wal-level-insufficient\`）。旧版 repmgr 在任何复制连接失败后都提示增大 \`max_wal_senders\`，真正原因是其上方的文字（口令、访问规则）。\`too many clients\` 指 \`max_connections\`。通过的预演也会列出数量。

**处理。** 结束不需要的连接（旧接收进程、挂起的备份），或调大上限：先备机，逐个重启。

**版本。** 11 及之前包含在 \`max_connections\` 之内，之后独立计算。默认 10；KingbaseES 安装程序设为 32。**来源。** PostgreSQL 文档 \`max_wal_senders\`；walsender.c。`,
    });
  },
  explains: [
    'standby-not-attached',
    'clone-failed',
    'connection-refused',
    'switchover-refused',
    'rejoin-refused',
    'register-failed',
    'replication-lag',
  ],
  leadsTo: [{ cause: 'standby-detached', where: 'downstream' }],

  examine: (cluster) =>
    toldByOwner(
      cluster,
      refusalsOf(cluster),
      (owner, refusals) => judge(cluster, owner, refusals),
      (node) => otherwise(cluster, node),
    ),

  remedies: (cluster, node) => [raiseLimit(cluster, node, 'max_wal_senders')],
});

interface Refusal {
  readonly owner: Node | null;
  readonly fact: MessageFact;
  readonly by: Fact | null;
}

function refusalsOf(cluster: Cluster): Refusal[] {
  const received = receptionsOf(cluster).flatMap((reception): Refusal[] => {
    const found = metOf(reception, 'no-sender');
    return found === null ? [] : found.met.facts.map((fact) => ({ owner: askedServerOf(cluster, fact), fact, by: found.by }));
  });
  const done = cluster.messages('clone.complete', 'clone.checks-passed', 'switchover.walsenders-ok');
  const asked = cluster
    .messages('clone.walsenders-insufficient', 'switchover.walsenders-insufficient')
    .concat(cluster.facts.of('message').filter((fact) => fact.program !== 'server' && tooMany(fact)))
    // repmgr says no more than that it got no connection: the numbers beside it tell
    .concat(fullOfSenders(cluster) === null ? [] : cluster.messages('connection.replication-needed'))
    .map((fact): Refusal => ({ owner: askedServerOf(cluster, fact), fact, by: done.find((one) => isLater(one, fact)) ?? null }));
  return adoptOwner([...received, ...asked].filter(({ fact }) => Number(maximum(fact) ?? 1) > 0));
}

/** With 0 the server is no upstream at all, which is another cause's. */
const maximum = sendersAllowed;

function judge(cluster: Cluster, owner: Node | null, refusals: readonly Refusal[]): Verdict {
  const label = owner?.label ?? '?';
  const standing = refusals.filter((one) => one.by === null);
  const list = standing.length > 0 ? standing : refusals;
  const last = list.at(-1);
  if (last === undefined) return notApplicable;
  const shown: Evidence[] = ends(list).map((one) => evidence(one.fact, shows(one.fact)));
  if (standing.length === 0)
    return present('likely', {
      status: 'resolved',
      summary: said.over({ owner: label }),
      evidence: last.by === null ? shown : [...shown, evidence(last.by, said.again())],
    });
  shown.push(
    ...(list.some((one) => one.fact.event === 'connection.replication-needed') ? (fullOfSenders(cluster) ?? []) : []).map((fact) =>
      evidence(fact, said.all()),
    ),
  );
  const senders = (sendersOf(cluster) ?? []).filter((sender) => sender.node === owner).slice(0, 10);
  shown.push(...senders.map((sender) => evidence(sender.fact, said.sender({ who: sender.name ?? sender.address ?? '?' }))));
  const limit = limitOf(cluster, owner, list);
  return present('certain', {
    summary: owner === null && limit === '?' ? said.unnamed() : said.full({ owner: label, limit }),
    evidence: shown,
    missing: [collect.replication(cluster, owner, said.why({ owner: label }))],
  });
}

function shows(fact: MessageFact) {
  const { required, available } = fact.values;
  return required !== undefined && available !== undefined ? said.clone({ required, available }) : said.refused();
}

function limitOf(cluster: Cluster, owner: Node | null, refusals: readonly Refusal[]): string {
  const told = refusals.map((one) => maximum(one.fact)).find((value) => value !== undefined);
  const setting = owner?.setting('max_wal_senders');
  const stated = cluster.messages('clone.setting-ok').findLast((fact) => fact.values['name'] === 'max_wal_senders')?.values['value'];
  return told ?? (setting?.known ? setting.value : (stated ?? '?'));
}

function otherwise(cluster: Cluster, node: Node): Verdict {
  const limit = node.setting('max_wal_senders');
  const senders = sendersOf(cluster);
  const used = senders?.filter((sender) => sender.node === node).length ?? 0;
  if (!limit.known || senders === null || used >= Number(limit.value)) return notApplicable;
  const because = said.free({ owner: node.label, used, limit: limit.value });
  return absent(because, evidence(limit.fact, because));
}
