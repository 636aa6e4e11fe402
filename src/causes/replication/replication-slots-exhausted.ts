import { collect } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EventName } from '../../model/events.ts';
import type { Node } from '../../model/node.ts';
import { adoptOwner, askedServerOf, ends, isLater, type MessageFact, shownSince } from '../../model/replication.ts';
import { type Slot, slotsOf } from '../../model/slots.ts';
import { raiseLimit } from '../../remedies/raise-limit.ts';
import { dropSlots } from '../../remedies/replication-slots.ts';
import { absent, defineCause, evidence, notApplicable, present } from '../cause.ts';
import { toldByOwner } from '../told-by-owner.ts';

const said = texts(() => ({
  full: {
    en: 'No replication slot is free on {owner}: `max_replication_slots` ({limit}) is used up, so that no further standby can have one.',
    'zh-CN': '{owner} 上没有空闲的复制槽：`max_replication_slots`（{limit}）已用尽，其他备机无法再创建。',
  },
  allTaken: {
    en: 'No replication slot is free on {owner}: all that `max_replication_slots` allows are used up, so that no further standby can have one.',
    'zh-CN': '{owner} 上没有空闲的复制槽：`max_replication_slots` 允许的数量已用尽，其他备机无法再创建。',
  },
  none: {
    en: '{owner} allows no replication slots at all: `max_replication_slots` is 0, and repmgr is set to use them.',
    'zh-CN': '{owner} 不允许任何复制槽：`max_replication_slots` 为 0，而 repmgr 配置为使用复制槽。',
  },
  tooMany: {
    en: '{owner} does not start: more slots are on disk than `max_replication_slots` allows.',
    'zh-CN': '{owner} 无法启动：磁盘上的复制槽多于 `max_replication_slots` 允许的数量。',
  },
  over: { en: 'No replication slot was free on {owner}; later one could be made.', 'zh-CN': '{owner} 曾没有空闲的复制槽；之后已能创建。' },
  refused: { en: 'no slot is free', 'zh-CN': '没有空闲的复制槽' },
  required: { en: 'repmgr requires slots, the server allows none', 'zh-CN': 'repmgr 需要复制槽，而服务器不允许' },
  start: { en: 'the server refuses to start with so many slots', 'zh-CN': '复制槽过多，服务器拒绝启动' },
  row: { en: 'a slot that is taken ({state})', 'zh-CN': '已被占用的复制槽（{state}）' },
  again: { en: 'a slot can be made', 'zh-CN': '已能创建复制槽' },
  free: { en: '{used} of {limit} slots are in use on {owner}', 'zh-CN': '{owner} 的 {limit} 个复制槽用了 {used} 个' },
  why: { en: 'which slots {owner} has, and who needs them', 'zh-CN': '{owner} 有哪些复制槽、各为谁所用' },
}));

const EVENTS = [
  'slot.none-free',
  'basebackup.slots-taken',
  'slot.all-in-use',
  'attach.no-free-slots',
  'switchover.slots-insufficient',
] as const satisfies readonly EventName[];

export const replicationSlotsExhausted = defineCause({
  id: 'replication-slots-exhausted',
  group: 'replication',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'No replication slot is free', 'zh-CN': '复制槽已用尽' }),
  get about() {
    return text({
      en: `\`max_replication_slots\` limits how many slots a server may have, whether they are active or not. When all are taken, no further standby can be cloned with a slot, nor follow.

**How it shows itself.** \`all replication slots are in use\` (所有的复制槽都在使用中); repmgr: \`no free replication slots available on node …\`, \`insufficient free replication slots to attach all nodes\`, \`parameter "max_replication_slots" must be set to at least 1\`. At a start after the limit was lowered: \`too many replication slots active before shutdown\`.

**Lookalikes.** A slot of that name exists already or is in use (\`replication-slot-conflict\`). Too few walsenders (\`wal-senders-exhausted\`). A dry run that states how many are in use.

**What to do.** Drop a slot that nobody needs, or raise the limit: it needs a restart.

**Versions.** 10 is the default since PostgreSQL 10, 0 before; KingbaseES's installer sets 32. **Sources.** PostgreSQL documentation, \`max_replication_slots\`; slot.c.`,
      'zh-CN': `\`max_replication_slots\` 限制服务器可拥有的复制槽数量，无论是否激活。全部占用后，无法再克隆带槽的备机，也无法跟随。

**表现。** \`all replication slots are in use\`（所有的复制槽都在使用中）；repmgr 报 \`no free replication slots available on node …\`、\`insufficient free replication slots to attach all nodes\`、\`parameter "max_replication_slots" must be set to at least 1\`。调低上限后启动报 \`too many replication slots active before shutdown\`。

**易混淆的情形。** 同名的槽已存在或被占用（\`replication-slot-conflict\`）；walsender 不足（\`wal-senders-exhausted\`）；预演只是列出占用数量。

**处理。** 删除无人使用的槽，或调大上限（需重启）。

**版本。** PostgreSQL 10 起默认 10，之前为 0；KingbaseES 安装程序设为 32。**来源。** PostgreSQL 文档 \`max_replication_slots\`；slot.c。`,
    });
  },
  explains: ['slot-problem', 'clone-failed', 'follow-failed', 'rejoin-refused', 'switchover-refused', 'server-not-starting'],
  leadsTo: [{ cause: 'standby-detached', where: 'downstream' }],

  examine(cluster) {
    const messages = [
      ...cluster.messages(...EVENTS, 'slot.disabled', 'slot.too-many-at-start'),
      ...notMade(cluster),
      ...zeroAllowed(cluster),
    ];
    return toldByOwner(
      cluster,
      adoptOwner(messages.map((fact) => ({ owner: ownerOf(cluster, fact), fact }))),
      (owner, words) =>
        judge(
          cluster,
          owner,
          words.map((word) => word.fact),
        ),
      (node) => otherwise(cluster, node),
    );
  },

  remedies(cluster, node) {
    const idle = slotsOf(cluster).filter((slot) => slot.owner === node && slot.active === false && !slot.temporary);
    return [
      raiseLimit(cluster, node, 'max_replication_slots'),
      ...(idle.length > 0
        ? [
            dropSlots(
              cluster,
              node,
              idle.map((slot) => slot.name),
              false,
            ),
          ]
        : []),
    ];
  },
});

/** A server that does not start speaks of itself, whoever it is. */
const ownerOf = (cluster: Cluster, fact: MessageFact): Node | null =>
  fact.program === 'server' ? cluster.nodeOf(fact) : askedServerOf(cluster, fact);

/** A slot that repmgr could not make since none was free. */
const notMade = (cluster: Cluster): readonly MessageFact[] =>
  cluster.messages('slot.create-failed').filter((fact) => fact.values['slotsTaken'] !== undefined);

/** A clone that is refused since the source allows no slots. */
const zeroAllowed = (cluster: Cluster): readonly MessageFact[] =>
  cluster.messages('clone.setting-too-low').filter((fact) => fact.values['name'] === 'max_replication_slots');

function judge(cluster: Cluster, owner: Node | null, messages: readonly MessageFact[]): Verdict {
  const label = owner?.label ?? '?';
  const last = messages.at(-1);
  if (last === undefined) return notApplicable;
  const slots = slotsOf(cluster).filter((slot) => slot.owner === owner);
  const shown: Evidence[] = [...ends(messages).map((fact) => evidence(fact, shows(fact))), ...slots.slice(0, 8).map(slotShown)];
  const missing = [collect.slots(cluster, owner, said.why({ owner: label }))];
  if (last.event === 'slot.too-many-at-start') return present('certain', { summary: said.tooMany({ owner: label }), evidence: shown });
  if (last.event === 'slot.disabled' || last.event === 'clone.setting-too-low')
    return present('certain', { summary: said.none({ owner: label }), evidence: shown, missing });
  const made = cluster
    .messages('slot.created', 'clone.complete', 'follow.successful', 'basebackup.done')
    .find((fact) => isLater(fact, last));
  const free = roomSince(owner, slots, last);
  if (free !== null)
    return present('likely', {
      status: 'resolved',
      summary: said.over({ owner: label }),
      evidence: [...shown, evidence(free.fact, said.free({ owner: label, used: slots.length, limit: free.limit }))],
    });
  if (made !== undefined)
    return present('likely', {
      status: 'resolved',
      summary: said.over({ owner: label }),
      evidence: [...shown, evidence(made, said.again())],
    });
  const limit = limitOf(cluster, owner, last);
  const summary = limit === null ? said.allTaken({ owner: label }) : said.full({ owner: label, limit });
  return present('certain', { summary, evidence: shown, missing });
}

/** The limit, where it was shown since and leaves room for a clone: one slot that stays, one for the copy. */
function roomSince(owner: Node | null, slots: readonly Slot[], last: MessageFact) {
  const limit = owner?.setting('max_replication_slots');
  if (!limit?.known || slots.length === 0 || !slots.every((slot) => shownSince(slot.fact, last)) || !shownSince(limit.fact, last))
    return null;
  return Number(limit.value) >= slots.length + 2 ? { limit: limit.value, fact: limit.fact } : null;
}

function shows(fact: MessageFact) {
  if (fact.event === 'slot.too-many-at-start') return said.start();
  return fact.event === 'slot.disabled' || fact.event === 'clone.setting-too-low' ? said.required() : said.refused();
}

const slotShown = (slot: Slot): Evidence =>
  evidence(slot.fact, said.row({ state: slot.active === true ? 'active' : slot.active === false ? 'inactive' : '?' }));

function limitOf(cluster: Cluster, owner: Node | null, fact: MessageFact): string | null {
  const setting = owner?.setting('max_replication_slots');
  if (setting?.known) return setting.value;
  const hinted = /current value: (\d+)/.exec(fact.hint ?? '')?.[1];
  const count = slotsOf(cluster).filter((slot) => slot.owner === owner).length;
  return hinted ?? (count === 0 ? null : String(count));
}

function otherwise(cluster: Cluster, node: Node): Verdict {
  const limit = node.setting('max_replication_slots');
  const slots = slotsOf(cluster).filter((slot) => slot.owner === node);
  if (!limit.known || slots.length >= Number(limit.value)) return notApplicable;
  const because = said.free({ owner: node.label, used: slots.length, limit: limit.value });
  return absent(because, evidence(limit.fact, because));
}
