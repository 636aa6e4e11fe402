import { parseConninfo } from '../../../grammars/conninfo/index.ts';
import { collect } from '../../collect/commands.ts';
import type { Fact } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { cloneSourceOf } from '../../model/clone-source.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { type Met, metOf, receptionsOf } from '../../model/reception.ts';
import { askedServerOf, ends, isToolName, type MessageFact, type Sender, sendersOf } from '../../model/replication.ts';
import { type Slot, slotsOf, userOfSlot } from '../../model/slots.ts';
import { followUpstream } from '../../remedies/follow-upstream.ts';
import { freeSlot } from '../../remedies/free-slot.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  foreign: {
    en: "{standby} asks for the slot {slot}, which is that of {who} and in use by it: the `primary_slot_name` of {standby} is another node's, as a copied configuration leaves it.",
    'zh-CN':
      '{standby} 请求的复制槽 {slot} 属于 {who} 且正由其使用：{standby} 的 `primary_slot_name` 是其他节点的（多为复制了其他节点的配置）。',
  },
  streams: { en: '{who} is sent to, the refused standby is not', 'zh-CN': '正在向 {who} 发送，其中没有被拒绝的备机' },
  held: {
    en: 'The slot {slot} on {owner} is in use by somebody else ({who}): whoever it was made for cannot use it.',
    'zh-CN': '{owner} 上的复制槽 {slot} 正被他人（{who}）占用：真正的使用者无法使用。',
  },
  taken: {
    en: 'A slot {slot} is in use on {owner} already, so that the new standby cannot have it: an old server with the same node id, or a tool, is still connected.',
    'zh-CN': '{owner} 上的复制槽 {slot} 已被占用，新备机无法使用：具有相同节点 ID 的旧服务器或某个工具仍在连接。',
  },
  brief: {
    en: 'The slot {slot} was in use for a moment: the sender of the old connection had not ended yet.',
    'zh-CN': '复制槽 {slot} 曾短暂被占用：旧连接的发送进程尚未结束。',
  },
  over: {
    en: 'The slot {slot} on {owner} was in use by somebody else; its standby receives again.',
    'zh-CN': '{owner} 上的复制槽 {slot} 曾被他人占用；其备机已恢复接收。',
  },
  refused: { en: 'refused: the slot is in use by process {pid}', 'zh-CN': '被拒绝：该槽正被进程 {pid} 使用' },
  exists: { en: 'repmgr finds the slot in use', 'zh-CN': 'repmgr 发现该槽已被占用' },
  row: { en: 'active, process {pid}', 'zh-CN': '活动，进程 {pid}' },
  holder: { en: 'process {pid} serves {who}', 'zh-CN': '进程 {pid} 服务于 {who}' },
  again: { en: 'it receives again', 'zh-CN': '已恢复接收' },
  nobody: { en: 'somebody whom the bundle does not name', 'zh-CN': '材料未指明的连接' },
  itself: {
    en: '{slot} is held by the standby itself that was told to follow: it streams already',
    'zh-CN': '{slot} 正由执行跟随的备机自己占用：它已在流复制',
  },
  own: { en: 'the slots in use on {owner} serve their own standbys', 'zh-CN': '{owner} 上在用的复制槽均由其所属备机使用' },
  why: { en: 'who uses the slots of {owner}', 'zh-CN': '{owner} 的复制槽由谁使用' },
}));

/** A walsender of a connection that is gone ends within `wal_sender_timeout`: 60 s by default, 30 s with KingbaseES's installer. */
const LASTING_SECONDS = 65;
/** A receiver asks again every five seconds. */
const LASTING_TRIES = 14;

export const replicationSlotConflict = defineCause({
  id: 'replication-slot-conflict',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'Somebody else uses the replication slot', 'zh-CN': '复制槽被他人占用' }),
  get about() {
    return text({
      en: `A slot serves one connection at a time. If an old server with the same node id, a second receiver or a backup tool is connected through it, the standby that it was made for is refused, and a clone cannot take the name.

**How it shows itself.** On the standby, for minutes: \`could not start WAL streaming: ERROR:  replication slot "…" is active for PID …\` (正用于 PID). From \`repmgr standby clone\` or \`register\`: \`slot "…" already exists as an active slot\`. In \`pg_replication_slots\` the slot is active, and its \`active_pid\` in \`pg_stat_replication\` belongs to another address or name.

**Lookalikes.** A few such lines after a crash or a cut connection: the sender of the old connection ends within \`wal_sender_timeout\`, then the standby streams. \`replication slot "…" already exists\` for an inactive slot. All slots taken (\`replication-slots-exhausted\`).

**What to do.** Find out who is connected (\`active_pid\`, address). Switch off the old server, or point the tool to a slot of its own.

**What not to do.** Do not drop the slot of a standby that streams through it; ending the sender alone helps for five seconds.

**Versions.** All with slots. **Sources.** slot.c; repmgr documentation, "use_replication_slots".`,
      'zh-CN': `一个复制槽同一时刻只能服务一个连接。若具有相同节点 ID 的旧服务器、第二个接收进程或备份工具正通过它连接，则真正的备机会被拒绝，克隆也无法使用该名称。

**表现。** 备机持续数分钟出现 \`could not start WAL streaming: ERROR:  replication slot "…" is active for PID …\`（正用于 PID）。\`repmgr standby clone\` 或 \`register\` 报 \`slot "…" already exists as an active slot\`。\`pg_replication_slots\` 中该槽为活动状态，其 \`active_pid\` 在 \`pg_stat_replication\` 中属于另一地址或名称。

**易混淆的情形。** 崩溃或断线之后出现数行此类报错：旧连接的发送进程会在 \`wal_sender_timeout\` 内结束，随后备机恢复。未激活的槽报 \`replication slot "…" already exists\`。复制槽已用尽（\`replication-slots-exhausted\`）。

**处理。** 查明连接者（\`active_pid\`、地址）；停掉旧服务器，或让工具使用自己的槽。

**不要做。** 不要删除备机正在使用的槽；仅结束发送进程只能维持五秒。

**版本。** 所有支持复制槽的版本。**来源。** slot.c；repmgr 文档“use_replication_slots”。`,
    });
  },
  explains: ['slot-problem', 'standby-not-attached', 'clone-failed', 'register-failed', 'rejoin-refused'],
  leadsTo: [{ cause: 'standby-detached', where: 'downstream' }],

  examine(cluster) {
    const told = new Map<Node | null, Verdict>();
    const keep = (node: Node | null, verdict: Verdict): void => {
      const before = told.get(node);
      if (before === undefined || (before.is !== 'present' && verdict.is === 'present')) told.set(node, verdict);
    };
    for (const fact of cluster.messages('slot.already-active')) {
      const source = cloneSourceOf(cluster, fact);
      const owner = source === null ? askedServerOf(cluster, fact) : source.node;
      keep(owner, isItsOwn(cluster, owner, fact) ? ownSlot(fact) : taken(cluster, owner, fact));
    }
    for (const reception of receptionsOf(cluster)) {
      const found = metOf(reception, 'slot-in-use');
      const first = found?.met.facts[0];
      if (found === null || first === undefined) continue;
      const owner = askedServerOf(cluster, first);
      keep(owner, refused(cluster, owner, found.met, found.by));
    }
    // the upstream's own log, where the standby's is not at hand
    const own = cluster.messages('slot.active').filter((fact) => !told.has(askedServerOf(cluster, fact)));
    for (const owner of new Set(own.map((fact) => askedServerOf(cluster, fact)))) {
      const facts = own.filter((fact) => askedServerOf(cluster, fact) === owner);
      keep(owner, refused(cluster, owner, { kind: 'slot-in-use', facts }, null));
    }
    for (const node of cluster.nodes) if (!told.has(node)) keep(node, otherwise(cluster, node));
    return [...told].flatMap(([node, verdict]): Told[] => (verdict.is === 'not-applicable' ? [] : [{ node, verdict }]));
  },

  remedies(cluster, node, finding) {
    const slot = finding.summary.params['slot'];
    const asked = node === null ? cluster.messages('slot.already-active').at(-1) : undefined;
    const through = asked === undefined ? null : (cloneSourceOf(cluster, asked)?.conninfo ?? null);
    const standby = finding.summary.params['standby'];
    const asks = typeof standby === 'string' ? cluster.nodes.find(({ label }) => label === standby) : undefined;
    if (asks !== undefined) return [followUpstream(cluster, asks, true)];
    return [freeSlot(cluster, node, typeof slot === 'string' ? slot.replaceAll('`', '') : null, through)];
  },
});

/** `standby follow` on a standby that streams: it finds the slot that it holds itself. */
function isItsOwn(cluster: Cluster, owner: Node | null, fact: MessageFact): boolean {
  const user = userOfSlot(cluster, { name: fact.values['slot'] ?? '', owner });
  const asks = cluster.nodeOf(fact);
  const follows = cluster.messages('follow.failed').some((other) => other.segment === fact.segment);
  return follows && user.is === 'node' && (asks === null || user.node === asks);
}

function ownSlot(fact: MessageFact): Verdict {
  const because = said.itself({ slot: `\`${fact.values['slot'] ?? '?'}\`` });
  return absent(because, evidence(fact, because));
}

/** A clone or registration that finds its slot in use. */
function taken(cluster: Cluster, owner: Node | null, fact: MessageFact): Verdict {
  const name = fact.values['slot'] ?? '?';
  const label = owner?.label ?? cloneSourceOf(cluster, fact)?.host ?? 'the upstream';
  return present('certain', {
    summary: said.taken({ slot: `\`${name}\``, owner: label }),
    evidence: [evidence(fact, said.exists()), ...holderShown(cluster, name, null)],
    missing: [collect.replication(cluster, owner, said.why({ owner: label }))],
  });
}

/** A receiver that is refused: lasting, or only until the old sender has ended. */
function refused(cluster: Cluster, owner: Node | null, met: Met, by: Fact | null): Verdict {
  const last = met.facts.at(-1);
  if (last === undefined) return notApplicable;
  const name = last.values['slot'] ?? '?';
  const names = { slot: `\`${name}\``, owner: owner?.label ?? 'the upstream' };
  const shown = ends(met.facts).map((fact) => evidence(fact, said.refused({ pid: fact.values['pid'] ?? '?' })));
  const lasting = isLasting(met);
  if (by !== null) {
    if (!lasting) return absent(said.brief(names), evidence(last, said.brief(names)), evidence(by, said.again()));
    return present('likely', { status: 'resolved', summary: said.over(names), evidence: [...shown, evidence(by, said.again())] });
  }
  const holder = holderShown(cluster, name, userNameOf(cluster, name, owner));
  const missing = [collect.replication(cluster, owner, said.why({ owner: names.owner }))];
  const who = holder.map((item) => item.shows.params['who']).find((value) => value !== undefined);
  const summary = said.held({ ...names, who: String(who ?? `PID ${last.values['pid'] ?? '?'}`) });
  if (who !== undefined) return present('certain', { summary, evidence: [...shown, ...holder], missing });
  const others = otherSenders(cluster, last);
  const rightful = rightfulUser(cluster, last);
  return present(lasting || others.length > 0 ? 'likely' : 'possible', {
    summary:
      rightful !== null
        ? said.foreign({ ...names, standby: cluster.nodeOf(last)?.label ?? '?', who: rightful })
        : others.length === 1
          ? said.held({ ...names, who: others[0]?.name ?? '?' })
          : summary,
    evidence: [...shown, ...holder, ...others.map((one) => evidence(one.fact, said.streams({ who: one.name ?? '?' })))],
    missing,
  });
}

/** Of those the one whom the slot is called after (`repmgr_slot_2`, `node2`): it is the refused standby that asks for another's. */
function rightfulUser(cluster: Cluster, refusal: MessageFact): string | null {
  const number = /^repmgr_slot_(\d+)$/.exec(refusal.values['slot'] ?? '')?.[1];
  const fits = (one: Sender): boolean => {
    const id = cluster.node(one.name ?? '')?.id ?? null;
    return id === null ? /\d+$/.exec(one.name ?? '')?.[0] === number : String(id) === number;
  };
  return number === undefined ? null : (otherSenders(cluster, refusal).find(fits)?.name ?? null);
}

/** Who is sent to, where the refused standby's own name is not among them: its old sender cannot be what holds the slot. */
function otherSenders(cluster: Cluster, refusal: Fact): readonly Sender[] {
  const conninfo = cluster.nodeOf(refusal)?.setting('primary_conninfo');
  const own = conninfo?.known ? parseConninfo(conninfo.value).values['application_name'] : undefined;
  const senders = sendersOf(cluster) ?? [];
  return own !== undefined && senders.every(({ name }) => name !== null && name !== own) ? senders.slice(0, 4) : [];
}

function isLasting({ facts }: Met): boolean {
  const tries = facts.reduce((sum, fact) => sum + fact.count, 0);
  // both as the log prints them: the zone falls out
  const [first, last] = [facts[0]?.atText, facts.at(-1)?.lastAtText].map((at) => Date.parse((at ?? '').slice(0, 19).replace(' ', 'T')));
  return tries >= LASTING_TRIES || ((last ?? Number.NaN) - (first ?? Number.NaN)) / 1000 >= LASTING_SECONDS;
}

function userNameOf(cluster: Cluster, name: string, owner: Node | null): string | null {
  const user = userOfSlot(cluster, { name, owner });
  return user.is === 'node' ? user.node.name : null;
}

/** The slot's row, and whom its process serves: told only where that is not the standby it was made for. */
function holderShown(cluster: Cluster, name: string, user: string | null): Evidence[] {
  const slot = slotsOf(cluster).find((one) => one.name === name && one.active === true);
  if (slot === undefined) return [];
  const row = evidence(slot.fact, said.row({ pid: slot.activePid ?? '?' }));
  const sender = senderOf(cluster, slot);
  if (sender === null || sender.name === null || (sender.name === user && !isToolName(sender.name))) return [row];
  const who = sender.address === null ? sender.name : `${sender.name}, ${sender.address}`;
  return [row, evidence(sender.fact, said.holder({ pid: slot.activePid ?? '?', who }))];
}

const senderOf = (cluster: Cluster, slot: Slot) =>
  slot.activePid === null ? null : ((sendersOf(cluster) ?? []).find((sender) => sender.fact.values['pid'] === slot.activePid) ?? null);

function otherwise(cluster: Cluster, node: Node): Verdict {
  const slot = slotsOf(cluster).find((one) => one.owner === node && one.active === true && !one.logical);
  if (slot === undefined) return notApplicable;
  const because = said.own({ owner: node.label });
  const sender = senderOf(cluster, slot);
  return sender === null ? notApplicable : absent(because, evidence(slot.fact, because));
}
