import { collect } from '../../collect/commands.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { text, texts } from '../../core/text.ts';
import { archivesNothing } from '../../model/archives.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { metOf, receptionOf } from '../../model/reception.ts';
import { askedServerOf, ends, isLater, type MessageFact } from '../../model/replication.ts';
import { type Slot, slotHistory, slotsOf, userOfSlot } from '../../model/slots.ts';
import { recloneStandby } from '../../remedies/reclone-standby.ts';
import { dropSlots, renewSlots } from '../../remedies/replication-slots.ts';
import { restoreFromArchive } from '../../remedies/restore-from-archive.ts';
import { raiseSlotLimit, raiseSlotLimitStep } from '../../remedies/slot-limit.ts';
import { startStandby } from '../../remedies/start-standby.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told, unknown } from '../cause.ts';

const said = texts(() => ({
  lost: {
    en: 'The slot {slots} on {owner} is lost: its WAL was removed, since it held more than `max_slot_wal_keep_size` allows. Whoever was to resume from it must be cloned again, or take the missing segments from an archive.',
    'zh-CN':
      '{owner} 上的复制槽 {slots} 已失效（lost）：其保留量超过 `max_slot_wal_keep_size`，WAL 已被删除。原本依赖它的备机必须重新克隆，或从归档取得缺少的日志段。',
  },
  soon: {
    en: 'The slot {slots} on {owner} is about to be lost (`unreserved`): its WAL may go at the next checkpoint.',
    'zh-CN': '{owner} 上的复制槽 {slots} 即将失效（`unreserved`）：其 WAL 可能在下一个检查点被删除。',
  },
  healed: {
    en: 'The slot {slots} on {owner} was lost; it is in use again.',
    'zh-CN': '{owner} 上的复制槽 {slots} 曾经失效；现已恢复使用。',
  },
  row: { en: '`wal_status` is {status}', 'zh-CN': '`wal_status` 为 {status}' },
  invalidated: { en: 'the server gives the slot up', 'zh-CN': '服务器使该槽失效' },
  refused: { en: 'the slot is refused to its standby', 'zh-CN': '备机使用该槽被拒绝' },
  again: { en: 'in use again', 'zh-CN': '已恢复使用' },
  fine: { en: 'no slot of {owner} is lost', 'zh-CN': '{owner} 没有失效的复制槽' },
  noLimit: {
    en: 'no limit is set for slots (`max_slot_wal_keep_size` is -1): none can be lost',
    'zh-CN': '未对复制槽设置上限（`max_slot_wal_keep_size` 为 -1）：不会失效',
  },
  why: { en: 'whether a slot of {owner} was lost', 'zh-CN': '{owner} 的复制槽是否已失效' },
}));

export const replicationSlotLost = defineCause({
  id: 'replication-slot-lost',
  group: 'retention',
  scope: 'told',
  severity: 'critical',
  title: text({ en: 'A replication slot has lost its WAL', 'zh-CN': '复制槽已失效（WAL 已被删除）' }),
  get about() {
    return text({
      en: `From PostgreSQL 13 on \`max_slot_wal_keep_size\` limits what a slot may hold. Beyond it the server gives the slot up at a checkpoint and removes its WAL, so that the volume does not fill: the primary lives, the standby has lost its connection to history.

**How it shows itself.** \`wal_status = lost\` and an empty \`restart_lsn\` in \`pg_replication_slots\` (\`unreserved\` just before); in the log \`invalidating slot … because its restart_lsn … exceeds max_slot_wal_keep_size\` (13 to 15) or \`invalidating obsolete replication slot\` (16 on). Up to 17 the standby itself only hears \`requested WAL segment … has already been removed\`.

**Lookalikes.** An inactive slot that still holds its WAL. \`extended\` is no loss: beyond \`max_wal_size\`, still kept. A logical slot that was invalidated by a conflict (\`rows_removed\`, \`wal_level_insufficient\`). A slot with an empty \`restart_lsn\` that was never used.

**What to do.** If an archive holds the missing segments, let the standby restore from it; else clone it again. Make the slot anew and raise the limit to what an outage needs.

**What not to do.** Do not wait: nothing brings the slot back. From 16 on the old slot stays lost although its standby may stream again, and protects nothing.

**Versions.** PostgreSQL 13 on. KingbaseES V8R6 has neither the setting nor the column: a slot there is never lost, it fills the volume. **Sources.** PostgreSQL documentation, \`max_slot_wal_keep_size\` and \`pg_replication_slots\`; slot.c.`,
      'zh-CN': `PostgreSQL 13 起，\`max_slot_wal_keep_size\` 限制复制槽的保留量。超过上限后，服务器会在检查点使该槽失效并删除其 WAL，以免写满磁盘：主机得以存活，备机则失去了衔接的日志。

**表现。** \`pg_replication_slots\` 中 \`wal_status = lost\` 且 \`restart_lsn\` 为空（之前为 \`unreserved\`）；日志中出现 \`invalidating slot … because its restart_lsn … exceeds max_slot_wal_keep_size\`（13 至 15）或 \`invalidating obsolete replication slot\`（16 起）。17 及之前的版本，备机只会看到 \`requested WAL segment … has already been removed\`。

**易混淆的情形。** 仍保留着 WAL 的未激活槽；\`extended\` 并非失效（超过 \`max_wal_size\` 但仍保留）；因冲突失效的逻辑槽（\`rows_removed\`、\`wal_level_insufficient\`）；从未使用、\`restart_lsn\` 为空的槽。

**处理。** 若归档中有缺少的日志段，让备机从归档恢复；否则重新克隆。重建该槽，并把上限提高到足以应对停机时长。

**不要做。** 不要等待：失效的槽不会恢复。16 起，即使备机重新开始流复制，旧槽仍为失效状态，不起保护作用。

**版本。** PostgreSQL 13 起。KingbaseES V8R6 没有该参数和该列：槽不会失效，而会写满磁盘。**来源。** PostgreSQL 文档 \`max_slot_wal_keep_size\`、\`pg_replication_slots\`；slot.c。`,
    });
  },
  explains: ['slot-problem', 'standby-not-attached', 'recovery-stopped'],
  leadsTo: [
    { cause: 'wal-removed-before-standby', where: 'downstream' },
    { cause: 'standby-detached', where: 'downstream' },
  ],

  examine(cluster) {
    const lost = slotsOf(cluster).filter((slot) => isLost(slot) || isGoing(slot));
    const messages = cluster.messages('slot.invalidated', 'slot.lost', 'walreceiver.slot-lost').filter(isOfWal);
    const owners = new Set<Node | null>([...lost.map((slot) => slot.owner), ...messages.map((fact) => askedServerOf(cluster, fact))]);
    const told: Told[] = [...owners].map((node) => ({
      node,
      verdict: judge(
        cluster,
        node,
        lost.filter((slot) => slot.owner === node),
        messages.filter((fact) => askedServerOf(cluster, fact) === node),
      ),
    }));
    for (const node of cluster.nodes) {
      if (owners.has(node)) continue;
      const verdict = otherwise(cluster, node);
      if (verdict.is !== 'not-applicable') told.push({ node, verdict });
    }
    return told;
  },

  remedies(cluster, node) {
    const slots = slotsOf(cluster).filter((slot) => slot.owner === node);
    const lost = slots.filter(isLost);
    const going = slots.filter(isGoing);
    const standbyFor = (some: readonly Slot[]): Node | null =>
      some.flatMap((slot) => {
        const user = userOfSlot(cluster, slot);
        return user.is === 'node' ? [user.node] : [];
      })[0] ?? null;
    if (lost.length === 0 && going.length > 0) {
      const standby = standbyFor(going);
      return [raiseSlotLimit(cluster, node), ...(standby === null ? [] : [startStandby(cluster, standby, node)])];
    }
    const names = lost.map((slot) => slot.name);
    if (lost.length > 0 && lost.every((slot) => userOfSlot(cluster, slot).is === 'nobody')) return [dropSlots(cluster, node, names, true)];
    const first = [...raiseSlotLimitStep(cluster, node), renewSlots(cluster, node, names)];
    const noArchive = archivesNothing(node ?? cluster.primary) !== null;
    const standby = standbyFor(lost);
    return [
      ...(noArchive ? [] : [restoreFromArchive(cluster, standby, segmentNeeded(cluster, standby), first)]),
      recloneStandby(cluster, standby, noArchive, first),
    ];
  },
});

/** The segment that its standby is refused, where the bundle tells. */
function segmentNeeded(cluster: Cluster, standby: Node | null): string | null {
  const reception = standby === null ? null : receptionOf(cluster, standby);
  const found = reception === null ? null : metOf(reception, 'wal-removed');
  return found?.met.facts.findLast((fact) => fact.values['segment'] !== undefined)?.values['segment'] ?? null;
}

const isLost = (slot: Slot): boolean => slot.walStatus === 'lost' && (slot.invalidation === null || slot.invalidation === 'wal_removed');
const isGoing = (slot: Slot): boolean => slot.walStatus === 'unreserved';

/** A conflict (`rows_removed`, `wal_level`) ends a logical slot too, but no WAL is gone by it. */
const isOfWal = (fact: MessageFact): boolean =>
  fact.event !== 'slot.invalidated' || fact.values['lsn'] !== undefined || fact.values['because'] === undefined;

function judge(cluster: Cluster, owner: Node | null, slots: readonly Slot[], messages: readonly MessageFact[]): Verdict {
  const label = owner?.label ?? '?';
  const shown: Evidence[] = [
    ...ends(messages).map((fact) => evidence(fact, fact.event === 'slot.invalidated' ? said.invalidated() : said.refused())),
    ...slots.map((slot) => evidence(slot.fact, said.row({ status: slot.walStatus ?? '?' }))),
  ];
  const names = (found: readonly string[]): string[] => [...new Set(found)].map((name) => `\`${name}\``);
  const lost = slots.filter(isLost);
  if (lost.length > 0)
    return present('certain', { summary: said.lost({ owner: label, slots: names(lost.map((slot) => slot.name)) }), evidence: shown });
  if (slots.length > 0)
    return present('certain', {
      severity: 'warning',
      summary: said.soon({ owner: label, slots: names(slots.map((slot) => slot.name)) }),
      evidence: shown,
    });
  const last = messages.at(-1);
  if (last === undefined) return notApplicable;
  const named = names(messages.flatMap((fact) => fact.values['slot'] ?? []));
  const again = usedAgain(cluster, owner, last);
  if (again !== null)
    return present('likely', {
      status: 'resolved',
      summary: said.healed({ owner: label, slots: named }),
      evidence: [...shown, evidence(again, said.again())],
    });
  return present('certain', {
    summary: said.lost({ owner: label, slots: named.length > 0 ? named : ['?'] }),
    evidence: shown,
    missing: [collect.slots(cluster, owner, said.why({ owner: label }))],
  });
}

/** What shows that a slot given up is in use again: its row, or its standby that receives. */
function usedAgain(cluster: Cluster, owner: Node | null, lost: MessageFact) {
  const name = lost.values['slot'];
  const row = slotHistory(cluster).findLast((slot) => slot.owner === owner && slot.name === name);
  if (
    row !== undefined &&
    row.active === true &&
    row.walStatus !== 'lost' &&
    (row.fact.span.source !== lost.span.source || isLater(row.fact, lost))
  )
    return row.fact;
  const user = name === undefined ? null : userOfSlot(cluster, { name, owner });
  const reception = user?.is === 'node' ? receptionOf(cluster, user.node) : null;
  return reception === null || reception.obstacle !== null ? null : reception.attachment.attached;
}

function otherwise(cluster: Cluster, node: Node): Verdict {
  const slots = slotsOf(cluster).filter((slot) => slot.owner === node);
  const limit = node.setting('max_slot_wal_keep_size');
  if (limit.known && limit.value === '-1') return absent(said.noLimit(), evidence(limit.fact, said.noLimit()));
  const first = slots[0];
  if (first === undefined) return notApplicable;
  const because = said.fine({ owner: node.label });
  if (slots.some((slot) => slot.walStatus !== null)) return absent(because, evidence(first.fact, because));
  return cluster.flavour.knowsSetting('max_slot_wal_keep_size', cluster.major) && slots.some((slot) => slot.reservesNothing)
    ? unknown(collect.slots(cluster, node, said.why({ owner: node.label })))
    : notApplicable;
}
