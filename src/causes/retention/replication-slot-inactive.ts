import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Evidence, Verdict } from '../../core/finding.ts';
import { sizeText } from '../../core/size.ts';
import { type Message, text, texts } from '../../core/text.ts';
import { attachmentOf } from '../../model/attachment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { FactIndex } from '../../model/facts.ts';
import type { Node } from '../../model/node.ts';
import { isToolName, places, stateOf } from '../../model/replication.ts';
import { type Slot, slotHistory, slotsOf, userOfSlot } from '../../model/slots.ts';
import { fullness, walKept, walVolumes } from '../../model/wal-space.ts';
import { dropSlots, wakeSlotUser } from '../../remedies/replication-slots.ts';
import { startStandby } from '../../remedies/start-standby.ts';
import { absent, defineCause, evidence, notApplicable, present, type Told } from '../cause.ts';

const said = texts(() => ({
  held: {
    en: 'Inactive on {owner}: {slots}. Held back: {held} of WAL; it grows until the volume is full, whoever a slot was made for.',
    'zh-CN': '{owner} 上未激活的复制槽：{slots}。共保留 {held} 的 WAL，且会一直增长直到磁盘写满。',
  },
  inactive: {
    en: 'Inactive on {owner}: {slots}. No WAL behind their position is recycled; it grows until the volume is full.',
    'zh-CN': '{owner} 上未激活的复制槽：{slots}。其位置之后的 WAL 都不会被回收，会一直增长直到磁盘写满。',
  },
  counted: {
    en: '{count} physical replication slots of {owner} are inactive and hold back WAL; the bundle does not name them.',
    'zh-CN': '{owner} 有 {count} 个物理复制槽未激活，保留着 WAL；材料未给出名称。',
  },
  countedAny: {
    en: '{count} replication slots of {owner} are inactive and hold back WAL; the bundle does not name them. repmgr before 4.3 counts logical slots, too: a subscriber or a backup tool may be who is away.',
    'zh-CN': '{owner} 有 {count} 个复制槽未激活，保留着 WAL；材料未给出名称。repmgr 4.3 之前也统计逻辑槽：离线的可能是订阅端或备份工具。',
  },
  away: {
    en: '{slots} on {owner} waits for {standby}, which is away. It keeps the WAL that {standby} needs to come back: start that node in time.',
    'zh-CN': '{owner} 上的 {slots} 正等待离线的 {standby}，保留着其恢复所需的 WAL：应及时恢复该节点。',
  },
  row: { en: 'inactive, position {restart}', 'zh-CN': '未激活，位置 {restart}' },
  rowHeld: { en: 'inactive, holds {held} of WAL', 'zh-CN': '未激活，保留 {held} 的 WAL' },
  check: { en: 'repmgr counts inactive slots', 'zh-CN': 'repmgr 统计到未激活的复制槽' },
  unused: { en: '{standby}, for which the slot is, receives without it', 'zh-CN': '该槽所属的 {standby} 正在接收，但未使用该槽' },
  attached: {
    en: '{standby}, for which the slot is, is attached: the slot was seen inactive at another moment',
    'zh-CN': '该槽所属的 {standby} 已连接：看到未激活是另一时刻',
  },
  down: { en: '{standby}, for which the slot is, does not run', 'zh-CN': '该槽所属的 {standby} 未运行' },
  detached: { en: '{standby}, for which the slot is, is not attached', 'zh-CN': '该槽所属的 {standby} 未连接' },
  kept: { en: 'WAL on disk: {held}', 'zh-CN': '磁盘上的 WAL：{held}' },
  full: { en: 'the volume of WAL is at {percent} %', 'zh-CN': 'WAL 所在卷已用 {percent}%' },
  dropped: { en: 'dropped later', 'zh-CN': '之后被删除' },
  again: { en: 'active again later', 'zh-CN': '之后重新激活' },
  active: { en: 'the slots of {owner} are active', 'zh-CN': '{owner} 的复制槽均处于活动状态' },
  none: { en: '{owner} has no inactive slot', 'zh-CN': '{owner} 没有未激活的复制槽' },
  empty: {
    en: 'the inactive slot reserves nothing: it was never used, or its WAL is gone already',
    'zh-CN': '未激活的槽不保留任何 WAL：从未使用，或其 WAL 已丢失',
  },
  why: { en: 'which slots of {owner} are inactive, and how much WAL each holds', 'zh-CN': '{owner} 上哪些复制槽未激活、各保留多少 WAL' },
}));

const GIB = 2 ** 30;
/** From here on what is held is worth an alarm, even where the owner of the slot is to come back: 64 segments of the usual size. */
const NOTABLE = GIB;

export const replicationSlotInactive = defineCause({
  id: 'replication-slot-inactive',
  group: 'retention',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'An inactive replication slot holds WAL back', 'zh-CN': '未激活的复制槽阻止 WAL 回收' }),
  get about() {
    return text({
      en: `A replication slot keeps every WAL segment from its \`restart_lsn\` on, whether anybody is connected or not. A slot whose user is gone (a retired standby, an old backup tool, a subscriber that was switched off, the slot of the new primary left on the old one) keeps WAL until the volume is full and the server stops.

**How it shows itself.** \`active = f\` in \`pg_replication_slots\` / \`sys_replication_slots\`; \`repmgr node check\`: \`Replication slots: CRITICAL (… inactive)\`; checkpoints that remove and recycle nothing; the oldest file in the WAL directory is the one of the slot's \`restart_lsn\`.

**Lookalikes.** A slot that is inactive for the seconds in which its standby restarts. The slot of a standby that is down: the standby is the fault, the slot does what it is for; it becomes one when the volume cannot wait. A slot with an empty \`restart_lsn\` reserves nothing. A temporary slot of a base backup ends with its session. A slot that is lost (\`wal_status\`) holds nothing back any more.

**What to do.** Find out for whom it is. If that node is to come back, start it. If nobody is, drop the slot; a checkpoint frees the space.

**What not to do.** Do not delete files in the WAL directory. Do not drop the slot of a standby that is only down: it would have to be cloned.

**Versions.** From PostgreSQL 13 on \`max_slot_wal_keep_size\` limits what a slot may hold (-1, the default, does not). KingbaseES V8R6 has no such limit. **Sources.** PostgreSQL documentation, "Replication Slots", \`pg_replication_slots\`; repmgr documentation, "repmgr node check".`,
      'zh-CN': `无论是否有人连接，复制槽都会保留从其 \`restart_lsn\` 起的所有 WAL。使用者已经不在的槽（下线的备机、旧备份工具、已停用的订阅端、切换后留在旧主机上的槽）会一直保留 WAL，直到磁盘写满、数据库停止。

**表现。** \`pg_replication_slots\` / \`sys_replication_slots\` 中 \`active = f\`；\`repmgr node check\` 显示 \`Replication slots: CRITICAL (… inactive)\`；检查点既不删除也不回收日志；WAL 目录中最早的文件正是该槽 \`restart_lsn\` 所在的日志段。

**易混淆的情形。** 备机重启的数秒内槽未激活。备机停机时它的槽：故障在备机，槽在履行职责；只有磁盘等不起时才成为问题。\`restart_lsn\` 为空的槽不保留任何内容。基础备份的临时槽随会话结束而消失。已失效（\`wal_status\` 为 lost）的槽不再保留 WAL。

**处理。** 先确认为谁而建：若该节点会恢复，则启动它；若无人使用，则删除该槽，检查点之后空间即被释放。

**不要做。** 不要删除 WAL 目录中的文件；不要删除只是停机的备机的槽，否则必须重新克隆。

**版本。** PostgreSQL 13 起可用 \`max_slot_wal_keep_size\` 限制保留量（默认 -1，不限制）。KingbaseES V8R6 没有该限制。**来源。** PostgreSQL 文档“复制槽”、\`pg_replication_slots\`；repmgr 文档“repmgr node check”。`,
    });
  },
  explains: ['slot-problem', 'wal-growing', 'volume-full'],
  leadsTo: [{ cause: 'wal-volume-full', where: 'same' }],

  examine(cluster) {
    const slots = slotsOf(cluster);
    const history = slotHistory(cluster);
    return places(cluster).flatMap(({ node, facts }): Told[] => {
      const verdict = judge(
        cluster,
        { node, facts },
        slots.filter((slot) => slot.owner === node),
        history.filter((slot) => slot.owner === node),
      );
      return verdict.is === 'not-applicable' ? [] : [{ node, verdict }];
    });
  },

  remedies(cluster, node) {
    const inactive = slotsOf(cluster).filter((slot) => slot.owner === node && holdsBack(slot));
    const waiting = inactive.flatMap((slot) => {
      const user = userOfSlot(cluster, slot);
      return user.is === 'node' && !user.node.isPrimary ? [{ slot, standby: user.node }] : [];
    });
    const abandoned = inactive.filter((slot) => !waiting.some((one) => one.slot === slot)).map((slot) => slot.name);
    // slots that are only counted may well be those of the standbys that are away: those first, and nothing is dropped before
    const away =
      inactive.length > 0 ? [] : cluster.members.filter((one) => one !== node && !one.isPrimary && whereIs(cluster, one) !== null);
    const starts = [...new Set([...waiting.map((one) => one.standby), ...away])]
      .slice(0, 2)
      .map((standby) => startStandby(cluster, standby, node));
    // a backup tool, or a node that runs as a primary beside this one: it is needed, only not in use
    const needed = inactive.some((slot) => isToolName(slot.name) || userOfSlot(cluster, slot).is === 'node');
    if (starts.length === 0)
      return needed
        ? [wakeSlotUser(cluster, node), dropSlots(cluster, node, abandoned, false)]
        : [dropSlots(cluster, node, abandoned, true)];
    return [...starts, dropSlots(cluster, node, abandoned.length > 0 ? abandoned : waiting.map((one) => one.slot.name), false)];
  },
});

interface Place {
  readonly node: Node | null;
  readonly facts: FactIndex;
}

const holdsBack = (slot: Slot): boolean =>
  slot.active === false && !slot.temporary && !slot.reservesNothing && slot.walStatus !== 'lost' && slot.invalidation === null;

function judge(cluster: Cluster, place: Place, slots: readonly Slot[], history: readonly Slot[]): Verdict {
  const owner = place.node;
  const label = owner?.label ?? '?';
  const inactive = slots.filter(holdsBack);
  if (inactive.length > 0) return ofSlots(cluster, place, inactive);
  const gone = history.filter(holdsBack).filter((slot) => slots.find((one) => one.name === slot.name)?.active !== false);
  if (gone.length > 0) return resolved(cluster, owner, gone, slots);
  if (slots.length > 0) {
    const shown = slots.find((slot) => slot.active === false) ?? slots[0];
    const because = slots.every((slot) => slot.active !== false) ? said.active({ owner: label }) : said.empty();
    return shown === undefined ? notApplicable : absent(because, evidence(shown.fact, because));
  }
  return ofCounts(cluster, place);
}

/** Slots that the bundle names, inactive as of the last word. */
function ofSlots(cluster: Cluster, place: Place, inactive: readonly Slot[]): Verdict {
  const owner = place.node;
  const label = owner?.label ?? '?';
  const shown: Evidence[] = inactive.map((slot) => evidence(slot.fact, rowShows(slot)));
  const checks = countWords(place.facts).slice(-1);
  shown.push(...checks.map((fact) => evidence(fact, said.check())));
  const expected = inactive.map((slot) => awaited(cluster, slot));
  shown.push(...expected.flatMap((one) => (one === null ? [] : [one.shown])));
  const alarm = owner === null ? [] : roomShown(owner);
  const held = inactive.reduce((sum, slot) => sum + (slot.held ?? 0), 0);
  const notable =
    held >= NOTABLE || alarm.length > 0 || inactive.some((slot) => slot.walStatus === 'extended' || slot.walStatus === 'unreserved');
  shown.push(...alarm);
  const names = inactive.map((slot) => `\`${slot.name}\``);
  const missing = [collect.slots(cluster, owner, said.why({ owner: label }))];
  for (const slot of inactive) {
    const user = userOfSlot(cluster, slot);
    const unused = user.is === 'node' ? receivesWithout(user.node, slot.name) : null;
    if (unused !== null) shown.push(unused);
  }
  const first = expected[0];
  if (!notable && expected.every((one) => one !== null) && first != null)
    return present('possible', {
      summary: said.away({ owner: label, slots: names, standby: first.standby.label }),
      evidence: shown,
      missing,
      severity: 'notice',
    });
  const abandoned = expected.some((one) => one === null);
  // a subscriber comes and goes; only what piles up behind its slot is a fault
  const unsure = !notable && inactive.every((slot) => slot.logical);
  const summary =
    held > 0 ? said.held({ owner: label, slots: names, held: sizeText(held) }) : said.inactive({ owner: label, slots: names });
  return present(unsure ? 'possible' : abandoned && notable ? 'certain' : 'likely', { summary, evidence: shown, missing });
}

/** Only repmgr's count: slots of standbys that are away are counted out unless WAL piles up. */
function ofCounts(cluster: Cluster, place: Place): Verdict {
  const { node: owner, facts } = place;
  const label = owner?.label ?? '?';
  const last = countWords(facts).at(-1);
  if (last === undefined) {
    const fine = facts.of('node-check').findLast((fact) => fact.check === 'slots' && fact.status === 'OK');
    return fine === undefined ? notApplicable : absent(said.none({ owner: label }), evidence(fine, said.none({ owner: label })));
  }
  const count = countOf(last);
  const names = namedBelow(last).map((name) => `\`${name}\``);
  if (isOwnOfRejoined(cluster, last)) return notApplicable;
  if (facts.messages('slot.invalidated').length >= count) return absent(said.empty(), evidence(last, said.check()));
  const away = cluster.members.flatMap((node) =>
    node === owner || node.isPrimary || node.isWitness ? [] : (whereIs(cluster, node) ?? []),
  );
  const alarm = owner === null ? [] : roomShown(owner);
  // what a rejoin or follow leaves behind is a remark of repmgr, and may be gone with its next step
  const explained = alarm.length === 0 && (away.length >= count || isAftermath(last));
  return present(explained ? 'possible' : 'likely', {
    summary:
      names.length === count
        ? said.inactive({ owner: label, slots: names })
        : said[isOfAnyKind(last) ? 'countedAny' : 'counted']({ owner: label, count }),
    evidence: [evidence(last, said.check()), ...away, ...alarm],
    missing: [collect.slots(cluster, owner, said.why({ owner: label }))],
    ...(explained ? { severity: 'notice' as const } : {}),
  });
}

/** The slots that repmgr lists under its count: `repmgr_slot_3 (physical)`. */
const namedBelow = (fact: CountWord): string[] =>
  fact.kind === 'message'
    ? [...(fact.detail ?? '').matchAll(/^\s*(?:-\s*)?(\w+) \((?:physical|logical)\)/gm)].flatMap(([, name]) => name ?? [])
    : [];

/** Only since 4.3 does `node check` leave logical slots out, and says `physical` since; its nagios form has no words. */
const isOfAnyKind = (fact: CountWord): boolean => {
  const said = fact.kind === 'message' ? fact.text : (fact.detail ?? '');
  return /replication slots are inactive|node has \d+ inactive replication slots/.test(said) && !/physical/.test(said);
};

const isAftermath = (fact: CountWord): boolean => fact.kind === 'message' && fact.event === 'slot.inactive-detected';

/** A rejoin that went well names the slot that the node itself has on its upstream: the node's own copy of it is nobody's. */
function isOwnOfRejoined(cluster: Cluster, last: CountWord): boolean {
  if (!isAftermath(last)) return false;
  const done = cluster
    .messages('rejoin.successful')
    .find(({ span }) => span.source === last.span.source && span.line > last.span.line && span.line - last.span.endLine <= 8);
  const id = /\bnode (\d+) is now attached/.exec(done?.detail ?? '')?.[1];
  return id !== undefined && namedBelow(last).every((name) => name === cluster.flavour.slotName(Number(id))) && namedBelow(last).length > 0;
}

type CountWord = FactOf<'node-check'> | FactOf<'message'>;

/** repmgr's counts of inactive slots, until a later check takes them back. */
function countWords(facts: FactIndex): CountWord[] {
  const checks = facts.of('node-check').filter((fact) => fact.check === 'slots');
  const messages = facts.messages('status.slots-inactive', 'slot.inactive-detected');
  const fine = checks.filter((fact) => fact.status === 'OK').at(-1);
  return [...checks.filter((fact) => fact.status === 'CRITICAL'), ...messages]
    .filter((fact) => fine === undefined || fine.order < fact.order || fine.span.source !== fact.span.source)
    .sort((a, b) => a.order - b.order);
}

const countOf = (fact: CountWord): number => (fact.kind === 'message' ? Number(fact.values['count'] ?? 1) : (fact.count ?? 1));

function resolved(cluster: Cluster, owner: Node | null, gone: readonly Slot[], slots: readonly Slot[]): Verdict {
  const names = [...new Set(gone.map((slot) => slot.name))];
  const drops = cluster.done.filter((done) => done.kind === 'slot-dropped' && names.includes(done.target ?? ''));
  const back = slots.filter((slot) => names.includes(slot.name));
  return present('likely', {
    status: 'resolved',
    summary: said.inactive({ owner: owner?.label ?? '?', slots: names.map((name) => `\`${name}\``) }),
    evidence: [
      ...gone.map((slot) => evidence(slot.fact, rowShows(slot))),
      ...drops.map((done) => evidence(done.fact, said.dropped())),
      ...back.map((slot) => evidence(slot.fact, said.again())),
    ],
  });
}

/** The standby that a slot is for, and that is away or attached again; null for a slot of nobody, of somebody unknown, or unused. */
function awaited(cluster: Cluster, slot: Slot): { readonly standby: Node; readonly shown: Evidence } | null {
  const user = userOfSlot(cluster, slot);
  if (user.is !== 'node' || user.node.isPrimary) return null;
  const { node: standby } = user;
  const shown = whereIs(cluster, standby);
  if (shown !== null) return { standby, shown };
  const { attached } = attachmentOf(cluster, standby);
  return attached === null || receivesWithout(standby, slot.name) !== null
    ? null
    : { standby, shown: evidence(attached, said.attached({ standby: standby.label })) };
}

/** What shows that a standby is set to another slot, or to none. */
function receivesWithout(standby: Node, slot: string): Evidence | null {
  const message = said.unused({ standby: standby.label });
  const receiver = standby.facts.rows('pg_stat_wal_receiver').at(-1);
  if (receiver !== undefined && 'slot_name' in receiver.values)
    return receiver.values['slot_name'] === slot ? null : evidence(receiver, message);
  const configured = standby.setting('primary_slot_name');
  return configured.known && configured.value !== slot ? evidence(configured.fact, message) : null;
}

/** What shows that a standby is away. */
function whereIs(cluster: Cluster, node: Node): Evidence | null {
  const state = stateOf(cluster, node);
  if (state !== null && /failed|unreachable/.test(state.state)) return evidence(state.fact, said.down({ standby: node.label }));
  const { detached } = attachmentOf(cluster, node);
  // that nobody uses its slot tells of no more than the slot
  const byOther = detached !== null && !(detached.kind === 'row' && 'slot_name' in detached.values && 'active' in detached.values);
  return !byOther ? null : evidence(detached, said.detached({ standby: node.label }));
}

/** Signs that WAL has piled up: much of it on disk, a volume that fills. */
function roomShown(owner: Node): Evidence[] {
  const kept = walKept(owner).at(-1);
  const volume = walVolumes(owner).at(-1)?.volume;
  return [
    ...(kept !== undefined && kept.bytes >= 16 * GIB ? [evidence(kept.fact, said.kept({ held: sizeText(kept.bytes) }))] : []),
    ...(volume !== undefined && fullness(volume) !== 'fine' ? [evidence(volume, said.full({ percent: volume.usedPercent ?? '?' }))] : []),
  ];
}

function rowShows(slot: Slot): Message {
  if (slot.held !== null && slot.held > 0) return said.rowHeld({ held: sizeText(slot.held) });
  return said.row({ restart: slot.fact.values['restart_lsn'] || '?' });
}
