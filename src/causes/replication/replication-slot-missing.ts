import { collect } from '../../collect/commands.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { metOf, receptionsOf } from '../../model/reception.ts';
import { adoptOwner, askedServerOf, ends, isLater, type MessageFact } from '../../model/replication.ts';
import { isRepmgrSlot, slotsOf, userOfSlot } from '../../model/slots.ts';
import { makeSlots } from '../../remedies/replication-slots.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';
import { toldByOwner } from '../told-by-owner.ts';

const said = texts(() => ({
  missing: {
    en: '{owner} has no replication slot {slots}, which a standby is set to use. That standby is refused every few seconds and receives nothing.',
    'zh-CN': '{owner} 上没有备机所配置使用的复制槽 {slots}。该备机每隔几秒被拒绝一次，收不到任何 WAL。',
  },
  expected: {
    en: '{owner} has no replication slot {slots}, which repmgr expects there: the WAL that its standby needs is not protected.',
    'zh-CN': '{owner} 上缺少 repmgr 预期的复制槽 {slots}：其备机所需的 WAL 得不到保护。',
  },
  made: {
    en: 'The replication slot {slots} was missing on {owner}; it is there again.',
    'zh-CN': '{owner} 曾缺少复制槽 {slots}；现已恢复。',
  },
  refused: { en: 'the standby is refused: no such slot', 'zh-CN': '备机被拒绝：没有该复制槽' },
  refuses: { en: 'the upstream refuses: no such slot', 'zh-CN': '上游拒绝：没有该复制槽' },
  check: { en: 'repmgr misses the slot', 'zh-CN': 'repmgr 检查到缺少复制槽' },
  dropped: { en: 'somebody drops it', 'zh-CN': '有人删除了该复制槽' },
  again: { en: 'the slot is there, or its standby receives', 'zh-CN': '复制槽已存在，或其备机已恢复接收' },
  none: { en: 'no slot is missing on {owner}', 'zh-CN': '{owner} 不缺少复制槽' },
  why: { en: 'which slots {owner} has', 'zh-CN': '{owner} 上有哪些复制槽' },
}));

export const replicationSlotMissing = defineCause({
  id: 'replication-slot-missing',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A replication slot is missing', 'zh-CN': '缺少复制槽' }),
  get about() {
    return text({
      en: `A standby whose \`primary_slot_name\` names a slot is served through that slot only. If its upstream has no slot of that name, the standby is refused, although the WAL may all be there. Slots are not replicated: a new primary has none unless repmgr makes them, and a clone made without the slot leaves the setting behind.

**How it shows itself.** \`could not start WAL streaming: ERROR:  replication slot "…" does not exist\` (复制槽名 … 不存在) on the standby, every five seconds; \`repmgr node check\`: \`Missing physical replication slots: CRITICAL\`; \`node status\`: \`replication slots missing for following … node(s)\`.

**Lookalikes.** A slot that exists and is inactive, or in use by somebody else. A slot that is lost. Somebody who mistyped a name in \`pg_drop_replication_slot\`. A logical slot of a subscription.

**What to do.** Make the slot on the upstream; the standby connects within seconds. If it missed segments meanwhile, it must be cloned.

**What not to do.** Do not clone before trying: the slot alone is often all that is missing.

**Versions.** \`primary_slot_name\` exists from 9.4 on, \`use_replication_slots\` in repmgr from 2.0 on. KingbaseES: \`sys_create_physical_replication_slot\`. **Sources.** PostgreSQL documentation, "Replication Slots"; repmgr documentation, "use_replication_slots".`,
      'zh-CN': `备机的 \`primary_slot_name\` 指定了复制槽，上游就只通过该槽提供 WAL。若上游没有同名的槽，即使 WAL 都在，备机也会被拒绝。复制槽不会被复制：新主机上没有这些槽（除非由 repmgr 创建）；未建槽的克隆也会留下该设置。

**表现。** 备机每五秒出现 \`could not start WAL streaming: ERROR:  replication slot "…" does not exist\`（复制槽名 … 不存在）；\`repmgr node check\` 显示 \`Missing physical replication slots: CRITICAL\`；\`node status\` 显示 \`replication slots missing for following … node(s)\`。

**易混淆的情形。** 槽存在但未激活，或被他人占用；槽已失效；有人在 \`pg_drop_replication_slot\` 中写错了名称；订阅使用的逻辑槽。

**处理。** 在上游创建该槽，备机会在数秒内连接。若期间缺失了日志段，则须重新克隆。

**不要做。** 不要一上来就重新克隆：往往只缺这个槽。

**版本。** \`primary_slot_name\` 自 9.4 起，repmgr 的 \`use_replication_slots\` 自 2.0 起。KingbaseES 使用 \`sys_create_physical_replication_slot\`。**来源。** PostgreSQL 文档“复制槽”；repmgr 文档“use_replication_slots”。`,
    });
  },
  explains: ['slot-problem', 'standby-not-attached', 'rejoin-refused', 'follow-failed', 'replication-lag'],
  leadsTo: [{ cause: 'standby-detached', where: 'downstream' }],

  examine: (cluster) =>
    toldByOwner(
      cluster,
      wordsOf(cluster),
      (owner, words) => judge(cluster, owner, words),
      (node) => otherwise(node),
    ),

  remedies(cluster, node) {
    const words = wordsOf(cluster).filter((word) => word.owner === node && word.by === null);
    const slots = [...new Set(words.flatMap((word) => word.slots))];
    const user = slots.map((name) => userOfSlot(cluster, { name, owner: node })).find((one) => one.is === 'node');
    return [makeSlots(cluster, node, slots, user?.is === 'node' ? user.node : null)];
  },
});

/** One word on missing slots of a server. */
interface Word {
  readonly owner: Node | null;
  readonly slots: readonly string[];
  readonly fact: Fact;
  /** A standby is refused, not only a list compared. */
  readonly refused: boolean;
  /** What shows that it is over. */
  readonly by: Fact | null;
}

function wordsOf(cluster: Cluster): Word[] {
  const words: Word[] = receptionsOf(cluster).flatMap((reception) => {
    const found = metOf(reception, 'slot-missing');
    if (found === null) return [];
    return ends(found.met.facts).map((fact) => word(askedServerOf(cluster, fact), fact, true, found.by));
  });
  const told = (fact: MessageFact, refused: boolean): void => {
    const owner = askedServerOf(cluster, fact);
    words.push(word(owner, fact, refused, undone(cluster, owner, fact)));
  };
  for (const fact of cluster.messages('slot.missing', 'slot.does-not-exist', 'basebackup.slot-missing'))
    if (isPhysical(fact) && !isFunctions(fact)) told(fact, true);
  for (const fact of cluster.messages('status.slots-missing')) {
    const owner = cluster.nodeOf(fact);
    const slots = slotsIn(fact).filter((name) => isNeeded(cluster, name));
    if (slots.length > 0 || slotsIn(fact).length === 0) words.push({ owner, slots, fact, refused: false, by: null });
  }
  for (const fact of cluster.facts.of('node-check')) {
    if (fact.check !== 'missing-slots' || fact.status !== 'CRITICAL') continue;
    words.push({ owner: cluster.nodeOf(fact), slots: fact.names, fact, refused: false, by: greenLater(cluster, fact) });
  }
  return adoptOwner(words);
}

const word = (owner: Node | null, fact: MessageFact, refused: boolean, by: Fact | null): Word => ({
  owner,
  slots: slotsIn(fact),
  fact,
  refused,
  by,
});

/** The name that a message gives, in its text or in the items below it. */
function slotsIn(fact: MessageFact): string[] {
  const named = fact.values['slot'];
  if (named !== undefined) return [named];
  return [...`${fact.text} ${fact.detail ?? ''}`.matchAll(/repmgr_slot_\d+/g)].map((match) => match[0]);
}

/** A function was called for the slot, to drop it or to read it: no standby asks for it. */
const isFunctions = ({ values }: MessageFact): boolean => /\bpg_\w*slot\w*\s*\(/i.test(values['statement'] ?? '');

/** A standby's slot: repmgr's name, or one that a receiver asked for. Any other may be a subscription's, or a slip of somebody who typed. */
const isPhysical = (fact: MessageFact): boolean => isRepmgrSlot(fact.values['slot'] ?? '') || fact.program === 'tool';

/** repmgr 4.0 misses a slot for the witness, too, which receives no WAL. */
function isNeeded(cluster: Cluster, name: string): boolean {
  const id = /^repmgr_slot_(\d+)$/.exec(name)?.[1];
  return id === undefined || cluster.nodeById(Number(id))?.isWitness !== true;
}

function greenLater(cluster: Cluster, fact: FactOf<'node-check'>): Fact | null {
  const owner = cluster.nodeOf(fact);
  return (
    cluster.facts
      .of('node-check')
      .findLast((one) => one.check === 'missing-slots' && one.status === 'OK' && cluster.nodeOf(one) === owner && isLater(one, fact)) ??
    null
  );
}

/** A slot that a refusal names and that is listed later, or whose standby receives. */
function undone(cluster: Cluster, owner: Node | null, fact: MessageFact): Fact | null {
  const name = fact.values['slot'] ?? '';
  const listed = slotsOf(cluster).find(
    (slot) => slot.owner === owner && slot.name === name && (slot.fact.span.source !== fact.span.source || isLater(slot.fact, fact)),
  );
  if (listed !== undefined) return listed.fact;
  const user = userOfSlot(cluster, { name, owner });
  const reception = receptionsOf(cluster).find((one) => (user.is === 'node' ? one.standby === user.node : one.standby === null));
  return reception === undefined || reception.obstacle !== null
    ? null
    : (reception.overcome.find((one) => one.kind === 'slot-missing')?.by ?? reception.attachment.attached);
}

function judge(cluster: Cluster, owner: Node | null, words: readonly Word[]): Verdict {
  const label = owner?.label ?? '?';
  const standing = words.filter((one) => one.by === null);
  const shown = (list: readonly Word[]): Evidence[] => ends(list).map((one) => evidence(one.fact, shows(one)));
  const names = (list: readonly Word[]): string[] => {
    const found = [...new Set(list.flatMap((one) => one.slots))].map((name) => `\`${name}\``);
    return found.length > 0 ? found : ['?'];
  };
  const drops = cluster.done.filter((done) => done.kind === 'slot-dropped' && words.some((one) => one.slots.includes(done.target ?? '')));
  const dropped = drops.map((done) => evidence(done.fact, said.dropped()));
  if (standing.length === 0) {
    const by = words.at(-1)?.by ?? null;
    if (by === null) return notApplicable;
    return present('likely', {
      status: 'resolved',
      summary: said.made({ owner: label, slots: names(words) }),
      evidence: [...dropped, ...shown(words), evidence(by, said.again())],
    });
  }
  const refused = standing.some((one) => one.refused);
  return present(refused || standing.some((one) => one.slots.length > 0) ? 'certain' : 'likely', {
    summary: (refused ? said.missing : said.expected)({ owner: label, slots: names(standing) }),
    evidence: [...dropped, ...shown(standing.filter((one) => one.refused)), ...shown(standing.filter((one) => !one.refused))],
    missing: [collect.slots(cluster, owner, said.why({ owner: label }))],
    ...(refused ? {} : { severity: 'warning' as const }),
  });
}

const shows = (one: Word) =>
  one.refused ? (one.fact.kind === 'message' && one.fact.event === 'slot.missing' ? said.refuses() : said.refused()) : said.check();

function otherwise(node: Node): Verdict {
  const fine = node.facts.of('node-check').findLast((fact) => fact.check === 'missing-slots' && fact.status === 'OK');
  const because = said.none({ owner: node.label });
  return fine === undefined ? notApplicable : absent(because, evidence(fine, because));
}
